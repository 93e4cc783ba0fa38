#include "plan/direct_1d_bank.hpp"

#include <gtest/gtest.h>

#include <string_view>

#include "faltung/problem.hpp"

namespace faltung {
namespace {

problem bank_of(std::int64_t filters) { return {.signal = 10'000, .filter = 31, .batch = 4, .bank = filters}; }
std::string_view refused(const problem& description) { return refused_by_direct_1d_bank(resolve(description)); }

TEST(direct_1d_bank, takes_banks_of_two_filters_and_more) {
  EXPECT_EQ(refused(bank_of(1)), "one filter for each signal");
  for (const std::int64_t filters : {2, 3, 17, 1000}) EXPECT_EQ(refused(bank_of(filters)), "") << filters;
  problem own = bank_of(5);
  own.filters = filters::per_signal;
  EXPECT_EQ(refused(own), "");
}

TEST(direct_1d_bank, takes_rows_of_the_types_that_the_kernel_is_compiled_for) {
  for (const element_type type :
       {float32, float64, int32, uint32, int64, uint64, int8, uint8, int16, uint16, float16, bfloat16}) {
    problem one = bank_of(3);
    one.type = type;
    EXPECT_EQ(refused(one), "") << to_string(type);
  }
  for (const element_type type : {boolean, complex64, complex128}) {
    problem one = bank_of(3);
    one.type = type;
    EXPECT_NE(refused(one), "") << to_string(type);
  }
  problem wider = bank_of(3);
  wider.type = float16;
  wider.output_type = float32;
  EXPECT_EQ(refused(wider), "");
  wider.output_type = float64;
  EXPECT_EQ(refused(wider), "operands of other types");
  problem gaps = bank_of(3);
  gaps.signal_layout = layout{.batch = 20'000, .column = 2};
  EXPECT_NE(refused(gaps), "");
  problem pitched_rows = bank_of(3);
  pitched_rows.signal_layout = layout{.batch = 10'240};
  EXPECT_EQ(refused(pitched_rows), "");
}

TEST(direct_1d_bank, takes_filters_that_fit_into_shared_memory) {
  for (const element_type type : {float32, float64, int64}) {
    problem one = bank_of(3);
    one.type = type;
    one.filter = 8192 / static_cast<std::int64_t>(size_of(type));
    EXPECT_EQ(refused(one), "") << to_string(type);
    one.filter = 8192 / static_cast<std::int64_t>(size_of(type)) + 1;
    EXPECT_NE(refused(one), "") << to_string(type);
  }
}

}  // namespace
}  // namespace faltung
