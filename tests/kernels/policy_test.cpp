// What the kernels take for granted of policies and tilings.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <map>
#include <set>
#include <vector>

#include "direct_1d_policy.hpp"
#include "direct_2d_policy.hpp"
#include "spectral.cuh"
#include "tile_2d_policy.hpp"

namespace faltung::test {
namespace {

// 16-byte accesses of a warp are served by quarters: eight lanes, and eight 16-byte columns of banks.
template <class Type>
bool reads_without_conflict(int elements_apart) {
  std::set<std::size_t> columns;
  for (std::size_t lane = 0; lane < 8; ++lane) {
    columns.insert(lane * static_cast<std::size_t>(elements_apart) * sizeof(Type) / 16 % 8);
  }
  return columns.size() == 8;
}

template <class Type>
std::vector<kernel::direct_1d_policy> policies_1d() {
  if constexpr (kernel::has_long_tiles<Type>) {
    return {kernel::direct_1d_long<Type>::value, kernel::direct_1d_short<Type>::value};
  } else {
    return {kernel::direct_1d_short<Type>::value};
  }
}

template <class Type>
class policy : public testing::Test {};
using element_types = testing::Types<float, double, std::uint32_t, std::uint64_t>;
TYPED_TEST_SUITE(policy, element_types);

TYPED_TEST(policy, conflict_free_is_what_the_banks_say) {
  constexpr int width = kernel::pack<TypeParam>::size;
  for (int outputs = width; outputs <= 32; outputs += width) {
    EXPECT_EQ(kernel::conflict_free<TypeParam>(kernel::direct_1d_policy{outputs, outputs, 32, 1}),
              reads_without_conflict<TypeParam>(outputs))
        << outputs;
  }
}

TYPED_TEST(policy, direct_1d_tiles_cover_the_outputs_and_none_is_empty) {
  for (const kernel::direct_1d_policy& one : policies_1d<TypeParam>()) {
    for (long long length = 1; length < 20000; length += 1 + length / 100) {
      const kernel::direct_1d_tiling tiling = kernel::direct_1d_tiling_of(one, length);
      const long long tile = static_cast<long long>(tiling.threads) * one.outputs_per_thread;
      EXPECT_GE(tiling.tiles * tile, length);
      EXPECT_LT((tiling.tiles - 1) * tile, length);
      EXPECT_LE(tiling.threads, one.max_threads);
      EXPECT_EQ(tiling.threads % 32, 0);
    }
  }
}

// No device grants a block more than 48 KiB without being asked.
TYPED_TEST(policy, direct_1d_fits_into_shared_memory) {
  for (const kernel::direct_1d_policy& one : policies_1d<TypeParam>()) {
    EXPECT_LE(static_cast<std::size_t>(kernel::direct_1d_layout_of<TypeParam>(one, one.max_threads).elements) *
                  sizeof(TypeParam),
              48u * 1024u);
  }
}

TYPED_TEST(policy, direct_2d_fits_into_shared_memory_and_keeps_the_order_of_taps) {
  constexpr kernel::direct_2d_policy one = kernel::direct_2d_any<TypeParam>::value;
  for (const long long columns : {1LL, 47LL, 48LL, 49LL, 97LL, 5000LL}) {
    for (long long filter_rows = 1; filter_rows < 100; ++filter_rows) {
      for (const long long filter_columns : {1LL, 3LL, 63LL, 64LL, 65LL, 1000LL}) {
        const kernel::direct_2d_tiling tiling =
            kernel::direct_2d_tiling_of<TypeParam>(one, 100, columns, filter_rows, filter_columns);
        const int elements =
            kernel::direct_2d_layout_of<TypeParam>(one, tiling.thread_columns, tiling.chunk_rows, tiling.chunk_columns)
                .elements;
        EXPECT_LE(elements * static_cast<int>(sizeof(TypeParam)), one.shared_bytes);
        EXPECT_GE(tiling.chunk_rows, 1);
        EXPECT_LE(tiling.chunk_rows, filter_rows);
        // Several chunks to a row of taps and several rows to a chunk at once would break row-major order.
        EXPECT_TRUE(filter_columns == tiling.chunk_columns || tiling.chunk_rows == 1) << tiling.chunk_rows;
        EXPECT_GE(tiling.tile_columns * one.tile_columns(tiling.thread_columns), columns);
      }
    }
  }
}

// How often the banks are asked where each thread of a tile reads a pack of its window, whose rows are so many packs.
template <class Type>
int passes(const kernel::tile_2d_policy& policy, int across, int down, int packs) {
  int made = 0;
  for (int first = 0; first < across * down; first += 8) {
    std::map<int, std::set<int>> asked;
    for (int slot = first; slot < std::min(first + 8, across * down); ++slot) {
      const int pack = slot % across * policy.columns_per_thread / kernel::pack<Type>::size +
                       slot / across * policy.rows_per_thread * packs;
      asked[pack % 8].insert(pack);
    }
    std::size_t most = 0;
    for (const auto& [banks, packs_of_them] : asked) most = std::max(most, packs_of_them.size());
    made += static_cast<int>(most);
  }
  return made;
}

template <class Type>
class tile_2d_policies : public testing::Test {};
using tile_2d_types = testing::Types<float, double>;
TYPED_TEST_SUITE(tile_2d_policies, tile_2d_types);

TYPED_TEST(tile_2d_policies, windows_have_the_pitch_that_asks_the_banks_less_often) {
  const kernel::tile_2d_policy& one = kernel::tile_2d_usual<TypeParam>::value;
  constexpr int width = kernel::pack<TypeParam>::size;
  for (int across = 1; across <= one.most_across; ++across) {
    for (int down = 1; across * down <= one.most_threads; ++down) {
      kernel::tile_2d_tiling made{};
      made.across = kernel::tile_2d_divisor_of(across);
      made.slots = kernel::tile_2d_divisor_of(across * down);
      made.down = down;
      made.images = made.chunk_rows = made.chunk_columns = 1;
      kernel::lay_out<TypeParam>(made, one, {});
      const int packs = made.window_pitch / width;
      EXPECT_GE(packs, kernel::tile_2d_window_columns<TypeParam>(one, across, 1) / width + 2);
      EXPECT_LE(passes<TypeParam>(one, across, down, packs), passes<TypeParam>(one, across, down, packs + 1))
          << across << " by " << down;
    }
  }
}

TEST(row_tiling, covers_the_columns_and_none_is_empty) {
  for (long long columns = 1; columns < 5000; ++columns) {
    const kernel::row_tiling tiling = kernel::row_tiling_of(kernel::spectral_rows, columns);
    const long long tile = static_cast<long long>(tiling.threads) * kernel::spectral_rows.elements_per_thread;
    EXPECT_GE(tiling.tiles * tile, columns);
    EXPECT_LT((tiling.tiles - 1) * tile, columns);
    EXPECT_LE(tiling.threads, kernel::spectral_rows.max_threads);
    EXPECT_EQ(tiling.threads % 32, 0);
  }
}

}  // namespace
}  // namespace faltung::test
