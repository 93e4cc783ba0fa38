// direct_1d_dense against the plain chain of multiply-adds, bit for bit.
#include "direct_1d_dense.cuh"

#include <gtest/gtest.h>

#include <cstdint>
#include <limits>
#include <set>

#include "cuda/enqueue_direct_1d.cuh"
#include "kernels/direct_1d_tiles.hpp"

namespace faltung::test {
namespace {

// The smallest there is: every second tap begins a chunk, every loop of the kernel ends at once.
template <class Type>
struct smallest {
  static constexpr int pack = kernel::pack<Type>::size;
  static constexpr kernel::direct_1d_dense_policy value{pack, pack, 32, 1};
};
// Outputs that make an even number of packs, an odd number of turns in a chunk, more of a window behind the tile than
// one pack for each thread.
template <class Type>
struct odd {
  static constexpr int pack = kernel::pack<Type>::size;
  static constexpr kernel::direct_1d_dense_policy value{2 * pack, 42 * pack, 32, 1};
};

// Blocks that make their tile in turns, the smallest and one whose filters take several chunks and several rounds of
// copies.
template <class Type>
struct smallest_in_turns {
  static constexpr int pack = kernel::pack<Type>::size;
  static constexpr kernel::direct_1d_dense_policy value{pack, pack, 32, 1, 2};
};
template <class Type>
struct odd_in_turns {
  static constexpr int pack = kernel::pack<Type>::size;
  static constexpr kernel::direct_1d_dense_policy value{2 * pack, 42 * pack, 32, 1, 3};
};

template <class Type, class Policy>
struct dense_rows {
  using sum = Type;
  using signal = Type;
  using output = Type;
  static constexpr long long turn = Policy::value.outputs_per_thread;
  static constexpr long long chunk = Policy::value.taps_per_chunk;
  static constexpr long long tile = Policy::value.tile();

  static void check(const case_1d<Type>& c) {
    check_case<Type>(c, [](const geometry& where, const Type* from, const Type* taps, Type* to) {
      cuda::launch_direct_1d_dense<Type, Policy>(where, cuda::direct_operands_of(where, from, taps, to), nullptr);
    });
  }
};

template <class Rows>
class direct_1d_dense : public testing::Test {};
using cases = testing::Types<
    dense_rows<float, smallest<float>>, dense_rows<float, odd<float>>, dense_rows<double, smallest<double>>,
    dense_rows<double, odd<double>>, dense_rows<float, kernel::direct_1d_dense_long<float>>,
    dense_rows<double, kernel::direct_1d_dense_long<double>>, dense_rows<std::uint32_t, smallest<std::uint32_t>>,
    dense_rows<std::uint64_t, odd<std::uint64_t>>,
    dense_rows<std::uint32_t, kernel::direct_1d_dense_long<std::uint32_t>>,
    dense_rows<std::uint64_t, kernel::direct_1d_dense_long<std::uint64_t>>, dense_rows<float, smallest_in_turns<float>>,
    dense_rows<double, odd_in_turns<double>>, dense_rows<std::uint32_t, odd_in_turns<std::uint32_t>>>;
INSTANTIATE_TYPED_TEST_SUITE_P(direct_1d_dense, direct_1d_tiles, cases);
TYPED_TEST_SUITE(direct_1d_dense, cases);

// Lengths around the tile, filters around the chunk and the turn, origins from wholly outside on the left to inside.
TYPED_TEST(direct_1d_dense, has_the_bits_of_the_chain_at_every_border) {
  using Type = typename TypeParam::sum;
  const long long turn = TypeParam::turn;
  const long long chunk = TypeParam::chunk;
  const long long tile = TypeParam::tile;
  const bool small = tile < 1000;
  const std::set<long long> outputs =
      small ? std::set<long long>{1, turn - 1, turn + 1, tile - 1, tile, tile + 1, 3 * tile}
            : std::set<long long>{1, tile, 3 * tile + 1};
  const std::set<long long> filters =
      small ? std::set<long long>{1, 2, turn - 1, turn, turn + 1, 2 * turn, chunk - 1, chunk, chunk + 1, 2 * chunk + 3}
            : std::set<long long>{1, turn - 1, 2 * turn + 5, chunk + turn + 1};
  for (const long long output : outputs) {
    for (const long long filter : filters) {
      if (output < 1 || filter < 1) continue;
      for (const auto& c : placed_1d<Type>({.filter = filter, .output = output}, 2 * turn)) {
        TypeParam::check(c);
        if (this->HasFailure()) return;
      }
    }
  }
}

// Each pair of places of signal and output modulo a pack, around a chunk of taps.
TYPED_TEST(direct_1d_dense, takes_pointers_of_any_alignment_with_filters_around_a_chunk) {
  using Type = typename TypeParam::sum;
  const long long tile = TypeParam::tile;
  const long long chunk = TypeParam::chunk;
  constexpr std::size_t width = kernel::pack<Type>::size;
  for (std::size_t shift = 0; shift < width; ++shift) {
    for (std::size_t output_shift = 0; output_shift < width; ++output_shift) {
      for (const long long filter : {chunk - 1, chunk + 2}) {
        TypeParam::check({.signal = 3 * tile + 40 + static_cast<long long>(shift),
                          .filter = filter,
                          .output = 3 * tile + 40,
                          .origin = -4,
                          .shift = shift,
                          .output_shift = output_shift});
        if (this->HasFailure()) return;
      }
    }
  }
}

// The window of the last whole tile ends before, with and behind the signal, from every place modulo a pack; the
// address sanitizer notices a read behind it.
TYPED_TEST(direct_1d_dense, reads_nothing_behind_the_signal) {
  using Type = typename TypeParam::sum;
  const long long tile = TypeParam::tile;
  const long long turn = TypeParam::turn;
  for (const long long filter : {1LL, 2LL, turn - 1, turn + 2})
    for (long long more = 0; more < turn + 9; ++more)
      TypeParam::check({.signal = 2 * tile + filter - 1 + more,
                        .filter = filter,
                        .output = 2 * tile,
                        .origin = 0,
                        .shift = static_cast<std::size_t>(more) % kernel::pack<Type>::size});
}

// More lines than a grid has rows of blocks.
TEST(direct_1d_dense_lines, take_several_launches) {
  dense_rows<float, smallest<float>>::check(
      {.signal = 3, .filter = 2, .output = 2, .origin = 0, .batch = 65'540, .per_signal = true});
}

TEST(direct_1d_dense_lines, have_launches_of_their_own_where_they_are_too_far_apart_for_32_bits) {
  using rows = kernel::direct_1d_rows<float>;
  constexpr long long most = std::numeric_limits<std::int32_t>::max();
  for (long long rows::*const pitch : {&rows::signal_pitch, &rows::taps_pitch, &rows::output_pitch}) {
    for (const long long near : {0LL, most, -most - 1}) {
      rows made{};
      made.*pitch = near;
      EXPECT_EQ(cuda::lines_per_launch(made), cuda::max_lines_per_launch) << near;
    }
    for (const long long far : {most + 1, -most - 2, 1LL << 32}) {
      rows made{};
      made.*pitch = far;
      EXPECT_EQ(cuda::lines_per_launch(made), 1) << far;
    }
  }
}

// A first pack of taps is there, and places of taps are counted in 32 bits.
TEST(direct_1d_dense_reach, has_tiles_inside_for_filters_of_a_pack_to_31_bits) {
  const auto inside = [](auto type, long long taps) {
    using Type = decltype(type);
    return kernel::direct_1d_tiles_of_rows(kernel::reach_of<Type>(kernel::direct_1d_dense_long<Type>::value, taps),
                                           1LL << 33, 1LL << 20, 0, 3)
        .inside;
  };
  EXPECT_EQ(inside(float{}, 3), 0);
  EXPECT_GT(inside(float{}, 4), 0);
  EXPECT_EQ(inside(double{}, 1), 0);
  EXPECT_GT(inside(double{}, 2), 0);
  EXPECT_GT(inside(float{}, (1LL << 31) - 2), 0);
  EXPECT_EQ(inside(float{}, (1LL << 31) - 1), 0);
}

// In 64 bits: a signal of 2^33 samples.
TEST(direct_1d_tiles_of_rows, are_inside_exactly_where_no_place_of_a_row_would_make_them_read_or_write_outside) {
  for (const long long tile : {128LL, 2560LL})
    for (const long long output : {1LL, 127LL, 5120LL, 5121LL, (1LL << 33) + 77})
      for (const long long read_behind : {12LL, 50LL})
        for (const long long origin : {-30LL, -1LL, 0LL, 3LL, 3000LL})
          for (const long long more : {-31LL, 0LL, 40LL, 6000LL})
            for (const int most_ahead : {0, 3}) {
              const long long signal = output + more;
              if (signal < 1) continue;
              const kernel::direct_1d_tiling_of_rows tiling =
                  kernel::direct_1d_tiles_of_rows({tile, read_behind, 4}, signal, output, origin, most_ahead);
              EXPECT_GE(tiling.tiles * tile, output + most_ahead);
              EXPECT_LT((tiling.tiles - 1) * tile, output + most_ahead);
              const auto inside = [&](long long t) {
                return t * tile >= most_ahead && (t + 1) * tile <= output && origin + t * tile - most_ahead - 3 >= 0 &&
                       origin + (t + 1) * tile + read_behind <= signal;
              };
              for (const long long t :
                   {0LL, 1LL, tiling.first_inside - 1, tiling.first_inside, tiling.first_inside + tiling.inside - 1,
                    tiling.first_inside + tiling.inside, tiling.tiles - 1}) {
                if (t < 0 || t >= tiling.tiles) continue;
                const bool said = t >= tiling.first_inside && t < tiling.first_inside + tiling.inside;
                EXPECT_EQ(said, inside(t)) << tile << ' ' << output << ' ' << origin << ' ' << more << ' ' << t;
              }
            }
}

TYPED_TEST(direct_1d_dense, leaves_out_what_is_outside_even_where_a_zero_would_matter) {
  const long long tile = TypeParam::tile;
  for (const content values : {content::infinite, content::underflowing})
    for (const long long signal : {90LL, 2 * tile + 1})
      TypeParam::check({.signal = signal, .filter = 31, .output = signal + 30, .origin = -30, .values = values});
}

}  // namespace
}  // namespace faltung::test
