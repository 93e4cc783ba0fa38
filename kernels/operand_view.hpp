// Where the numbers of an operand lie and what stands outside a signal, as kernels are told it. Without a CUDA name:
// host code fills it in.
#pragma once

#include <type_traits>

#include "element.hpp"
#include "faltung/boundary.hpp"

namespace faltung::kernel {

// Void is const void where the operand is read. Offset and strides count real numbers: a complex element is two.
template <class Void>
struct operand_view {
  Void* data;
  element_type type;
  long long offset;
  long long batch;
  long long row;
  long long column;
  long long channels;
  long long channel;

  // Element (0, 0) of entry b; part 1 is imaginary.
  constexpr long long entry(long long b, int part) const {
    const long long first = offset + part;
    if (channels == 1) return first + b * batch;  // spares a division, which is a hundred instructions on a device
    return first + b / channels * batch + b % channels * channel;
  }
};
using source_view = operand_view<const void>;
using target_view = operand_view<void>;

// Whether rows are arrays of Compute. Signed and unsigned numbers of one width are the same modulo it.
template <class Compute, class Void>
constexpr bool is_dense(const operand_view<Void>& of) {
  if (of.column != 1) return false;
  if constexpr (std::is_integral_v<Compute>) {
    return is_integer(of.type) && size_of(of.type) == sizeof(Compute);
  } else {
    return component_of(of.type) == type_of<Compute>;
  }
}

template <class Compute>
struct signal_view {
  source_view at;
  long long rows;
  long long columns;
  boundary_rule rule;
  Compute outside[4];  // the parts of an element where no sample stands

  // The sample at a place that may lie outside; `entry` as operand_view gives it for the part.
  constexpr Compute read(long long entry, int part, long long row, long long column) const {
    const long long found_row = extended_index(rule, row, rows);
    const long long found = extended_index(rule, column, columns);
    if (found_row < 0 || found < 0) return outside[part];
    return read_element<Compute>(at.data, at.type, entry + found_row * at.row + found * at.column);
  }
};

}  // namespace faltung::kernel
