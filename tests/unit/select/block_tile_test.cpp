// The CPU's overlap_save of pictures in selection: tiles, memory and bounds.
#include "select/block_tile.hpp"

#include <gtest/gtest.h>

#include <bit>
#include <cmath>

#include "faltung/error.hpp"
#include "select/bounds.hpp"
#include "unit/select/machines.hpp"

namespace faltung {
namespace {

using test::cpu_only;

candidate tiles_of(const problem& description, options request = {}) {
  request.backend = backend::cpu;
  request.method = method::overlap_save;
  return explain(description, request, cpu_only()).choice();
}

problem picture(std::int64_t n, std::int64_t m) { return {.signal = {n, n}, .filter = {m, m}, .mode = mode::same}; }

bool is_power_of_two(std::int64_t number) { return std::has_single_bit(static_cast<std::uint64_t>(number)); }

TEST(block_tile, has_sides_that_are_powers_of_two_and_suit_the_filter) {
  std::int64_t before = 0;
  for (const std::int64_t m : {3, 33, 129, 513, 2000, 4097}) {
    const shape tile = tiles_of(picture(20'000, m)).transform;
    ASSERT_EQ(tile.rank(), 2);
    for (const int axis : {0, 1}) {
      EXPECT_TRUE(is_power_of_two(tile[axis]));
      EXPECT_GE(tile[axis], 2 * (m - 1));
      EXPECT_LE(tile[axis], longest_tile);
    }
    EXPECT_GE(tile.elements(), before) << m;
    before = tile.elements();
  }
  const shape flat = tiles_of({.signal = {5000, 5000}, .filter = {1, 300}}).transform;
  EXPECT_LT(flat[0], flat[1]);
}

TEST(block_tile, does_not_depend_on_the_batch_or_the_threads) {
  for (const std::int64_t m : {9, 65, 400}) {
    problem many = picture(700, m);
    many.batch = 50;
    EXPECT_EQ(tiles_of(picture(700, m)).transform, tiles_of(many).transform);
    EXPECT_EQ(tiles_of(many, {.threads = 1}).transform, tiles_of(many, {.threads = 64}).transform);
  }
}

TEST(block_tile, is_no_longer_than_a_small_picture_asks_for) {
  const shape tile = tiles_of(picture(20, 9)).transform;
  EXPECT_EQ(tile, shape(32, 32));
}

TEST(block_tile, holds_a_filter_larger_than_its_picture) {
  const shape tile = tiles_of({.signal = {100, 90}, .filter = {300, 2}}).transform;
  EXPECT_GE(tile[0], 399);
}

TEST(block_tile, gets_smaller_where_the_workspace_is_limited) {
  const problem description = picture(4000, 60);
  const candidate roomy = tiles_of(description, {.threads = 1});
  options request{.threads = 1};
  request.workspace_limit = roomy.predicted_workspace_bytes / 2;
  const candidate tight = tiles_of(description, request);
  EXPECT_LT(tight.transform.elements(), roomy.transform.elements());
  EXPECT_LE(tight.predicted_workspace_bytes, request.workspace_limit);
  EXPECT_GT(tight.predicted_seconds, roomy.predicted_seconds);
  request.workspace_limit = 1000;
  EXPECT_THROW((void)tiles_of(description, request), unsupported);
}

TEST(block_tile, is_at_least_two_vectors_of_rows_and_one_of_columns) {
  capabilities wide = cpu_only();
  wide.cpu.vector_bytes = 256;
  const candidate made =
      explain(picture(20, 3), {.backend = backend::cpu, .method = method::overlap_save}, wide).choice();
  EXPECT_EQ(made.transform, shape(128, 64));
}

// The formula for one float32 product, as for segments: (1 + sqrt 2) 2.4717 (log2(N) - 1) + sqrt 2 + 8.
TEST(tile_bound, is_the_one_of_a_transform_of_as_many_samples) {
  const geometry resolved = resolve(picture(500, 9));
  for (const auto& tile : {shape(32, 64), shape(256, 128), shape(1024, 1024)}) {
    const double levels = std::log2(static_cast<double>(tile.elements()));
    const double by_hand = (5.9672 * (levels - 1) + 9.4143) * 0x1p-24;
    EXPECT_NEAR(block_bound(block_tiles(resolved, tile), resolved).factor, by_hand, 1e-4 * by_hand);
  }
  for (const element_type type : {float32, float64, complex64, complex128})
    for (const std::int64_t m : {1, 33, 2049}) {
      problem description = picture(9000, m);
      description.type = type;
      const candidate made = tiles_of(description);
      const double u = unit_roundoff(resolve(description).compute);
      EXPECT_LE(made.bound.factor, 12 * u * std::log2(static_cast<double>(made.transform.elements())));
    }
}

TEST(tiles_of_integers, are_taken_where_they_round_to_the_exact_result) {
  problem description = picture(3000, 60);
  for (const element_type type : {int8, uint8, int16}) {
    description.type = type;
    const geometry resolved = resolve(description);
    EXPECT_TRUE(rounds_exactly(block_tiles(resolved, tiles_of(description).transform), resolved));
  }
  description.type = int32;
  EXPECT_THROW((void)tiles_of(description), unsupported);
}

TEST(tiles, of_a_bank_cost_less_than_its_filters_alone) {
  const problem one = picture(1000, 30);
  problem bank = one;
  bank.bank = 8;
  const double alone = tiles_of(one, {.threads = 1}).predicted_seconds;
  const double together = tiles_of(bank, {.threads = 1}).predicted_seconds;
  EXPECT_LT(together, 8 * alone);
  EXPECT_GT(together, 4 * alone);
}

}  // namespace
}  // namespace faltung
