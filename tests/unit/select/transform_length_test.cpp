#include "select/transform_length.hpp"

#include <gtest/gtest.h>

#include <limits>

namespace faltung {
namespace {

bool is_good(std::int64_t length, std::int64_t granule) {
  if (length % granule != 0) return false;
  for (const std::int64_t prime : {2, 3, 5, 7})
    while (length % prime == 0) length /= prime;
  return length == 1;
}

TEST(good_transform_length, is_the_smallest_multiple_of_the_granule_made_of_2_3_5_7) {
  for (std::int64_t asked = 1; asked <= 5000; ++asked) {
    const std::int64_t got = good_transform_length(asked);
    ASSERT_GE(got, asked);
    ASSERT_TRUE(is_good(got, transform_granule(asked))) << got;
    for (std::int64_t between = asked; between < got; ++between)
      ASSERT_FALSE(is_good(between, transform_granule(asked))) << asked;
  }
}

TEST(good_transform_length, wastes_little_at_any_size) {
  for (std::int64_t asked = 10'000; asked < (std::int64_t{1} << 50); asked = asked * 7 / 3 + 1) {
    const std::int64_t got = good_transform_length(asked);
    ASSERT_TRUE(is_good(got, 16));
    ASSERT_GE(got, asked);
    ASSERT_LE(static_cast<double>(got), 1.03 * static_cast<double>(asked)) << asked;
  }
}

TEST(good_transform_length, does_not_wrap_at_the_end_of_the_range) {
  constexpr std::int64_t huge = std::numeric_limits<std::int64_t>::max();
  for (const std::int64_t asked : {huge, huge - 1, huge / 2, (std::int64_t{1} << 55) + 1, std::int64_t{1} << 55})
    EXPECT_GE(good_transform_length(asked), asked);
}

}  // namespace
}  // namespace faltung
