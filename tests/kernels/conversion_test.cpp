// Halves and short integers to the types computed in and back, as the kernels convert several at a time: the stand-ins
// for a device's instructions, and what the kernels make of those.
#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <vector>

#include "element.hpp"
#include "quad.cuh"

namespace faltung::test {
namespace {

template <class Half>
class halves : public testing::Test {};
using both_halves = testing::Types<float16_t, bfloat16_t>;
TYPED_TEST_SUITE(halves, both_halves);

TYPED_TEST(halves, widen_to_the_float_of_the_same_value_whatever_their_bits) {
  for (std::uint32_t bits = 0; bits < 0x10000; ++bits) {
    TypeParam half;
    half.bits = static_cast<std::uint16_t>(bits);
    const auto expected = std::bit_cast<std::uint32_t>(static_cast<float>(half));
    const std::uint32_t other = ~bits & 0xffffu;
    ASSERT_EQ(std::bit_cast<std::uint32_t>(kernel::float_of_half<TypeParam, 0>(other << 16 | bits)), expected) << bits;
    ASSERT_EQ(std::bit_cast<std::uint32_t>(kernel::float_of_half<TypeParam, 1>(bits << 16 | other)), expected) << bits;
  }
}

// Every half, the middle between it and the next, and the floats beside both.
TYPED_TEST(halves, are_rounded_from_floats_to_nearest_and_ties_to_even) {
  const float infinity = std::numeric_limits<float>::infinity();
  std::vector<float> floats{0.0F,
                            -0.0F,
                            infinity,
                            -infinity,
                            std::numeric_limits<float>::max(),
                            std::numeric_limits<float>::min(),
                            std::numeric_limits<float>::denorm_min()};
  for (std::uint32_t bits = 0; bits < 0x7fff; ++bits) {
    TypeParam half, next;
    half.bits = static_cast<std::uint16_t>(bits);
    next.bits = static_cast<std::uint16_t>(bits + 1);
    const float low = half;
    const float high = next;
    if (!std::isfinite(low)) break;
    const float middle = std::isfinite(high) ? low + (high - low) / 2 : low + (low - std::nextafter(low, 0.0F));
    for (const float at : {low, middle})
      for (const float each : {at, std::nextafter(at, -infinity), std::nextafter(at, infinity)})
        floats.insert(floats.end(), {each, -each});
  }
  for (std::size_t i = 0; i < floats.size(); ++i) {
    const float first = floats[i];
    const float second = floats[floats.size() - 1 - i];
    const std::uint32_t word = kernel::halves_of_floats<TypeParam>(first, second);
    ASSERT_EQ(word & 0xffffu, TypeParam(double{first}).bits) << first;
    ASSERT_EQ(word >> 16, TypeParam(double{second}).bits) << second;
    ASSERT_EQ(kernel::half_of_float<TypeParam>(first).bits, TypeParam(double{first}).bits) << first;
  }
}

TYPED_TEST(halves, keep_the_sign_of_a_float_that_is_no_number_and_no_payload) {
  for (const std::uint32_t bits : {0x7fffffffu, 0xffffffffu, 0x7fc00000u, 0xffc00000u, 0x7f800001u, 0xff80abcdu}) {
    const auto value = std::bit_cast<float>(bits);
    const std::uint16_t expected = TypeParam(static_cast<double>(value)).bits;
    EXPECT_EQ(kernel::half_of_float<TypeParam>(value).bits, expected);
    EXPECT_EQ((kernel::to_stored<TypeParam>(value, false)).bits, expected);
  }
}

template <class Integer>
class short_integers : public testing::Test {};
using all_short_integers = testing::Types<std::int8_t, std::uint8_t, std::int16_t, std::uint16_t>;
TYPED_TEST_SUITE(short_integers, all_short_integers);

TYPED_TEST(short_integers, are_widened_and_narrowed_modulo_their_width) {
  using stored = std::make_unsigned_t<TypeParam>;
  const kernel::as_widened<std::uint32_t> reader{
      kernel::widening_digits_of(sizeof(TypeParam), std::is_signed_v<TypeParam>)};
  const auto check = [&](auto shift, const stored* from) {
    constexpr int by = decltype(shift)::value;
    const kernel::pack<std::uint32_t> made = reader.made(reader.template fetch<by>(from));
    for (int i = 0; i < 4; ++i)
      ASSERT_EQ(made.lane[i], static_cast<std::uint32_t>(static_cast<TypeParam>(from[by + i]))) << by << ' ' << i;
    alignas(8) stored back[4];
    kernel::write_quad(back, kernel::narrowed<stored>(made.lane[0], made.lane[1], made.lane[2], made.lane[3]));
    for (int i = 0; i < 4; ++i) ASSERT_EQ(back[i], from[by + i]);
  };
  alignas(8) stored from[8];
  constexpr std::uint32_t every = std::numeric_limits<stored>::max();
  for (std::uint32_t bits = 0; bits <= every; ++bits) {
    for (std::uint32_t i = 0; i < 8; ++i) from[i] = static_cast<stored>(i % 2 == 0 ? bits + i : ~bits - i);
    check(std::integral_constant<int, 0>{}, from);
    check(std::integral_constant<int, 1>{}, from);
    check(std::integral_constant<int, 2>{}, from);
    check(std::integral_constant<int, 3>{}, from);
  }
}

}  // namespace
}  // namespace faltung::test
