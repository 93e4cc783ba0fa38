#include "separable/passes.hpp"

#include <gtest/gtest.h>

#include "plan/direct_tiles.hpp"

namespace faltung {
namespace {

using separable::passes;
using separable::passes_of;

passes of(const problem& description) { return passes_of(resolve(description), description.batch); }

TEST(separable_passes, take_the_rows_of_the_signal_where_nothing_stands_outside) {
  const passes made = of({.signal = {20, 30}, .filter = {5, 7}, .batch = 3, .filter_rank = 2});
  EXPECT_EQ(made.across.rows, (axis_geometry{.signal = 20, .filter = 1, .output = 20, .origin = 0}));
  EXPECT_EQ(made.across.columns, (axis_geometry{.signal = 30, .filter = 7, .output = 36, .origin = -6}));
  EXPECT_EQ(made.down.rows, (axis_geometry{.signal = 20, .filter = 5, .output = 24, .origin = -4}));
  EXPECT_EQ(made.down.columns, (axis_geometry{.signal = 36, .filter = 1, .output = 36, .origin = 0}));
}

TEST(separable_passes, make_the_rows_outside_too_where_something_stands_there) {
  const passes made =
      of({.signal = {20, 30}, .filter = {5, 7}, .mode = mode::same, .boundary = wrap, .filter_rank = 1});
  EXPECT_EQ(made.across.rows, (axis_geometry{.signal = 20, .filter = 1, .output = 24, .origin = -2}));
  EXPECT_EQ(made.across.boundary, wrap);
  EXPECT_EQ(made.down.rows, (axis_geometry{.signal = 24, .filter = 5, .output = 20, .origin = 0}));
  EXPECT_EQ(made.down.boundary, zero);
}

TEST(separable_passes, hand_over_one_component_for_each_term) {
  const passes made = of({.signal = {20, 30}, .filter = {5, 7}, .batch = 3, .filter_rank = 2});
  EXPECT_EQ(made.across.output_count(), 6);
  EXPECT_EQ(made.across.filter_count(), 2);
  EXPECT_EQ(made.down.signal.parts(), 2);
  EXPECT_EQ(made.down.output_count(), 3);
  ASSERT_EQ(made.down.products().size(), 2U);
  // Component c of element (b, y, x) is where the first pass puts output (b * 2 + c, y, x).
  for (std::int64_t b = 0; b < 3; ++b)
    for (int c = 0; c < 2; ++c)
      for (const auto& [y, x] : {std::pair{0, 0}, {3, 5}, {19, 35}}) {
        const operand& to = made.across.output;
        const operand& from = made.down.signal;
        EXPECT_EQ(to.entry(2 * b + c) + y * to.at.row + x * to.at.column,
                  2 * (from.entry(b) + y * from.at.row + x * from.at.column) + c);
      }
  EXPECT_EQ(made.across.output.end, 2 * made.down.signal.end);
}

TEST(separable_passes, of_rank_1_are_taken_in_place_where_the_problem_is) {
  const passes made = of({.signal = {20, 30}, .filter = {5, 7}, .mode = mode::same, .filter_rank = 1});
  EXPECT_EQ(direct_tiles(made.across).lane_bytes, 0U);
  EXPECT_EQ(direct_tiles(made.down).lane_bytes, 0U);
}

}  // namespace
}  // namespace faltung
