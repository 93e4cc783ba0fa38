#include <gtest/gtest.h>

#include <set>

#include "roofline/plot.hpp"

namespace faltung::bench {
namespace {

const roofs machine{.multiply_adds_per_second = 1e12,
                    .double_multiply_adds_per_second = 5e11,
                    .shared_bytes_per_second = 1e13,
                    .copy_bytes_per_second = {{std::size_t{1} << 30, 1e12}}};

TEST(roofline_points, have_names_of_their_own_and_ways_to_be_solved) {
  for (const bool quick : {false, true}) {
    std::set<std::string> names;
    for (const roofline_point& one : roofline_points(quick)) {
      EXPECT_TRUE(names.insert(one.name).second) << one.name;
      EXPECT_NO_THROW(static_cast<void>(output_shape(one.description))) << one.name;
      const std::vector<method> ways = roofline_methods(one.description);
      EXPECT_EQ(ways.front(), one.description.filter_rank > 0 ? method::separable : method::direct);
    }
    EXPECT_GT(names.size(), 10U);
  }
}

TEST(roofline_points, lie_beyond_every_cache_and_below_what_a_device_holds) {
  for (const roofline_point& one : roofline_points(false)) {
    EXPECT_GE(moved_bytes(one.description), std::size_t{100} << 20) << one.name;
    EXPECT_LE(moved_bytes(one.description), std::size_t{1} << 30) << one.name;
  }
}

TEST(roofline_points, are_listed_for_peers) {
  const auto json = to_json(roofline_points(true));
  EXPECT_EQ(json["schema"], "faltung-points-1");
  ASSERT_EQ(json["points"].size(), roofline_points(true).size());
  EXPECT_EQ(json["points"][0]["mode"], "same");
}

TEST(roofline, is_the_copy_for_short_filters_and_the_multiply_adds_for_long_ones) {
  const problem light{.signal = 1'000'000, .filter = 3, .mode = mode::same};
  EXPECT_NEAR(roofline_seconds(light, machine), 8e6 / 1e12, 1e-9);
  const problem heavy{.signal = 1'000'000, .filter = 1001, .mode = mode::same};
  EXPECT_NEAR(roofline_seconds(heavy, machine), 1001e6 / 1e12, 1e-9);
}

TEST(roofline, of_a_separable_filter_counts_its_factors) {
  problem description{.signal = {1000, 1000}, .filter = {101, 101}, .mode = mode::same, .filter_rank = 1};
  EXPECT_NEAR(roofline_seconds(description, machine), 202e6 / 1e12, 1e-9);
  description.filter_rank = 0;
  EXPECT_NEAR(roofline_seconds(description, machine), 101. * 101e6 / 1e12, 1e-9);
}

roofline_context context_on(const std::string& device) {
  roofline_context context;
  context.device = device;
  context.limits = machine;
  return context;
}

std::vector<roofline_result> some_results() {
  std::vector<roofline_result> results;
  for (const roofline_point& point : roofline_points(true)) {
    for (const method how : roofline_methods(point.description)) {
      const double roof = roofline_seconds(point.description, machine);
      results.push_back({point, how, {roof, 2 * roof, 3 * roof, 5, ""}, roof});
    }
  }
  results[1].time = {.skipped = "no <room>"};
  return results;
}

TEST(roofline_json, has_the_share_of_every_measured_point_and_the_reason_of_every_other) {
  const std::vector<roofline_result> results = some_results();
  const auto json = to_json(context_on("a device"), results);
  EXPECT_EQ(json["schema"], "faltung-roofline-1");
  EXPECT_EQ(json["context"]["roofs"]["copy_bytes_per_second"], 1e12);
  ASSERT_EQ(json["points"].size(), results.size());
  EXPECT_DOUBLE_EQ(json["points"][0]["roof_share"], 0.5);
  EXPECT_DOUBLE_EQ(json["points"][0]["outputs_per_second"], results[0].outputs_per_second());
  EXPECT_EQ(json["points"][1]["skipped"], "no <room>");
  EXPECT_FALSE(json["points"][1].contains("roof_share"));
}

TEST(roofline_plot, has_a_panel_for_each_group_and_a_dot_for_each_measured_point) {
  const std::vector<roofline_result> results = some_results();
  const std::string svg = roofline_plot(context_on("a <device>"), results);
  EXPECT_NE(svg.find("a &lt;device&gt;"), std::string::npos);
  std::size_t dots = 0;
  for (std::size_t at = svg.find("<circle"); at != std::string::npos; at = svg.find("<circle", at + 1)) ++dots;
  EXPECT_EQ(dots, results.size() - 1);
  std::set<std::string> groups;
  for (const roofline_result& one : results) groups.insert(one.point.group);
  for (const std::string& group : groups) EXPECT_NE(svg.find(">" + group + "<"), std::string::npos) << group;
}

}  // namespace
}  // namespace faltung::bench
