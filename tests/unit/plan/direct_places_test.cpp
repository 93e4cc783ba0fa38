// Threads without outputs that short rows leave in the blocks of the kernels.
#include "plan/direct_places.hpp"

#include <gtest/gtest.h>

#include "select/cost.hpp"

namespace faltung::test {
namespace {

direct_places of(const problem& description) {
  const geometry where = resolve(description);
  return direct_places_of(direct_choice_of(where).kernel, where);
}
problem rows_of(std::int64_t length, element_type type = float32, std::int64_t bank = 1) {
  return {.signal = length, .filter = 31, .batch = 50'000, .bank = bank, .type = type, .mode = mode::same};
}

TEST(direct_places, are_those_of_the_threads_that_make_a_short_row) {
  // Four threads of 20 outputs each.
  EXPECT_DOUBLE_EQ(of(rows_of(64)).for_each_output, 1.25);
  EXPECT_TRUE(of(rows_of(64)).whole_lines);
  EXPECT_DOUBLE_EQ(of(rows_of(64, float16)).for_each_output, 1.25);
  EXPECT_NEAR(of(rows_of(100)).for_each_output, 1, 0.02);
  EXPECT_DOUBLE_EQ(of(rows_of(1'000'000)).for_each_output, 1);
  EXPECT_FALSE(of(rows_of(1'000'000)).whole_lines);
  // A warp of 12 outputs each.
  problem any = rows_of(64);
  any.signal_layout = layout{.batch = 200, .column = 2};
  EXPECT_DOUBLE_EQ(of(any).for_each_output, 6);
}

TEST(direct_places, count_filters_of_a_bank_that_are_made_at_a_time) {
  for (const element_type type : {float32, float64, int32, int64, float16, int8}) {
    SCOPED_TRACE(to_string(type));
    EXPECT_TRUE(of(rows_of(64, type, 16)).whole_lines);
    EXPECT_LT(of(rows_of(64, type, 16)).for_each_output, 1.5);
    EXPECT_FALSE(of(rows_of(1'000'000, type, 16)).whole_lines);
    EXPECT_NEAR(of(rows_of(1'000'000, type, 16)).for_each_output, 1, 0.01);
  }
}

TEST(direct_places, are_found_for_complex_rows) {
  for (const element_type type : {complex64, complex128}) {
    SCOPED_TRACE(to_string(type));
    EXPECT_TRUE(of(rows_of(100, type)).whole_lines);
    EXPECT_LT(of(rows_of(100, type)).for_each_output, 1.5);
    EXPECT_FALSE(of(rows_of(1'000'000, type)).whole_lines);
    EXPECT_NEAR(of(rows_of(1'000'000, type)).for_each_output, 1, 0.01);
    EXPECT_LT(of(rows_of(100, type, 16)).for_each_output, 1.5);
    EXPECT_NEAR(of(rows_of(1'000'000, type, 16)).for_each_output, 1, 0.01);
  }
}

TEST(direct_places, make_short_rows_dearer_than_long_ones) {
  cuda_capabilities machine;
  machine.multiply_adds_per_second = 33.5e12;
  machine.double_multiply_adds_per_second = 16.7e12;
  machine.bytes_per_second = 4.3e12;
  const auto seconds = [&](std::int64_t length, element_type type, std::int64_t bank) {
    problem one = rows_of(length, type, bank);
    one.filter = 63;  // more than memory hides
    one.batch = (std::int64_t{1} << 24) / length;
    const geometry where = resolve(one);
    return cuda_direct_seconds(where, direct_choice_of(where).kernel, machine);
  };
  for (const element_type type : {float32, complex64})
    for (const std::int64_t bank : {1, 16}) EXPECT_GT(seconds(64, type, bank), 1.2 * seconds(1 << 20, type, bank));
}

}  // namespace
}  // namespace faltung::test
