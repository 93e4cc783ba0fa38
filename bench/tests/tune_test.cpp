// The tuner on the emulated device: every candidate runs and computes the same bits, and the table says what it should.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "emulation/control.hpp"
#include "tune/run.hpp"

namespace faltung::bench {
namespace {

TEST(tune_families, have_the_library_s_own_policy_among_different_ones) {
  for (const tune_family& family : tune_families()) {
    std::set<std::string> codes;
    std::size_t usual = 0;
    for (const tune_candidate& one : family.candidates) {
      EXPECT_TRUE(codes.insert(one.code).second) << one.code;
      EXPECT_NE(one.code.find(values_of(one.fields)), std::string::npos);
      usual += one.usual ? 1 : 0;
    }
    EXPECT_EQ(usual, 1U) << family.name;
  }
}

// A policy is nothing but its fields.
template <class... Policies>
void check_fields(const Policies&... policies) {
  const auto check = [](const auto& one) { EXPECT_EQ(fields_of(one).size() * sizeof(int), sizeof(one)); };
  (check(policies), ...);
}
TEST(policy_fields, are_all_there) {
  check_fields(kernel::direct_1d_policy{}, kernel::direct_1d_dense_policy{}, kernel::direct_1d_registers_policy{},
               kernel::direct_1d_lines_policy{}, kernel::direct_1d_bank_policy{}, kernel::direct_1d_bank_lines_policy{},
               kernel::direct_1d_complex_policy{}, kernel::direct_1d_bytes_policy{}, kernel::direct_2d_policy{},
               kernel::tile_2d_policy{}, kernel::stream_2d_policy{});
}

TEST(tune, gives_every_candidate_a_time_on_every_problem_of_its_rank) {
  for (const tune_family& family : tune_families()) {
    const tune_table table = tune(family, tune_size::tiny, 1e6);
    ASSERT_FALSE(table.problems.empty()) << family.name;
    EXPECT_EQ(table.times.size(), table.problems.size() * family.candidates.size());
    for (const tune_time& time : table.times) {
      EXPECT_EQ(time.error, "") << family.candidates[time.candidate].code;
      EXPECT_GT(time.seconds, 0);
    }
    EXPECT_EQ(emulation::last_finding(), "");
    const auto json = to_json({{"device", "emulated"}}, std::span(&table, 1));
    EXPECT_EQ(json["schema"], "faltung-tune-1");
    EXPECT_EQ(json["families"][0]["candidates"].size(), family.candidates.size());
  }
}

TEST(tune, leaves_out_problems_that_the_kernels_do_not_take) {
  tune_family family = tune_direct_1d();
  family.filter = 10;
  EXPECT_TRUE(tune(family, tune_size::tiny, 1e6).problems.empty());
}

TEST(tune, leaves_out_what_the_budget_does_not_hold) {
  const tune_table table = tune(tune_direct_1d(), tune_size::tiny, 0);
  for (const tune_time& time : table.times) EXPECT_NE(time.error.find("budget"), std::string::npos);
  EXPECT_TRUE(std::isinf(table.regret(0)));
}

TEST(tune, takes_no_kernel_that_computes_something_else) {
  tune_family family = tune_direct_1d();
  family.candidates.resize(2);
  family.candidates[1].launch = [](const geometry& where, const tune_operands& of, cudaStream_t) {
    cudaMemset(of.output, 0, static_cast<std::size_t>(where.columns.output) * sizeof(float));
  };
  const tune_table table = tune(family, tune_size::tiny, 1e6);
  EXPECT_EQ(table.times[0].error, "");
  EXPECT_NE(table.times[1].error.find("other bits"), std::string::npos);
  EXPECT_EQ(table.best_overall(), 0U);
}

// Two candidates on two problems, each best at one.
TEST(tune_table, finds_the_best_at_each_problem_and_overall) {
  const tune_table table{{"f", 1, {{{{"a", 1}}, "one", true, nullptr}, {{{"a", 2}}, "two", false, nullptr}}},
                         {{"p", {}}, {"q", {}}},
                         {{0, 0, 1.0, ""}, {0, 1, 4.0, ""}, {1, 0, 2.0, ""}, {1, 1, 1.0, ""}}};
  EXPECT_EQ(table.best(0), 0U);
  EXPECT_EQ(table.best(1), 1U);
  EXPECT_DOUBLE_EQ(table.regret(0), 2.0);
  EXPECT_DOUBLE_EQ(table.regret(1), std::sqrt(2.0));
  EXPECT_EQ(table.best_overall(), 1U);
  const auto json = to_json({}, std::span(&table, 1));
  EXPECT_EQ(json["families"][0]["best"]["p"], "one");
  EXPECT_EQ(json["families"][0]["best_overall"], "two");
}

}  // namespace
}  // namespace faltung::bench
