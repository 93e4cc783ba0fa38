#include "plan/direct_1d_bank.hpp"

#include <gtest/gtest.h>

#include <sstream>
#include <string>

#include "faltung/problem.hpp"

namespace faltung {
namespace {

problem bank_of(std::int64_t filters) { return {.signal = 10'000, .filter = 31, .batch = 4, .bank = filters}; }
direct_1d_bank_choice choice_of(const problem& description) { return direct_1d_bank_choice_of(resolve(description)); }

std::string in_words(const problem& description) {
  std::ostringstream out;
  out << choice_of(description);
  return out.str();
}

TEST(direct_1d_bank_choice, takes_banks_of_two_filters_and_more) {
  EXPECT_EQ(in_words(bank_of(2)), "reads the signal once: a bank of filters of real numbers");
  EXPECT_EQ(in_words(bank_of(1)), "reads the signal for each filter: one filter for each signal");
  for (const std::int64_t filters : {2, 3, 17, 1000}) EXPECT_TRUE(choice_of(bank_of(filters)).reads_once) << filters;
  problem own = bank_of(5);
  own.filters = filters::per_signal;
  EXPECT_TRUE(choice_of(own).reads_once);
  problem flat = bank_of(5);
  flat.signal = {100, 100};
  flat.filter = {3, 3};
  EXPECT_FALSE(choice_of(flat).reads_once);
}

TEST(direct_1d_bank_choice, takes_rows_of_the_types_that_the_kernel_is_compiled_for) {
  for (const element_type type : {float32, float64, int32, uint32}) {
    problem one = bank_of(3);
    one.type = type;
    EXPECT_TRUE(choice_of(one).reads_once) << to_string(type);
  }
  for (const element_type type : {int64, complex64, complex128, uint8, int16, float16, bfloat16}) {
    problem one = bank_of(3);
    one.type = type;
    EXPECT_FALSE(choice_of(one).reads_once) << to_string(type);
  }
  problem gaps = bank_of(3);
  gaps.signal_layout = layout{.batch = 20'000, .column = 2};
  EXPECT_FALSE(choice_of(gaps).reads_once);
  problem pitched_rows = bank_of(3);
  pitched_rows.signal_layout = layout{.batch = 10'240};
  EXPECT_TRUE(choice_of(pitched_rows).reads_once);
}

TEST(direct_1d_bank_choice, takes_filters_that_fit_into_shared_memory) {
  for (const element_type type : {float32, float64}) {
    problem one = bank_of(3);
    one.type = type;
    one.filter = 8192 / static_cast<std::int64_t>(size_of(type));
    EXPECT_TRUE(choice_of(one).reads_once) << to_string(type);
    one.filter = 8192 / static_cast<std::int64_t>(size_of(type)) + 1;
    EXPECT_FALSE(choice_of(one).reads_once) << to_string(type);
  }
}

}  // namespace
}  // namespace faltung
