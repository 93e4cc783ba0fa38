// The power of two that a filter's taps are divided by before they are transformed.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>

#include "cpu/non_finite.hpp"

namespace faltung::cpu {

// The exponent e for which 2^-e brings the largest tap into [1, 2), as far as 2^e is a normal number of Type; 0 where
// there is nothing to scale.
template <class Type>
int exponent_of(const double* taps, std::int64_t count) {
  if (!all_finite(taps, count)) return 0;
  double largest = 0;
  for (std::int64_t i = 0; i < count; ++i) largest = std::max(largest, std::fabs(taps[i]));
  if (largest == 0) return 0;
  return std::clamp(std::ilogb(largest), std::numeric_limits<Type>::min_exponent - 1,
                    std::numeric_limits<Type>::max_exponent - 1);
}

}  // namespace faltung::cpu
