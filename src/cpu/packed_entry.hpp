// How filters enter the tables of packed products (kernels/packed_product.hpp).
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>

#include "cpu/non_finite.hpp"

namespace faltung::cpu {

// Formulas are written out: std::complex multiplies by way of a test for NaN.
struct complex_number {
  double re;
  double im;
};
constexpr complex_number plus(complex_number a, complex_number b) { return {a.re + b.re, a.im + b.im}; }
constexpr complex_number times(complex_number a, complex_number b) {
  return {a.re * b.re - a.im * b.im, a.re * b.im + a.im * b.re};
}

// A and B of a place from the packed taps' transform there, `here`, and at its partner's, `there`, and sin and cos of
// pi k / M, k being the (row) frequency.
struct packed_entry {
  complex_number a;
  complex_number b;

  constexpr packed_entry(complex_number here, complex_number there, double sine, double cosine) {
    const complex_number even{here.re + there.re, here.im - there.im};
    const complex_number odd{here.im + there.im, there.re - here.re};
    // (i / 2) (1 - w) and (i / 2) (1 + w) for w = exp(-2 i phi).
    a = plus(even, times({-sine * cosine, sine * sine}, odd));
    b = times({sine * cosine, cosine * cosine}, odd);
  }
};

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
