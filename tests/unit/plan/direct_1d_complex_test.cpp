#include "plan/direct_1d_complex.hpp"

#include <gtest/gtest.h>

#include <sstream>
#include <string>

#include "faltung/problem.hpp"

namespace faltung {
namespace {

direct_1d_complex_choice choice_of(const problem& description) {
  return direct_1d_complex_choice_of(resolve(description));
}
std::string in_words(const problem& description) {
  std::ostringstream out;
  out << choice_of(description);
  return out.str();
}

TEST(direct_1d_complex_choice, takes_rows_of_complex_numbers) {
  EXPECT_EQ(in_words({.signal = {5000}, .filter = {31}, .type = complex64}),
            "takes the rows: complex numbers of the type computed in");
  for (const element_type filter : {complex64, float32, float16, int8, boolean})
    EXPECT_TRUE(choice_of({.signal = {5000}, .filter = {31}, .type = complex64, .filter_type = filter}).takes);
  EXPECT_TRUE(choice_of({.signal = {5000}, .filter = {31}, .type = float64, .filter_type = complex128}).takes);
  EXPECT_TRUE(choice_of({.signal = {5000},
                         .filter = {31},
                         .batch = 3,
                         .filters = filters::per_signal,
                         .type = complex128,
                         .mode = mode::same,
                         .boundary = reflect,
                         .signal_layout = layout{.offset = 3, .batch = 5001}})
                  .takes);
}

TEST(direct_1d_complex_choice, says_what_is_not_for_the_kernel) {
  EXPECT_EQ(in_words({.signal = {50, 50}, .filter = {3, 3}, .type = complex64}),
            "does not take the rows: more than one dimension");
  EXPECT_EQ(in_words({.signal = {5000}, .filter = {31}, .type = float32}), "does not take the rows: real numbers");
  const std::string other =
      "does not take the rows: operands of other types than the one computed in, or with gaps between elements";
  EXPECT_EQ(in_words({.signal = {5000}, .filter = {31}, .type = complex64, .filter_type = float64}), other);
  EXPECT_EQ(in_words({.signal = {5000}, .filter = {31}, .type = int16, .filter_type = complex64}), other);
  EXPECT_EQ(in_words({.signal = {5000}, .filter = {31}, .type = complex64, .accumulator = complex128}), other);
  EXPECT_EQ(in_words({.signal = {5000}, .filter = {31}, .type = complex64, .output_type = complex128}), other);
  EXPECT_EQ(in_words({.signal = {5000}, .filter = {31}, .type = complex64, .signal_layout = layout{.column = 2}}),
            other);
  EXPECT_EQ(
      in_words(
          {.signal = {5000}, .filter = {31}, .type = complex64, .output_layout = layout{.offset = 5029, .column = -1}}),
      other);
  EXPECT_EQ(
      in_words(
          {.signal = {5000}, .filter = {31}, .batch = 2, .type = complex64, .signal_layout = interleaved({5000}, 2)}),
      other);
  EXPECT_EQ(in_words({.signal = {5000}, .filter = {31}, .bank = 2, .type = complex64}),
            "does not take the rows: several filters for each signal");
  const std::int64_t much = std::int64_t{1} << 36;
  EXPECT_TRUE(choice_of({.signal = {much - 1}, .filter = {1}, .type = complex64}).takes);
  EXPECT_FALSE(choice_of({.signal = {much}, .filter = {1}, .type = complex64}).takes);
}

}  // namespace
}  // namespace faltung
