// How stream_2d divides images among its warps.
#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

#include "kernels/stream_2d_kinds.hpp"
#include "stream_2d_tiling.hpp"

namespace faltung::test {
namespace {

// Each output once, but for columns that a unit leaves to another; windows inside the signal where a unit says so.
template <class Type, class Filter>
void check_tiling(const kernel::stream_2d_policy& policy, const kernel::stream_2d_places& at) {
  const kernel::stream_2d_tiling made = kernel::stream_2d_tiling_of<Type, Filter>(policy, at);
  constexpr long long group = kernel::stream_2d_group<Type>;
  EXPECT_EQ((made.strip_rows + Filter::rows - 1) % 2, 0);
  std::vector<int> times(static_cast<std::size_t>(at.output_rows * at.output_columns), 0);
  const auto make = [&](long long row, long long column) {
    ++times[static_cast<std::size_t>(row * at.output_columns + column)];
  };
  for (int u = 0; u < made.units(); ++u) {
    const kernel::stream_2d_unit unit = kernel::stream_2d_unit_of(made, u);
    const bool inner = unit.kind == kernel::stream_2d_unit::inner;
    ASSERT_TRUE(unit.row >= 0 && unit.rows > 0 && unit.row + unit.rows <= at.output_rows);
    for (long long row = unit.row; row < unit.row + unit.rows; ++row) {
      if (unit.kind == kernel::stream_2d_unit::sides) {
        for (long long column = 0; column < at.output_columns; ++column)
          if (column < made.left || column >= at.output_columns - made.right) make(row, column);
        continue;
      }
      const long long end = unit.column + group * (inner ? policy.groups : 1);
      for (long long column = unit.column + unit.repeated; column < end; ++column) {
        const bool across = unit.kind == kernel::stream_2d_unit::across;
        const long long first = across || inner ? 0 : made.left;
        const long long last = at.output_columns - (across || inner ? 0 : made.right);
        if (inner) {
          ASSERT_TRUE(column >= made.left && column < at.output_columns - made.right);
        }
        if (column >= first && column < last) make(row, column);
      }
    }
    if (!inner) continue;
    EXPECT_EQ((unit.rows + Filter::rows - 1) % 2, 0);
    EXPECT_GE(at.row_origin + unit.row, 0);
    EXPECT_LE(at.row_origin + unit.row + unit.rows + Filter::rows, at.signal_rows);
    const long long from = at.column_origin + unit.column - made.offset;
    EXPECT_GE(from, 0);
    const int window = kernel::stream_2d_window<Type, Filter>(made.offset);
    EXPECT_LE(from + policy.groups * group - kernel::pack<Type>::size + window, at.signal_columns);
    EXPECT_EQ((at.signal_misplaced + from) % kernel::pack<Type>::size, 0);
    EXPECT_TRUE(made.staged ? made.offset == 0
                            : at.output_aligned && (at.output_misplaced + unit.column) % kernel::pack<Type>::size == 0);
    EXPECT_TRUE(at.signal_aligned);
  }
  EXPECT_EQ(std::count(times.begin(), times.end(), 1), static_cast<long long>(times.size()));
}

template <class Kind>
class stream_2d_tiles : public testing::Test {};
TYPED_TEST_SUITE(stream_2d_tiles, stream_2d_kinds);

TYPED_TEST(stream_2d_tiles, cover_the_outputs_once) {
  using element = typename TypeParam::type;
  for (const long long output : {1LL, 100LL, 128LL, 600LL, 1000LL, 4096LL})
    for (const long long rows : {1LL, 7LL, 64LL, 1000LL})
      for (const long long origin : {0LL, -1LL, -3LL, 1LL, -200LL})
        for (int misplaced = 0; misplaced < kernel::pack<element>::size; ++misplaced)
          for (const bool zero : {false, true})
            check_tiling<element, typename TypeParam::filter>(TypeParam::policy::value,
                                                              {.images = 1 + rows % 3,
                                                               .signal_rows = rows + 1,
                                                               .signal_columns = output + 2,
                                                               .output_rows = rows,
                                                               .output_columns = output,
                                                               .row_origin = origin / 2,
                                                               .column_origin = origin,
                                                               .zero = zero,
                                                               .signal_aligned = misplaced != 1,
                                                               .output_aligned = rows != 7,
                                                               .signal_misplaced = misplaced,
                                                               .output_misplaced = misplaced,
                                                               .multiprocessors = 1});
}

// An aligned 4096 x 4096 image in mode same: all but its frame is inside, also with the windows one element off.
TEST(stream_2d_tiling, has_the_most_of_a_large_image_inside) {
  using filter = kernel::stream_2d_filter<7, 7>;
  const kernel::stream_2d_tiling made = kernel::stream_2d_tiling_of<float, filter>(
      kernel::stream_2d_policy_of(4, 1, 7), {1, 4096, 4096, 4096, 4096, -3, -3, true, true, true, 0, 0, 132});
  EXPECT_FALSE(made.staged);
  EXPECT_EQ(made.offset, 1);
  EXPECT_EQ(made.inner_runs, 16);
  EXPECT_TRUE(made.framed);
  EXPECT_EQ(made.edge_units(), 0);
  EXPECT_EQ(made.inner_strips, made.strips);
  EXPECT_EQ(made.left, 4);
  EXPECT_EQ(made.right, 4);
  EXPECT_EQ(made.repeated, 8);
  EXPECT_EQ(made.above, 3);
}

// Mode valid of the same image: rows of outputs begin anywhere, those of the signal do not.
TEST(stream_2d_tiling, stages_outputs_whose_rows_are_not_aligned) {
  using filter = kernel::stream_2d_filter<7, 7>;
  const kernel::stream_2d_tiling made = kernel::stream_2d_tiling_of<float, filter>(
      kernel::stream_2d_policy_of(4, 1, 7), {1, 4096, 4096, 4090, 4090, 0, 0, true, true, false, 0, 0, 132});
  EXPECT_TRUE(made.staged);
  EXPECT_EQ(made.inner_runs, 16);
  EXPECT_LE(made.left + made.right, 4);
}

}  // namespace
}  // namespace faltung::test
