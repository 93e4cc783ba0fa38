// The tuner on the emulated device: every candidate runs and computes the same bits, and the table says what it should.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <numeric>
#include <set>

#include "emulation/control.hpp"
#include "plan/stream_2d.hpp"
#include "tune/run.hpp"

namespace faltung::bench {
namespace {

TEST(tune_families, have_the_library_s_own_policy_among_different_ones) {
  for (const tune_family& family : tune_families()) {
    std::set<std::string> codes;
    std::size_t usual = 0;
    for (const tune_candidate& one : family.candidates) {
      EXPECT_TRUE(codes.insert(one.code).second) << one.code;
      EXPECT_NE(one.code.find(" value{" + values_of(one.fields) + "};"), std::string::npos);
      usual += one.usual ? 1 : 0;
    }
    EXPECT_EQ(usual, 1U) << family.name;
    EXPECT_GT(family.candidates.size(), 1U) << family.name;
  }
}

TEST(tune_families, are_there_for_every_kernel) {
  std::set<direct_kernel> seen;
  for (const tune_family& family : tune_families()) seen.insert(family.scope.kernel);
  for (int number = 0; number <= static_cast<int>(direct_kernel::direct_2d); ++number)
    EXPECT_EQ(seen.count(static_cast<direct_kernel>(number)), 1U) << to_string(static_cast<direct_kernel>(number));
}

// Otherwise it would be tuned on what it is never given.
TEST(tune_families, are_timed_on_problems_that_the_library_gives_their_kernel) {
  for (const tune_family& family : tune_families()) {
    for (const tune_size size : {tune_size::tiny, tune_size::quick, tune_size::whole}) {
      const std::vector<tune_problem> problems = tune_problems(family.scope, size);
      EXPECT_FALSE(problems.empty()) << family.name;
      for (const tune_problem& each : problems) {
        const geometry where = resolve(each.description);
        if (family.scope.separable) {
          EXPECT_TRUE(separable_2d_choice_of(where).streams) << family.name << ' ' << each.name;
        } else {
          EXPECT_EQ(to_string(direct_choice_of(where).kernel), to_string(family.scope.kernel))
              << family.name << ' ' << each.name;
        }
      }
    }
  }
}

// As the policies' headers have them: a table is pasted there.
TEST(tune_families, write_policies_as_the_library_does) {
  const auto code = [](const std::vector<tune_family>& families) { return families.at(0).candidates.at(0).code; };
  EXPECT_EQ(code(tune_direct_1d_dense())
                .find("template <>\nstruct direct_1d_dense_long<float> {\n"
                      "  static constexpr direct_1d_dense_policy value{"),
            0U);
  EXPECT_EQ(code(tune_direct_1d_bytes())
                .find("struct direct_1d_bytes_usual {\n"
                      "  static constexpr direct_1d_bytes_policy value{"),
            0U);
  EXPECT_EQ(code(tune_stream_2d())
                .find("template <>\nstruct stream_2d_usual<float, stream_2d_filter<3, 3, 1>> {\n"
                      "  static constexpr stream_2d_policy value{"),
            0U);
}

// A policy is nothing but its fields, in the order in which a list of values initialises them.
template <class Policy>
void check_fields() {
  std::array<int, sizeof(Policy) / sizeof(int)> values{};
  std::iota(values.begin(), values.end(), 1);
  const policy_fields fields = fields_of(std::bit_cast<Policy>(values));
  ASSERT_EQ(fields.size(), values.size());
  for (std::size_t i = 0; i < values.size(); ++i) EXPECT_EQ(fields[i].second, values[i]) << fields[i].first;
}
TEST(policy_fields, are_all_there) {
  check_fields<kernel::direct_1d_policy>();
  check_fields<kernel::direct_1d_dense_policy>();
  check_fields<kernel::direct_1d_registers_policy>();
  check_fields<kernel::direct_1d_lines_policy>();
  check_fields<kernel::direct_1d_bank_policy>();
  check_fields<kernel::direct_1d_bank_lines_policy>();
  check_fields<kernel::direct_1d_complex_policy>();
  check_fields<kernel::direct_1d_bytes_policy>();
  check_fields<kernel::direct_2d_policy>();
  check_fields<kernel::tile_2d_policy>();
  check_fields<kernel::stream_2d_policy>();
}

TEST(tune, gives_every_candidate_a_time_on_every_problem_of_its_family) {
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

TEST(tune, leaves_out_what_the_budget_does_not_hold) {
  const tune_table table = tune(tune_direct_1d().at(0), tune_size::tiny, 0);
  for (const tune_time& time : table.times) EXPECT_NE(time.error.find("budget"), std::string::npos);
  EXPECT_TRUE(std::isinf(table.regret(0)));
}

TEST(tune, takes_no_kernel_that_computes_something_else) {
  tune_family family = tune_direct_1d().at(0);
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
  const tune_table table{{"f", {{{{"a", 1}}, "one", true, nullptr}, {{{"a", 2}}, "two", false, nullptr}}, {}},
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
