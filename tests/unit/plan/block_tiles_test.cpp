// How tiles cover a picture, and where row frequencies lie in strips.
#include "plan/block_tiles.hpp"

#include <gtest/gtest.h>

#include <vector>

#include "cpu/block_twiddles.hpp"

namespace faltung {
namespace {

geometry picture(std::int64_t rows, std::int64_t columns, std::int64_t taps) {
  return resolve({.signal = {rows, columns}, .filter = {taps, taps}, .mode = mode::same});
}

TEST(block_tiles, cover_each_output_once_with_all_its_samples) {
  for (const std::int64_t n : {1, 31, 57, 58, 300})
    for (const std::int64_t m : {1, 7, 17}) {
      const geometry problem = picture(n, 2 * n, m);
      const block_tiles tiles(problem, shape(32, 64));
      for (const auto& [axis, of] : {std::pair{tiles.rows, problem.rows}, {tiles.columns, problem.columns}}) {
        std::int64_t outputs = 0;
        for (std::int64_t t = 0; t < axis.count; ++t) {
          EXPECT_EQ(t * axis.step, outputs);
          outputs += axis.outputs_of(t, of);
          EXPECT_GT(axis.outputs_of(t, of), 0);
          EXPECT_GE(axis.samples_of(t), axis.outputs_of(t, of) + of.filter - 1);
          EXPECT_LE(axis.samples_of(t), axis.length);
        }
        EXPECT_EQ(outputs, of.output);
      }
    }
}

// Partners: places whose frequencies add up to none, in the same lane of strips that are each other's partner.
TEST(tile_strips, put_partners_into_one_lane_or_one_strip) {
  for (const std::int64_t width : {1, 2, 4, 8, 16, 64})
    for (int levels = 6; levels < 9; ++levels) {
      const std::int64_t places = std::int64_t{1} << levels;
      const tile_strips strips(block_tiles(picture(50, 50, 3), shape(2 * places, 64)), width);
      ASSERT_EQ(strips.count * width, places);
      for (std::int64_t place = 0; place < places; ++place)
        for (std::int64_t other = 0; other < places; ++other) {
          const std::int64_t sum = cpu::frequency_at(place, levels) + cpu::frequency_at(other, levels);
          if (sum % places != 0) continue;
          EXPECT_EQ(tile_strips::partner(place / width), other / width);
          if (place / width >= 2) {
            EXPECT_EQ(strips.lane(place), strips.lane(other));
            EXPECT_NE(tile_strips::backwards(place / width), tile_strips::backwards(other / width));
          }
        }
    }
}

TEST(tile_memory, grows_with_the_tile_and_the_parts_that_are_kept) {
  geometry one = picture(1000, 1000, 9);
  const tile_memory small(one, block_tiles(one, shape(64, 64)), 64, false);
  const tile_memory large(one, block_tiles(one, shape(128, 128)), 64, false);
  EXPECT_TRUE(small.in_place);
  EXPECT_EQ(small.width, 16);
  EXPECT_GT(large.lane_bytes, 2 * small.lane_bytes);
  one.bank = 3;
  const tile_memory bank(one, block_tiles(one, shape(64, 64)), 64, false);
  EXPECT_EQ(bank.lane_bytes, small.lane_bytes + 64 * 64 * sizeof(float));
}

}  // namespace
}  // namespace faltung
