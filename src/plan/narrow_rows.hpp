// Rows, also of images, of elements narrower than the 32 bits computed in, which the CUDA backend's direct kernels widen
// once.
#pragma once

#include <string_view>

#include "problem/geometry.hpp"

namespace faltung {

// Empty where they take the problem's rows, otherwise why not. Halves become halves or float, integers others of
// their width or of 32 bits.
constexpr std::string_view refused_as_narrow_rows(const geometry& where) {
  const element_type from = where.signal.type;
  const element_type to = where.output.type;
  if (where.signal.at.column != 1 || where.output.at.column != 1) return "gaps in rows";
  if (from == boolean || to == boolean) return "booleans";
  const bool halves =
      where.compute == float32 && (from == float16 || from == bfloat16) && (to == from || to == float32);
  const bool integers = where.compute == uint32 && is_integer(from) && is_integer(to) && size_of(from) < 4 &&
                        (size_of(to) == size_of(from) || size_of(to) == 4);
  return halves || integers ? std::string_view{} : "operands of other types";
}

}  // namespace faltung
