// Every output is some lane's, once; lanes that share a table have one filter, or each its own.
#include "plan/lane_groups.hpp"

#include <gtest/gtest.h>

#include <map>
#include <utility>

namespace faltung {
namespace {

geometry of(std::int64_t n, std::int64_t m, std::int64_t batch, filters sharing, std::int64_t bank = 1) {
  return resolve({.signal = n, .filter = m, .batch = batch, .filters = sharing, .bank = bank});
}

TEST(block_segments, of_one_transform_or_in_parts) {
  const block_segments one(of(1000, 33, 1, filters::shared).columns, 64);
  EXPECT_EQ(one.parts, 1) << "32 taps and one more";
  EXPECT_EQ(one.step, 32);
  EXPECT_EQ(one.count, (1032 + 31) / 32);
  const block_segments cut(of(1000, 34, 1, filters::shared).columns, 64);
  EXPECT_EQ(cut.parts, 2);
  EXPECT_EQ(cut.taps, 32);
  EXPECT_EQ(cut.step, 32);
  EXPECT_EQ(block_segments(of(1000, 65, 1, filters::shared).columns, 64).parts, 3);
}

TEST(lane_groups, give_each_segment_of_each_signal_to_one_lane) {
  for (const std::int64_t width : {1, 4, 16})
    for (const std::int64_t batch : {1, 3, 16, 37})
      for (const std::int64_t n : {20, 300, 5000})
        for (const std::int64_t m : {5, 33, 40, 300})
          for (const filters sharing : {filters::shared, filters::per_signal}) {
            if (m > n) continue;
            const geometry problem = of(n, m, batch, sharing);
            const block_segments segments(problem.columns, 64);
            const lane_groups groups(problem, segments, width);
            std::map<std::pair<std::int64_t, std::int64_t>, int> met;
            std::int64_t expected_begin = 0;
            for (std::int64_t run = 0; run < groups.runs(); ++run) {
              ASSERT_EQ(groups.run_begin(run), expected_begin);
              expected_begin = groups.run_end(run);
              const std::int64_t signal = groups.first(groups.run_begin(run)).signal;
              for (std::int64_t group = groups.run_begin(run); group < groups.run_end(run); ++group) {
                lane_place at = groups.first(group);
                const lane_place first = at;
                ASSERT_GE(groups.lanes(group), 1);
                ASSERT_LE(groups.lanes(group), width);
                for (std::int64_t lane = 0; lane < groups.lanes(group); ++lane, at = groups.next(at)) {
                  ++met[{at.signal, at.segment}];
                  ASSERT_LT(at.signal, batch);
                  ASSERT_LT(at.segment, segments.count);
                  if (sharing == filters::per_signal) {
                    ASSERT_EQ(at.signal / groups.signals_per_table(), first.signal / groups.signals_per_table());
                    if (groups.signals_per_table() > 1) {
                      ASSERT_EQ(at.signal % groups.signals_per_table(), lane) << "a lane's own filter";
                    }
                  }
                  if (segments.parts > 1) {
                    ASSERT_EQ(at.signal, signal) << "a run is of one signal";
                    ASSERT_EQ(at.segment, first.segment + lane);
                  }
                }
              }
            }
            ASSERT_EQ(expected_begin, groups.count());
            ASSERT_EQ(static_cast<std::int64_t>(met.size()), batch * segments.count);
            for (const auto& [place, times] : met) ASSERT_EQ(times, 1);
          }
}

TEST(lane_groups, take_neighbouring_signals_where_each_has_a_filter_and_few_segments) {
  const geometry many = of(200, 9, 64, filters::per_signal);
  EXPECT_EQ(lane_groups(many, block_segments(many.columns, 256), 16).signals_per_table(), 16);
  const geometry few = of(200, 9, 3, filters::per_signal);
  EXPECT_EQ(lane_groups(few, block_segments(few.columns, 64), 16).signals_per_table(), 1);
  const geometry long_ones = of(100'000, 9, 64, filters::per_signal);
  EXPECT_EQ(lane_groups(long_ones, block_segments(long_ones.columns, 256), 16).signals_per_table(), 1);
}

}  // namespace
}  // namespace faltung
