#include "plan/direct_1d_complex.hpp"

#include <gtest/gtest.h>

#include <string_view>

#include "faltung/problem.hpp"

namespace faltung {
namespace {

std::string_view refused(const problem& description) { return refused_by_direct_1d_complex(resolve(description)); }

TEST(direct_1d_complex, takes_rows_of_complex_numbers) {
  EXPECT_EQ(refused({.signal = {5000}, .filter = {31}, .type = complex64}), "");
  for (const element_type filter : {complex64, float32, float16, int8, boolean})
    EXPECT_EQ(refused({.signal = {5000}, .filter = {31}, .type = complex64, .filter_type = filter}), "");
  EXPECT_EQ(refused({.signal = {5000}, .filter = {31}, .type = float64, .filter_type = complex128}), "");
  EXPECT_EQ(refused({.signal = {5000},
                     .filter = {31},
                     .batch = 3,
                     .filters = filters::per_signal,
                     .type = complex128,
                     .mode = mode::same,
                     .boundary = reflect,
                     .signal_layout = layout{.offset = 3, .batch = 5001}}),
            "");
}

TEST(direct_1d_complex, says_what_is_not_for_the_kernel) {
  EXPECT_EQ(refused({.signal = {5000}, .filter = {31}, .type = float32}), "real numbers");
  constexpr std::string_view other = "operands of other types than the one computed in, or with gaps between elements";
  EXPECT_EQ(refused({.signal = {5000}, .filter = {31}, .type = complex64, .filter_type = float64}), other);
  EXPECT_EQ(refused({.signal = {5000}, .filter = {31}, .type = int16, .filter_type = complex64}), other);
  EXPECT_EQ(refused({.signal = {5000}, .filter = {31}, .type = complex64, .accumulator = complex128}), other);
  EXPECT_EQ(refused({.signal = {5000}, .filter = {31}, .type = complex64, .output_type = complex128}), other);
  EXPECT_EQ(refused({.signal = {5000}, .filter = {31}, .type = complex64, .signal_layout = layout{.column = 2}}),
            other);
  EXPECT_EQ(
      refused(
          {.signal = {5000}, .filter = {31}, .type = complex64, .output_layout = layout{.offset = 5029, .column = -1}}),
      other);
  EXPECT_EQ(
      refused(
          {.signal = {5000}, .filter = {31}, .batch = 2, .type = complex64, .signal_layout = interleaved({5000}, 2)}),
      other);
  EXPECT_EQ(refused({.signal = {5000}, .filter = {31}, .bank = 2, .type = complex64}),
            "several filters for each signal");
  const std::int64_t much = std::int64_t{1} << 36;
  EXPECT_EQ(refused({.signal = {much - 1}, .filter = {1}, .type = complex64}), "");
  EXPECT_NE(refused({.signal = {much}, .filter = {1}, .type = complex64}), "");
}

}  // namespace
}  // namespace faltung
