#include "faltung/float16.hpp"

#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <limits>

namespace faltung {
namespace {

template <class Storage>
Storage from_bits(unsigned bits) {
  Storage made;
  made.bits = static_cast<std::uint16_t>(bits);
  return made;
}

// Every pair of neighbours, with what lies between them.
template <class Storage>
void expect_rounding_to_nearest(unsigned infinity) {
  for (unsigned bits = 0; bits + 1 < infinity; ++bits) {
    const double low = static_cast<float>(from_bits<Storage>(bits));
    const double high = static_cast<float>(from_bits<Storage>(bits + 1));
    ASSERT_LT(low, high);
    const double middle = (low + high) / 2;
    const unsigned even = bits % 2 == 0 ? bits : bits + 1;
    ASSERT_EQ(Storage(low).bits, bits);
    ASSERT_EQ(Storage(std::nextafter(low, high)).bits, bits);
    ASSERT_EQ(Storage(std::nextafter(middle, low)).bits, bits);
    ASSERT_EQ(Storage(middle).bits, even);
    ASSERT_EQ(Storage(std::nextafter(middle, high)).bits, bits + 1);
    ASSERT_EQ(Storage(-low).bits, bits | 0x8000u);
    ASSERT_EQ(Storage(-middle).bits, even | 0x8000u);
  }
}

TEST(float16, rounds_every_double_to_the_nearest_value) { expect_rounding_to_nearest<float16_t>(0x7c00); }
TEST(bfloat16, rounds_every_double_to_the_nearest_value) { expect_rounding_to_nearest<bfloat16_t>(0x7f80); }

TEST(float16, has_the_values_of_ieee_binary16) {
  EXPECT_EQ(float16_t(1).bits, 0x3c00);
  EXPECT_EQ(float16_t(-2).bits, 0xc000);
  EXPECT_EQ(float16_t(65504).bits, 0x7bff);
  EXPECT_EQ(float16_t(0x1p-24).bits, 1);
  EXPECT_EQ(float16_t(0x1p-25).bits, 0) << "a tie with zero goes to zero";
  EXPECT_EQ(static_cast<float>(from_bits<float16_t>(0x0400)), 0x1p-14F);
  EXPECT_EQ(static_cast<float>(from_bits<float16_t>(0x8001)), -0x1p-24F);
}

TEST(float16, overflows_to_infinity_from_half_a_place_above_the_largest) {
  EXPECT_EQ(float16_t(65519.999).bits, 0x7bff);
  EXPECT_EQ(float16_t(65520).bits, 0x7c00);
  EXPECT_EQ(float16_t(-1e300).bits, 0xfc00);
  EXPECT_EQ(bfloat16_t(1e300).bits, 0x7f80);
}

TEST(both, keep_what_is_not_finite_and_the_sign_of_zero) {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  for (const double sign : {1.0, -1.0}) {
    EXPECT_EQ(static_cast<float>(float16_t(sign * infinity)), sign * infinity);
    EXPECT_EQ(static_cast<float>(bfloat16_t(sign * infinity)), sign * infinity);
    EXPECT_EQ(std::signbit(static_cast<float>(float16_t(sign * 0.0))), sign < 0);
    EXPECT_EQ(std::signbit(static_cast<float>(bfloat16_t(sign * 0.0))), sign < 0);
    EXPECT_EQ(std::signbit(static_cast<float>(float16_t(sign * 1e-300))), sign < 0);
  }
  EXPECT_TRUE(std::isnan(static_cast<float>(float16_t(std::numeric_limits<double>::quiet_NaN()))));
  EXPECT_TRUE(std::isnan(static_cast<float>(bfloat16_t(std::numeric_limits<double>::quiet_NaN()))));
}

static_assert(static_cast<float>(float16_t(0.5)) == 0.5F);

}  // namespace
}  // namespace faltung
