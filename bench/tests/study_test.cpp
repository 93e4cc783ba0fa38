#include <gtest/gtest.h>

#include <cmath>

#include "study/crossing.hpp"
#include "study/grid.hpp"
#include "study/result.hpp"
#include "study/run.hpp"

namespace faltung::bench {
namespace {

TEST(crossing, of_power_laws_is_exact) {
  const std::vector<double> positions{1, 10, 100, 1000};
  curve rising, flat;
  for (const double at : positions) {
    rising.push_back(2 * at);
    flat.push_back(128.0);
  }
  const std::vector<curve> curves{rising, flat};
  const auto found = lowest_changes(positions, curves);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_NEAR(found[0].at, 64, 1e-9);
  EXPECT_NEAR(found[0].value, 128, 1e-9);
  EXPECT_EQ(found[0].from, 0U);
  EXPECT_EQ(found[0].to, 1U);
}

TEST(crossing, of_three_curves_follows_the_lowest) {
  const std::vector<double> positions{1, 4, 16, 64};
  const std::vector<curve> curves{{1, 4, 16, 64}, {3, 3, 20, 20}, {9, 9, 9, 9}};
  const auto found = lowest_changes(positions, curves);
  ASSERT_EQ(found.size(), 2U);
  EXPECT_EQ(found[0].to, 1U);
  EXPECT_EQ(found[1].from, 1U);
  EXPECT_EQ(found[1].to, 2U);
  EXPECT_LT(found[0].at, found[1].at);
}

TEST(crossing, where_they_meet_at_a_point) {
  const std::vector<double> positions{1, 10, 100};
  const std::vector<curve> curves{{1, 5, 50}, {5, 5, 5}};
  const auto found = lowest_changes(positions, curves);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_NEAR(found[0].at, 10, 1e-9);
}

TEST(crossing, needs_both_curves_on_both_sides) {
  const std::vector<double> positions{1, 10};
  const std::vector<curve> apart{{1.0, std::nullopt}, {std::nullopt, 5.0}};
  EXPECT_TRUE(lowest_changes(positions, apart).empty());
  const std::vector<curve> none{{std::nullopt, std::nullopt}};
  EXPECT_TRUE(lowest_changes(positions, none).empty());
  EXPECT_FALSE(lowest_at(none, 0).has_value());
}

TEST(grid, holds_only_filters_that_fit_and_problems_that_are_some) {
  for (const bool quick : {false, true}) {
    const auto grid = study_grid(float32, quick);
    ASSERT_FALSE(grid.empty());
    for (const study_case& each : grid) {
      ASSERT_FALSE(each.lengths.empty()) << each.title;
      for (const std::int64_t length : each.lengths) {
        EXPECT_LE(length, each.signal[0]);
        EXPECT_EQ(output_shape(each.with(length)), each.signal) << each.title;
      }
    }
  }
}

case_result with_times(std::vector<std::vector<double>> medians, std::vector<std::int64_t> lengths) {
  case_result result{.what = {"case", 1000, 1, filters::shared, float32, std::move(lengths)},
                     .contenders = contenders(capabilities{}),
                     .points = {},
                     .host_choices = {},
                     .device_choices = {},
                     .crossings = {},
                     .device_crossings = {}};
  for (const auto& row : medians) {
    auto& points = result.points.emplace_back();
    for (const double median : row) {
      points.push_back({{median, median, median, 1, median > 0 ? "" : "not run"}, 0, 0});
    }
  }
  return result;
}

TEST(regret, is_the_choice_over_the_best) {
  // For so few taps the library takes direct; the times say that fft would have been twice as fast at the end.
  case_result result = with_times({{1, 4}, {3, 2}, {0, 0}}, {3, 11});
  conclude(result, capabilities{});
  ASSERT_EQ(result.host_choices.size(), 2U);
  EXPECT_EQ(result.contenders[result.host_choices[0].chosen].method, method::direct);
  EXPECT_DOUBLE_EQ(result.host_choices[0].regret.value(), 1);
  EXPECT_DOUBLE_EQ(result.host_choices[1].regret.value(), 2);
  EXPECT_EQ(result.crossings.size(), 1U);
  EXPECT_TRUE(result.device_choices.empty());

  const std::vector results{result};
  const regret_summary summary = summarise_regret(results);
  EXPECT_EQ(summary.points, 2U);
  EXPECT_EQ(summary.best, 1U);
  EXPECT_DOUBLE_EQ(summary.worst, 2);
  EXPECT_NEAR(summary.geometric_mean, std::sqrt(2.0), 1e-12);
  EXPECT_EQ(summary.worst_at, "case, filter 11");
}

TEST(regret, is_unknown_where_the_choice_was_not_measured) {
  case_result result = with_times({{0}, {3}, {0}}, {3});
  conclude(result, capabilities{});
  EXPECT_FALSE(result.host_choices[0].regret.has_value());
}

TEST(study, runs_its_points_and_says_what_it_left_out) {
  const study_case small{"small", 500, 1, filters::shared, float32, {3, 100}};
  roofs limits;
  limits.multiply_adds_per_second = limits.double_multiply_adds_per_second = 1e9;
  limits.copy_bytes_per_second = {{1 << 20, 1e9}};
  const capabilities machine = detect();
  capabilities without_device = machine;
  without_device.cuda = {};
  std::size_t calls = 0;
  std::size_t expected = 0;
  const auto results =
      run_study({small}, without_device, {limits, {}}, {.timing = {.budget_seconds = 20, .repetitions = 2}},
                [&](std::size_t, std::size_t total, const std::string&) {
                  ++calls;
                  expected = total;
                });
  ASSERT_EQ(results.size(), 1U);
  EXPECT_EQ(calls, expected);
  EXPECT_GT(calls, 0U);
  for (std::size_t i = 0; i < results[0].contenders.size(); ++i) {
    for (const study_point& point : results[0].points[i]) {
      if (results[0].contenders[i].method != method::fft || without_device.cpu.fft) {
        EXPECT_TRUE(point.time.measured()) << point.time.skipped;
        EXPECT_GT(point.predicted_seconds, 0);
      } else {
        EXPECT_FALSE(point.time.skipped.empty());
      }
    }
  }

  const auto capped = run_study({small}, without_device, {limits, {}}, {.timing = {}, .longest_execution = 1e-12},
                                [](std::size_t, std::size_t, const std::string&) { ADD_FAILURE(); });
  for (const auto& points : capped[0].points) {
    for (const study_point& point : points) EXPECT_FALSE(point.time.measured());
  }
}

}  // namespace
}  // namespace faltung::bench
