// What algebraic laws are checked with: random operands of a type drawn with them, and sums and norms of arrays.
#pragma once

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <cmath>
#include <cstddef>

#include "contract/guarded.hpp"
#include "contract/kind_fixture.hpp"

namespace faltung::test {

struct result {
  elements values;
  double factor;  // of norm2(x) norm2(h); 0 where every way is exact
};

struct drawn {
  elements signal;
  elements filter;
};

class law : public testing::TestWithParam<contender> {
 protected:
  static result convolved(const elements& signal, const elements& filter, problem common = {},
                          const options& request = GetParam().forced()) {
    if (common.signal.rank() == 0) common.signal = signal.size(), common.filter = filter.size();
    common.type = signal.type();
    common.filter_type = filter.type();
    const double factor = plan(common, request).bound().factor;
    return {convolve_guarded(common, request, {signal, filter}), factor};
  }

  // A filter no longer than the signal, so that every method takes it.
  static drawn draw() {
    const element_type type = *rc::gen::element(float64, complex128, int8);
    const auto n = *rc::gen::inRange<std::int64_t>(1, 400);
    const auto m = *rc::gen::inRange<std::int64_t>(1, std::min<std::int64_t>(n, 90) + 1);
    return {draw_elements(type, n), draw_elements(type, m)};
  }
  static elements draw_elements(element_type type, std::int64_t count) {
    return random_elements(type, count, values::normal, *rc::gen::arbitrary<std::uint64_t>());
  }

  // Integers are equal, whatever is allowed to others.
  static void require_near(const elements& got, const elements& expected, double allowed) {
    RC_ASSERT(got.size() == expected.size());
    RC_ASSERT(got.type() == expected.type());
    if (is_integer(got.type())) RC_ASSERT(got == expected);
    for (std::size_t index = 0; index < got.size(); ++index)
      for (std::size_t part = 0; part < got.parts(); ++part)
        RC_ASSERT(std::fabs(got.value(index, part) - expected.value(index, part)) <= allowed);
  }
};

inline constexpr double u = 0x1p-53;
inline constexpr double computed = 1 + 1e-10;  // norms and bounds are computed in double themselves

inline double norm(const elements& of) {
  long double sum = 0;
  for (std::size_t index = 0; index < of.size(); ++index)
    for (std::size_t part = 0; part < of.parts(); ++part) sum += of.value(index, part) * of.value(index, part);
  return static_cast<double>(std::sqrt(sum));
}

inline elements sum_of(const elements& a, const elements& b) {
  elements sum(a.type(), a.size());
  for (std::size_t index = 0; index < a.size(); ++index)
    for (std::size_t part = 0; part < a.parts(); ++part)
      sum.set(index, a.value(index, part) + b.value(index, part), part);
  return sum;
}

// `from` with zeros around it.
inline elements padded(const elements& from, std::size_t before, std::size_t after) {
  elements made(from.type(), before + from.size() + after);
  for (std::size_t index = 0; index < from.size(); ++index) made.copy_element(before + index, from, index);
  return made;
}

inline elements ones(element_type type, std::size_t count) { return {type, std::vector<double>(count, 1)}; }

// The sum of all elements, `count` times.
inline elements repeated_sum(const elements& of, std::size_t count) {
  elements made(of.type(), count);
  for (std::size_t part = 0; part < of.parts(); ++part) {
    long double sum = 0;
    for (std::size_t index = 0; index < of.size(); ++index) sum += of.value(index, part);
    for (std::size_t index = 0; index < count; ++index) made.set(index, sum, part);
  }
  return made;
}

}  // namespace faltung::test
