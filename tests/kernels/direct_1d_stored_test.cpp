// direct_1d_stored against the general kernel, bit for bit, and where it is taken.
#include "direct_1d_stored.cuh"

#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <set>
#include <string>

#include "cuda/enqueue_direct_1d_stored.cuh"
#include "kernels/direct_1d_tiles.hpp"
#include "kernels/stored_case.hpp"

namespace faltung::test {
namespace {

// The smallest there is: a warp's outputs are no whole number of packs for each lane, every fourth tap begins a chunk.
struct smallest {
  static constexpr kernel::direct_1d_dense_policy value{4, 4, 32, 1};
};
// More of a window behind the tile than one quad for each thread.
struct odd {
  static constexpr kernel::direct_1d_dense_policy value{8, 168, 64, 1};
};

template <class Sum, class Signal, class Output, class Policy>
struct stored_rows : kind<Sum, Signal, Output, Policy> {
  static constexpr long long turn = Policy::value.outputs_per_thread;
  static constexpr long long chunk = Policy::value.taps_per_chunk;
  static constexpr long long tile = Policy::value.tile();

  static void check(const case_1d<Sum>& c) {
    check_stored<Sum, Signal, Output, Sum>(c, [](const geometry& where, const auto& of) {
      cuda::launch_direct_1d_stored<Sum, kernel_type<Signal>, kernel_type<Output>, Policy>(where, of, nullptr);
    });
  }
};

template <class Rows>
class direct_1d_stored : public testing::Test {};
using half_usual = kernel::direct_1d_dense_long<float>;
using integer_usual = kernel::direct_1d_dense_long<std::uint32_t>;
using kinds =
    testing::Types<stored_rows<float, float16_t, float16_t, smallest>,
                   stored_rows<float, float16_t, float16_t, half_usual>, stored_rows<float, float16_t, float, odd>,
                   stored_rows<float, bfloat16_t, bfloat16_t, odd>, stored_rows<float, bfloat16_t, float, smallest>,
                   stored_rows<std::uint32_t, std::int8_t, std::int8_t, smallest>,
                   stored_rows<std::uint32_t, std::int8_t, std::uint8_t, integer_usual>,
                   stored_rows<std::uint32_t, std::uint8_t, std::uint8_t, odd>,
                   stored_rows<std::uint32_t, std::int8_t, std::int32_t, smallest>,
                   stored_rows<std::uint32_t, std::uint8_t, std::int32_t, odd>,
                   stored_rows<std::uint32_t, std::int16_t, std::int16_t, odd>,
                   stored_rows<std::uint32_t, std::uint16_t, std::uint16_t, smallest>,
                   stored_rows<std::uint32_t, std::int16_t, std::uint32_t, odd>,
                   stored_rows<std::uint32_t, std::uint16_t, std::int32_t, smallest>>;
INSTANTIATE_TYPED_TEST_SUITE_P(direct_1d_stored, direct_1d_tiles, kinds);
TYPED_TEST_SUITE(direct_1d_stored, kinds);

TYPED_TEST(direct_1d_stored, has_the_bits_of_the_general_kernel_at_every_border) {
  const long long turn = TypeParam::turn;
  const long long chunk = TypeParam::chunk;
  for (const long long output :
       {TypeParam::tile - 1, TypeParam::tile, 2 * TypeParam::tile + 1, 3 * TypeParam::tile + 40}) {
    for (const long long filter : std::set<long long>{1, 2, turn + 1, 2 * turn + 5, chunk - 1, chunk + turn + 1}) {
      for (const auto& c : placed_1d<typename TypeParam::sum>({.filter = filter, .output = output}, 2 * turn)) {
        TypeParam::check(c);
        if (this->HasFailure()) return;
      }
    }
  }
}

// The window of the last whole tile ends before, with and behind the signal, from every place modulo 16 bytes; the
// address sanitizer notices a read behind it.
TYPED_TEST(direct_1d_stored, reads_nothing_behind_the_signal) {
  const long long turn = TypeParam::turn;
  for (const long long filter : {1LL, 2LL, turn - 1, turn + 2})
    for (long long more = 0; more < turn + 17; ++more)
      TypeParam::check({.signal = 2 * TypeParam::tile + filter - 1 + more,
                        .filter = filter,
                        .output = 2 * TypeParam::tile,
                        .origin = 0,
                        .shift = static_cast<std::size_t>(more) % 16});
}

TYPED_TEST(direct_1d_stored, has_the_bits_of_the_general_kernel_of_numbers_that_are_none_and_of_the_smallest) {
  for (const content values : {content::infinite, content::underflowing})
    for (const long long signal : {90LL, 3 * TypeParam::tile + 1})
      TypeParam::check({.signal = signal, .filter = 31, .output = signal + 30, .origin = -30, .values = values});
}

TEST(direct_1d_stored_choice, is_for_long_rows_of_halves_and_short_integers) {
  const auto is_taken = [](const problem& description) {
    return kernel_for(description).find("direct_1d_storedI") != std::string::npos;
  };
  for (const element_type type : {float16, bfloat16, int16, uint16}) {
    SCOPED_TRACE(to_string(type));
    const problem usual{.signal = 10'000, .filter = 31, .type = type, .mode = mode::same};
    EXPECT_TRUE(is_taken(usual));
    problem other = usual;
    other.output_type = is_integer(type) ? int32 : float32;
    EXPECT_TRUE(is_taken(other));
    other = usual;
    other.batch = 3;
    other.filters = filters::per_signal;
    EXPECT_TRUE(is_taken(other));
    // Rows shorter than a tile, several filters, outputs of a third type.
    other = usual;
    other.signal = 1'000;
    EXPECT_FALSE(is_taken(other));
    other = usual;
    other.bank = 2;
    EXPECT_FALSE(is_taken(other));
    other = usual;
    other.output_type = is_integer(type) ? int64 : float64;
    EXPECT_FALSE(is_taken(other));
  }
  // Bytes with filters of another type; two bytes of output of one.
  problem other{.signal = 10'000, .filter = 31, .type = int8, .mode = mode::same};
  other.filter_type = int32;
  EXPECT_TRUE(is_taken(other));
  other.filter_type = int16;
  EXPECT_FALSE(is_taken(other));
  other.type = boolean;
  EXPECT_FALSE(is_taken(other));
  other.filter_type = int32;
  EXPECT_FALSE(is_taken(other));
  other.type = float32;
  other.filter_type = float32;
  EXPECT_FALSE(is_taken(other));
}

}  // namespace
}  // namespace faltung::test
