// A convolution of arrays as executions of one problem, whose layouts say where the entries lie.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "faltung/array_plan.hpp"
#include "faltung/problem.hpp"

namespace faltung {

// A batch axis, or several that nest. A stride of 0 also stands for an operand that does not have it.
struct array_axis {
  std::int64_t extent;
  std::int64_t signal;
  std::int64_t filter;
  std::int64_t output;
};

// Element offsets from the operands' elements (0, ..., 0).
struct array_offsets {
  std::int64_t signal = 0;
  std::int64_t filter = 0;
  std::int64_t output = 0;
};

struct array_problem {
  problem each;                        // of one execution; its layouts count from an operand's lowest element
  std::vector<array_axis> filtered{};  // walked with a filter of its own for each index
  std::vector<array_axis> walked{};    // walked with every filter
  std::int64_t filters = 1;            // indices of the first
  std::int64_t executions = 1;         // indices of the second

  // Of what the problem's layouts count from, in execution `walk` with filter `filter`.
  [[nodiscard]] array_offsets offsets(std::int64_t filter, std::int64_t walk) const;
};

// The signal's convolved axes, those of one filter in order: rows and columns, or columns alone.
std::vector<int> resolve_axes(std::span<const int> axes, int rank);

// `what` for one signal and one filter, contiguous.
problem of_one_entry(const problem& what, const axis_numbers& signal, const axis_numbers& filter,
                     std::span<const int> along);

// Those that the convolved axes have in `one`, and the others as signal and filter are broadcast.
axis_numbers output_extents_of(const problem& one, const axis_numbers& signal, const axis_numbers& filter,
                               std::span<const int> along);

// The forms have strides. Throws what array_plan's constructor throws for them.
array_problem resolve_arrays(const problem& one, const array_form& signal, const array_form& filter,
                             const array_form& output, std::span<const int> along, std::size_t workspace_limit);

// The form with the strides that it stands for, refused where it is none.
array_form complete(const array_form& form, std::string_view operand);

// The number of an output entry, over the batch axes in order, from the offset of its first element.
std::int64_t entry_at(std::int64_t offset, const array_form& output, std::span<const int> along);

}  // namespace faltung
