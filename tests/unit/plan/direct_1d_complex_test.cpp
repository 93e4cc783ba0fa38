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

TEST(direct_1d_complex, takes_banks_of_filters_that_fit_into_shared_memory) {
  const auto bank_of = [](std::int64_t taps, element_type signal, element_type filter) {
    return refused({.signal = {5000}, .filter = {taps}, .bank = 16, .type = signal, .filter_type = filter});
  };
  constexpr std::string_view no = "filters of a bank of more than 8 KiB";
  EXPECT_EQ(bank_of(512, complex64, complex64), "");
  EXPECT_EQ(bank_of(513, complex64, complex64), no);
  EXPECT_EQ(bank_of(1024, complex64, float32), "");
  EXPECT_EQ(bank_of(1025, complex64, float32), no);
  EXPECT_EQ(bank_of(1024, float32, complex64), "");
  EXPECT_EQ(bank_of(256, complex128, complex128), "");
  EXPECT_EQ(bank_of(257, complex128, complex128), no);
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
  const std::int64_t much = std::int64_t{1} << 36;
  EXPECT_EQ(refused({.signal = {much - 1}, .filter = {1}, .type = complex64}), "");
  EXPECT_NE(refused({.signal = {much}, .filter = {1}, .type = complex64}), "");
}

}  // namespace
}  // namespace faltung
