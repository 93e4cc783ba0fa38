// How tile_2d divides images among its blocks and their threads.
#include "tile_2d_policy.hpp"

#include <gtest/gtest.h>

#include <utility>

#include "kernels/tile_2d_case.hpp"

namespace faltung::test {
namespace {

// Tiles cover the outputs and none is empty, blocks the images and filters; all fits, and a thread finds its slot.
template <class Type>
void check_tiling(const kernel::tile_2d_policy& policy, const kernel::tile_2d_places& at) {
  const kernel::tile_2d_tiling made = kernel::tile_2d_tiling_of<Type>(policy, at);
  const auto covers = [](long long count, long long size, long long whole) {
    return count * size >= whole && (count - 1) * size < whole;
  };
  EXPECT_TRUE(covers(made.tile_columns, made.across.value * policy.columns_per_thread, at.output_columns));
  EXPECT_TRUE(covers(made.tile_rows, made.down * policy.rows_per_thread, at.output_rows));
  EXPECT_TRUE(covers(made.groups, made.images, at.images));
  EXPECT_TRUE(covers(made.shares, made.filters, at.bank));
  EXPECT_TRUE(made.images == 1 || made.tiles() == 1);
  EXPECT_TRUE(kernel::fits<Type>(made, policy));
  EXPECT_EQ(made.slots.value, made.across.value * made.down);
  // Wherever the window's first element lies in a pack.
  constexpr int width = kernel::pack<Type>::size;
  EXPECT_GE(made.packs.value * width,
            width - 1 + kernel::tile_2d_window_columns<Type>(policy, made.across.value, made.chunk_columns));
  EXPECT_LE(made.threads, policy.most_threads);
  EXPECT_EQ(made.threads % 32, 0);
  EXPECT_LT(made.threads - made.slots.value * made.images, 32);
  // Several chunks to a row of taps and several rows to a chunk at once would break row-major order.
  EXPECT_TRUE(made.chunk_columns == at.filter_columns || made.chunk_rows == 1);
  EXPECT_TRUE(covers(kernel::ceil_div<long long>(at.filter_rows, made.chunk_rows), made.chunk_rows, at.filter_rows));
  EXPECT_EQ(made.kept, made.chunk_columns == at.filter_columns && made.chunk_rows == at.filter_rows);
  for (int number = 0; number < made.threads; ++number) {
    const kernel::tile_2d_slot slot = kernel::tile_2d_slot_of(made, number);
    ASSERT_EQ(slot.image, number / made.slots.value);
    ASSERT_EQ(slot.down, number % made.slots.value / made.across.value);
    ASSERT_EQ(slot.across, number % made.across.value);
    ASSERT_EQ(made.packs.divide(number), number / made.packs.value);
  }
}

TEST(tile_2d_tiling, covers_everything_and_fits) {
  const auto check = []<template <class> class Policy>() {
    for (const long long rows : {1LL, 3LL, 28LL, 100LL, 4096LL, 1'000'000LL}) {
      for (const long long columns : {1LL, 13LL, 28LL, 97LL, 128LL, 4099LL, 1'000'000LL}) {
        for (const long long filter_rows : {1LL, 2LL, 7LL, 31LL, 300LL}) {
          for (const long long filter_columns : {1LL, 8LL, 31LL, 64LL, 65LL, 999LL}) {
            for (const auto& [images, bank] : {std::pair{1LL, 1LL}, {3LL, 40LL}, {64LL, 1LL}, {100'000LL, 2LL}}) {
              if (images * bank * (rows / 4 + 1) * (columns / 4 + 1) >= 1LL << 30) continue;  // not launched
              const bool per_signal = (rows + columns + bank) % 2 == 0;
              const kernel::tile_2d_places at{images,  bank,        per_signal,     rows,
                                              columns, filter_rows, filter_columns, 132};
              check_tiling<float>(Policy<float>::value, at);
              check_tiling<double>(Policy<double>::value, at);
            }
          }
        }
      }
    }
  };
  check.operator()<usual>();
  check.operator()<odd>();
  check.operator()<smallest>();
}

// A picture keeps all threads at work; small images share blocks once there are enough of them.
TEST(tile_2d_tiling, wastes_few_threads) {
  const auto of = [](long long images, long long side, long long filter) {
    return kernel::tile_2d_tiling_of<float>(kernel::tile_2d_usual<float>::value,
                                            {images, 1, false, side, side, filter, filter, 132});
  };
  EXPECT_EQ(of(1, 4096, 8).slots.value, 128);
  EXPECT_EQ(of(64, 28, 5).images, 1);
  EXPECT_EQ(of(64, 28, 5).groups, 64);
  EXPECT_GT(of(4096, 28, 5).images, 1);
  const kernel::tile_2d_tiling many = of(4096, 28, 5);
  EXPECT_GE(8 * many.slots.value * many.images, 7 * many.threads);
}

}  // namespace
}  // namespace faltung::test
