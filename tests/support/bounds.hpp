// The error each method may make, derived here from the problem alone, and the check of a result against it.
#pragma once

#include <gtest/gtest.h>

#include <span>

#include "faltung/explanation.hpp"
#include "faltung/options.hpp"
#include "faltung/problem.hpp"
#include "support/oracle.hpp"

namespace faltung::test {

// C of an FFT bound C u log2(N) norm2(x) norm2(h). Percival's worst case is 12 to first order; the largest ever seen in
// SciPy and in this library is near 1, so `alarm` fails on a regression long before a bound is broken.
inline constexpr double fft_proved = 12;
inline constexpr double fft_alarm = 2;

// Most products of real numbers in one real number of an output, m of the bound m u sum |x||h| (Jeannerod and Rump 2013).
double most_terms(const problem& description);

// What the method's stated bound must equal at most. `transform` matters for FFT methods only. 0 for sums of integers.
error_bound derived_bound(method how, const problem& description, const shape& transform, double c = fft_proved);

// Every output lies within the bound of the exact answer; otherwise names the worst one. Integers must be equal.
testing::AssertionResult within(const error_bound& bound, const problem& description, const exact_answer& answer,
                                const elements& got);

// Same bits, except that any NaN equals any other; otherwise names the first difference.
testing::AssertionResult same_bits(const elements& got, const elements& expected);
template <element Type>
testing::AssertionResult same_bits(std::span<const Type> got, std::span<const Type> expected) {
  return same_bits(elements(got), elements(expected));
}

}  // namespace faltung::test
