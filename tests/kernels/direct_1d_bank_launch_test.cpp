// Which banks of filters are launched as such, by which kernel and in how many blocks.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "cuda/enqueue_direct_1d.cuh"
#include "emulation/recording.hpp"
#include "problem/geometry.hpp"

namespace faltung::test {
namespace {

std::vector<emulation::recorded_launch> launches_of(const problem& description) {
  const geometry where = resolve(description);
  alignas(16) static float memory[4];
  emulation::record_launches(true);
  cuda::enqueue_direct_1d<float>(direct_choice_of(where).kernel, where, memory, memory, memory, nullptr);
  emulation::record_launches(false);
  return emulation::take_recorded_launches();
}

enum class ran : unsigned char { other, tiles, lines };
ran kernel_of(const problem& description) {
  const auto launches = launches_of(description);
  if (launches.size() != 1 || launches[0].kernel.find("direct_1d_bank") == std::string::npos) return ran::other;
  return launches[0].kernel.find("direct_1d_bank_lines") == std::string::npos ? ran::tiles : ran::lines;
}

TEST(direct_1d_bank_launches, are_made_where_the_choice_says_so) {
  EXPECT_EQ(kernel_of({.signal = 1'000'000, .filter = 8, .bank = 2}), ran::tiles);
  EXPECT_EQ(kernel_of({.signal = 5000, .filter = 31, .batch = 3, .filters = filters::per_signal, .bank = 4}),
            ran::tiles);
  EXPECT_EQ(kernel_of({.signal = 1'000'000, .filter = 8}), ran::other);
  EXPECT_EQ(kernel_of({.signal = 10'000, .filter = 2048, .bank = 16}), ran::tiles);
  EXPECT_EQ(kernel_of({.signal = 10'000, .filter = 2049, .bank = 16}), ran::other);
  EXPECT_EQ(kernel_of({.signal = 10'000, .filter = 9, .bank = 16, .type = complex64}), ran::other);
  EXPECT_EQ(kernel_of({.signal = 10'000, .filter = 9, .bank = 16, .signal_layout = layout{.column = 2}}), ran::other);
}

// Where tiles of 640 outputs and more would have many threads idle.
TEST(direct_1d_bank_launches, take_short_rows_whole) {
  const auto of_rows = [](std::int64_t length) {
    return kernel_of({.signal = length, .filter = 31, .batch = 5000, .bank = 16, .mode = mode::same});
  };
  for (const std::int64_t length : {31, 64, 100, 256, 400}) EXPECT_EQ(of_rows(length), ran::lines) << length;
  for (const std::int64_t length : {600, 1000, 2500, 4000}) EXPECT_EQ(of_rows(length), ran::tiles) << length;
}

// A block goes through all filters where there are many tiles, else filters are dealt out.
TEST(direct_1d_bank_launches, have_blocks_for_a_device) {
  const auto blocks_of = [](const problem& description) { return launches_of(description).at(0).blocks; };
  const dim3 many = blocks_of({.signal = 2560 * 300 - 30, .filter = 31, .batch = 5, .bank = 16});
  EXPECT_EQ(many.x, 300u);
  EXPECT_EQ(many.y, 5u);
  EXPECT_EQ(many.z, 1u);
  const dim3 few = blocks_of({.signal = 2560 * 3 - 30, .filter = 31, .bank = 1000});
  EXPECT_EQ(few.x, 3u);
  EXPECT_EQ(few.z, 250u);
  EXPECT_EQ(blocks_of({.signal = 2500, .filter = 9, .bank = 5}).z, 1u);
  EXPECT_TRUE(launches_of({.signal = 2500, .filter = 9, .batch = 0, .bank = 5}).empty());
  const dim3 lines = blocks_of({.signal = 100, .filter = 9, .batch = 64, .bank = 1000});
  EXPECT_EQ(lines.x, 64u);
  EXPECT_EQ(lines.y, 16u);
}

}  // namespace
}  // namespace faltung::test
