// In which numbers a problem is computed.
#pragma once

#include "faltung/problem.hpp"

namespace faltung {

struct numerics {
  element_type signal = float32;
  element_type filter = float32;
  element_type output = float32;
  // What the direct methods convert operands to and sum in: float32, float64, or for integers uint32 or uint64, whose sums
  // modulo 2^32 or 2^64 hold the output modulo its own width.
  element_type compute = float32;

  // What a transform computes in.
  [[nodiscard]] constexpr element_type spectral() const { return is_integer(compute) ? float64 : compute; }

  friend constexpr bool operator==(const numerics&, const numerics&) = default;
};

// Throws invalid_argument naming the member of `problem` at fault.
numerics resolve_numerics(const problem& description);

}  // namespace faltung
