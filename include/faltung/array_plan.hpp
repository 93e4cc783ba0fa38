/// Plan once, execute many, for arrays of any rank and strides: a convolution along one or two axes, every other axis
/// broadcast between signal and filter.
///
///     const faltung::problem what{.type = faltung::float32, .mode = faltung::mode::same};
///     const faltung::array_form pixels{{height, width, 3}};                       // row-major
///     const faltung::array_form kernel{{5, 5}};                                   // one for all channels
///     faltung::array_plan plan(what, pixels, kernel, pixels, std::array{0, 1});
///     plan.set_filter(kernel_data);
///     plan.execute(pixels_data, blurred_data);
#pragma once

#include <cstddef>
#include <cstdint>
#include <iosfwd>
#include <memory>
#include <span>

#include "faltung/array_view.hpp"
#include "faltung/capabilities.hpp"
#include "faltung/explanation.hpp"
#include "faltung/export.hpp"
#include "faltung/options.hpp"
#include "faltung/problem.hpp"

namespace faltung {

/// Where the elements of an array lie, counted from its element (0, ..., 0): 1 to 8 axes. Strides are in elements; they
/// may be negative and, where the elements are only read, 0. Without strides: row-major, without gaps.
struct array_form {
  axis_numbers extents{};
  axis_numbers strides{};

  friend bool operator==(const array_form&, const array_form&) = default;
};

/// A plan (plan.hpp) for arrays. Operands lie in the memory that options::memory names, host or device; nothing is
/// copied or moved into place.
///
/// Axes: the signal has all of them. The filter has as many as are convolved: one filter for all. Or it has as many as
/// the signal: then every axis that is not convolved is broadcast between the two as NumPy broadcasts, an extent of 1
/// against any other, so that a filter can belong to an image, to a channel, or to each entry. The output has the
/// broadcast extents, and along the convolved axes those of the problem's mode.
///
/// Threads: after set_filter an array_plan does not change; any number of threads may execute it at once, each with a
/// workspace of its own. On device pointers execute only enqueues, as plan's does.
///
/// Complexity: that of one plan for the whole batch, wherever layouts can say where its entries lie: batch axes whose
/// strides nest count as one, and two of those that are left fit, but for one whose filter varies with the signal
/// beside one whose filter does not. Others are walked, an execution for each of their indices; where the filter varies
/// along one, with a prepared plan for each. Which ones are walked is chosen so that executions and, thirty times as
/// dear, plans are fewest: see executions() and plans().
class FALTUNG_EXPORT array_plan {
 public:
  /// Of `what` everything counts but extents, batch, filters, bank and layouts, which are set here; its filter_rank is
  /// that of a filter for all. `axes` names the signal's convolved axes, 1 or 2, in the order of the filter's: negative
  /// ones count from the end.
  ///
  /// Throws invalid_argument naming `axis` or `axes`, `signal`, `filter`, `output`, or a member of the problem, where
  /// an axis is out of range or named twice, there are neither 1 nor 2 of them, a form is none (as of array_view),
  /// extents cannot be broadcast, an extent of the output is another one, the output's elements are not distinct, or an
  /// operand reaches beyond 63 bits; further what plan throws.
  array_plan(const problem& what, const array_form& signal, const array_form& filter, const array_form& output,
             std::span<const int> axes, const options& request = {});

  /// The same with the machine's capabilities as the caller states them.
  array_plan(const problem& what, const array_form& signal, const array_form& filter, const array_form& output,
             std::span<const int> axes, const options& request, const capabilities& machine);

  array_plan(array_plan&&) noexcept;
  array_plan& operator=(array_plan&&) noexcept;
  ~array_plan();

  /// Extents of the output for a signal and a filter of these. Throws as the constructor does.
  [[nodiscard]] static axis_numbers output_extents(const problem& what, const axis_numbers& signal,
                                                   const axis_numbers& filter, std::span<const int> axes);

  /// Of one execution, its problem included: where axes are walked, a part of the whole. All plans are alike.
  [[nodiscard]] const faltung::explanation& explain() const noexcept;
  [[nodiscard]] const problem& description() const noexcept;
  [[nodiscard]] faltung::backend backend() const noexcept;
  [[nodiscard]] faltung::method method() const noexcept;
  [[nodiscard]] error_bound bound() const noexcept;

  /// How many plans there are, and how many executions of them are one execute: 1 and 1 where nothing is walked.
  [[nodiscard]] std::int64_t plans() const noexcept;
  [[nodiscard]] std::int64_t executions() const noexcept;

  /// Bytes of workspace that each execute in flight needs, in the plan's memory, of any alignment. May be 0.
  [[nodiscard]] std::size_t workspace_bytes() const noexcept;

  /// The stream from the options, used by set_filter and where execute is not told one.
  [[nodiscard]] cuda_stream stream() const noexcept;

  /// Prepares the filters; `first` is element (0, ..., 0), of the problem's filter type. The memory may be reused once
  /// this returns. Allocates, and synchronises the stream. On failure a single plan keeps the filter it had; several
  /// are without.
  void set_filter(const void* first);

  /// Computes all outputs; `signal` and `output` are elements (0, ..., 0), of the problem's types. Throws
  /// invalid_argument before any work where a pointer is null, not aligned or of the other side's memory, the filter is
  /// missing, the workspace is too small, or the memory between the first and the last element of output and signal, or
  /// of one of them and the workspace, overlaps. With overflow::error, walked entries before the one that overflows
  /// have been written; the error's index counts the output's entries over its batch axes in their order, the last the
  /// fastest.
  void execute(const void* signal, void* output, std::span<std::byte> workspace = {}) const {
    execute(signal, output, workspace, stream());
  }
  void execute(const void* signal, void* output, std::span<std::byte> workspace, cuda_stream on_stream) const;

 private:
  struct state;
  std::unique_ptr<state> state_;
};

/// The choice and the candidates it was made from, as explain() prints them.
FALTUNG_EXPORT std::ostream& operator<<(std::ostream& out, const array_plan& made);

}  // namespace faltung
