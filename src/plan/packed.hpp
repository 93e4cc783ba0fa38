// Whether memory holds an operand's rows as kernels for arrays take them.
#pragma once

#include <cstdint>

#include "problem/operand.hpp"

namespace faltung {

// Rows are arrays of the type computed in, with `channels` elements to a pixel. Signed and unsigned integers are the
// same modulo their width.
constexpr bool is_packed(const operand& one, element_type compute, std::int64_t channels = 1) {
  const bool same =
      is_integer(compute) ? is_integer(one.type) && size_of(one.type) == size_of(compute) : one.type == compute;
  if (!same || one.parts() != 1 || one.at.column != channels) return false;
  return channels == 1 || (one.at.channels == channels && one.at.channel == 1);
}

// The same of numbers whose parts, one or two, lie side by side.
constexpr bool has_packed_parts(const operand& one, element_type compute) {
  return component_of(one.type) == compute && one.at.column == 1;
}

}  // namespace faltung
