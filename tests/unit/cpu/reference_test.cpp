// The reference against the componentwise bound of a sum in wider precision, rounded once.
#include <gtest/gtest.h>

#include <cmath>

#include "cases.hpp"

namespace cpu_tests {
namespace {

template <class Type>
class reference : public testing::Test {};
using element_types = testing::Types<float, double>;
TYPED_TEST_SUITE(reference, element_types);

// The wide sum differs from the exact one by at most m v (|x| * |h|), v its unit roundoff; rounding it adds u |sum|.
TYPED_TEST(reference, rounds_a_wider_sum_once) {
  const double u = faltung::unit_roundoff(faltung::type_of<TypeParam>);
  const long double v = std::is_same_v<TypeParam, float> ? 0x1p-53L : 0x1p-64L;
  for (const problem& what :
       {problem{.signal = 100, .filter = 17}, problem{.signal = 9, .filter = 30, .mode = faltung::mode::same},
        problem{.signal = {7, 12},
        .filter = {3, 4},
        .batch = 3,
        .filters = faltung::filters::per_signal,
        .operation = faltung::operation::correlation}}) {
    const operands<TypeParam> data(what);
    const auto outputs = run(data, request_for(data.resolved, faltung::method::reference, 4));
    const auto exact = data.template loop<long double>(
        [](TypeParam h, TypeParam x, long double sum) { return sum + static_cast<long double>(h) * x; });
    const auto magnitude = data.template loop<long double>(
        [](TypeParam h, TypeParam x, long double sum) { return sum + std::abs(static_cast<long double>(h) * x); });
    const auto terms = static_cast<long double>(data.resolved.terms());
    ASSERT_EQ(outputs.size(), exact.size()) << describe(what);
    for (std::size_t i = 0; i < outputs.size(); ++i) {
      const long double bound = u * std::abs(exact[i]) + 2 * terms * v * magnitude[i];
      EXPECT_LE(std::abs(static_cast<long double>(outputs[i]) - exact[i]), bound) << describe(what) << " output " << i;
    }
  }
}

}  // namespace
}  // namespace cpu_tests
