// direct_1d_bytes against the general kernel, bit for bit, and where it is taken.
#include "direct_1d_bytes.cuh"

#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <type_traits>

#include "cuda/enqueue_direct_1d_bytes.cuh"
#include "kernels/direct_1d_tiles.hpp"
#include "kernels/stored_case.hpp"

namespace faltung::test {
namespace {

// One warp, one pack to a thread, chunks of four or five groups.
struct smallest {
  static constexpr kernel::direct_1d_bytes_policy value{1, 32, 16, 1};
};
// Threads that have no pack behind the tile to bring, chunks that are no whole number of turns.
struct odd {
  static constexpr kernel::direct_1d_bytes_policy value{3, 64, 48, 1};
};
using usual = kernel::direct_1d_bytes_usual;

template <class Signal, class Output, class Policy>
struct byte_rows {
  using sum = std::uint32_t;
  using signal = Signal;
  using output = Output;
  static constexpr long long chunk = Policy::value.taps_per_chunk;
  static constexpr long long tile = Policy::value.tile();

  static void check(const case_1d<sum>& c) {
    check_stored<sum, Signal, Output, Signal>(c, [](const geometry& where, const auto& of) {
      cuda::launch_direct_1d_bytes<std::is_signed_v<Signal>, kernel_type<Output>, Policy>(where, of, nullptr);
    });
  }
};

template <class Rows>
class direct_1d_bytes : public testing::Test {};
using kinds =
    testing::Types<byte_rows<std::int8_t, std::int8_t, smallest>, byte_rows<std::int8_t, std::int32_t, smallest>,
                   byte_rows<std::uint8_t, std::uint8_t, odd>, byte_rows<std::int8_t, std::uint32_t, odd>,
                   byte_rows<std::uint8_t, std::int32_t, smallest>, byte_rows<std::uint8_t, std::int8_t, usual>,
                   byte_rows<std::int8_t, std::int32_t, usual>>;
INSTANTIATE_TYPED_TEST_SUITE_P(direct_1d_bytes, direct_1d_tiles, kinds);
TYPED_TEST_SUITE(direct_1d_bytes, kinds);

// Filters of every number of groups up to a turn and around a chunk.
TYPED_TEST(direct_1d_bytes, has_the_bits_of_the_general_kernel_at_every_border) {
  for (const long long output : {1LL, TypeParam::tile - 1, TypeParam::tile, 2 * TypeParam::tile + 1}) {
    for (const long long filter : {1LL, 2LL, 3LL, 4LL, 5LL, 9LL, 14LL, 18LL, 21LL, 26LL, 33LL, TypeParam::chunk - 1,
                                   TypeParam::chunk, TypeParam::chunk + 1, 2 * TypeParam::chunk + 7}) {
      for (const auto& c : placed_1d<std::uint32_t>({.filter = filter, .output = output}, 60LL)) {
        TypeParam::check(c);
        if (this->HasFailure()) return;
      }
    }
  }
}

// The window of the last whole tile ends before, with and behind the signal, from every place modulo 16 bytes; the
// address sanitizer notices a read behind it.
TYPED_TEST(direct_1d_bytes, reads_nothing_behind_the_signal) {
  for (const long long filter : {1LL, 2LL, 15LL, 18LL})
    for (long long more = 0; more < 48; ++more)
      TypeParam::check({.signal = 2 * TypeParam::tile + filter - 1 + more,
                        .filter = filter,
                        .output = 2 * TypeParam::tile,
                        .origin = 0,
                        .shift = static_cast<std::size_t>(more) * 5 % 16});
}

TEST(direct_1d_bytes_choice, is_for_rows_and_filters_of_the_same_bytes) {
  const auto is_taken = [](const problem& description) {
    return kernel_for(description).find("direct_1d_bytes") != std::string::npos;
  };
  for (const element_type type : {int8, uint8}) {
    SCOPED_TRACE(to_string(type));
    const problem typical{.signal = 10'000, .filter = 31, .type = type, .mode = mode::same};
    EXPECT_TRUE(is_taken(typical));
    problem other = typical;
    other.output_type = int32;
    EXPECT_TRUE(is_taken(other));
    other = typical;
    other.signal = 3'000;
    EXPECT_TRUE(is_taken(other));
    other.signal = 1'000;
    EXPECT_FALSE(is_taken(other));
    other = typical;
    other.filter_type = type == int8 ? uint8 : int8;
    other.output_type = int32;
    EXPECT_FALSE(is_taken(other));
    other = typical;
    other.output_type = int16;
    EXPECT_FALSE(is_taken(other));
    other = typical;
    other.bank = 2;
    EXPECT_FALSE(is_taken(other));
  }
  EXPECT_FALSE(is_taken({.signal = 10'000, .filter = 31, .type = boolean, .mode = mode::same}));
  EXPECT_FALSE(is_taken({.signal = 10'000, .filter = 31, .type = int16, .mode = mode::same}));
}

}  // namespace
}  // namespace faltung::test
