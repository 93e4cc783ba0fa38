// direct_1d_stored against the general kernel, bit for bit, and where it is taken.
#include "direct_1d_stored.cuh"

#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <set>
#include <string>

#include "cuda/enqueue_direct_1d_stored.cuh"
#include "kernels/schedules.hpp"
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

template <class Kind>
void check(const case_1d<typename Kind::sum>& c) {
  using sum = typename Kind::sum;
  check_stored<sum, typename Kind::signal, typename Kind::output, sum>(c, [](const geometry& where, const auto& of) {
    cuda::launch_direct_1d_stored<sum, typename Kind::stored, typename Kind::result, typename Kind::policy>(where, of,
                                                                                                            nullptr);
  });
}

template <class Kind>
class direct_1d_stored : public testing::Test {
 protected:
  static constexpr kernel::direct_1d_dense_policy policy = Kind::policy::value;
  static constexpr long long tile = policy.tile();
};
using half_usual = kernel::direct_1d_dense_long<float>;
using integer_usual = kernel::direct_1d_dense_long<std::uint32_t>;
using kinds = testing::Types<
    kind<float, float16_t, float16_t, smallest>, kind<float, float16_t, float16_t, half_usual>,
    kind<float, float16_t, float, odd>, kind<float, bfloat16_t, bfloat16_t, odd>,
    kind<float, bfloat16_t, float, smallest>, kind<std::uint32_t, std::int8_t, std::int8_t, smallest>,
    kind<std::uint32_t, std::int8_t, std::uint8_t, integer_usual>, kind<std::uint32_t, std::uint8_t, std::uint8_t, odd>,
    kind<std::uint32_t, std::int8_t, std::int32_t, smallest>, kind<std::uint32_t, std::uint8_t, std::int32_t, odd>,
    kind<std::uint32_t, std::int16_t, std::int16_t, odd>, kind<std::uint32_t, std::uint16_t, std::uint16_t, smallest>,
    kind<std::uint32_t, std::int16_t, std::uint32_t, odd>, kind<std::uint32_t, std::uint16_t, std::int32_t, smallest>>;
TYPED_TEST_SUITE(direct_1d_stored, kinds);

TYPED_TEST(direct_1d_stored, has_the_bits_of_the_general_kernel_at_every_border) {
  const long long turn = this->policy.outputs_per_thread;
  const long long chunk = this->policy.taps_per_chunk;
  for (const long long output : {this->tile - 1, this->tile, 2 * this->tile + 1, 3 * this->tile + 40}) {
    for (const long long filter : std::set<long long>{1, 2, turn + 1, 2 * turn + 5, chunk - 1, chunk + turn + 1}) {
      for (const long long origin : {1 - filter, -(filter / 2), 0LL, 3LL}) {
        // The signal ends inside the last window, with it, and after it.
        for (const long long beyond : {-(filter / 2) - 1, 0LL, 2 * turn}) {
          const long long signal = origin + output + filter - 1 + beyond;
          if (signal < 1) continue;
          check<TypeParam>({.signal = signal, .filter = filter, .output = output, .origin = origin});
          if (this->HasFailure()) return;
        }
      }
    }
  }
}

// Each pair of places of signal and output modulo 16 bytes, in tiles at borders and between them.
TYPED_TEST(direct_1d_stored, takes_pointers_of_any_alignment) {
  for (std::size_t shift = 0; shift < 16 / sizeof(typename TypeParam::signal); ++shift) {
    for (std::size_t output_shift = 0; output_shift < 16 / sizeof(typename TypeParam::output); ++output_shift) {
      check<TypeParam>({.signal = 3 * this->tile + 40 + static_cast<long long>(shift),
                        .filter = 9,
                        .output = 3 * this->tile + 40,
                        .origin = -4,
                        .shift = shift,
                        .output_shift = output_shift});
      if (this->HasFailure()) return;
    }
  }
}

// The window of the last whole tile ends before, with and behind the signal, from every place modulo 16 bytes; the
// address sanitizer notices a read behind it.
TYPED_TEST(direct_1d_stored, reads_nothing_behind_the_signal) {
  const long long turn = this->policy.outputs_per_thread;
  for (const long long filter : {1LL, 2LL, turn - 1, turn + 2})
    for (long long more = 0; more < turn + 17; ++more)
      check<TypeParam>({.signal = 2 * this->tile + filter - 1 + more,
                        .filter = filter,
                        .output = 2 * this->tile,
                        .origin = 0,
                        .shift = static_cast<std::size_t>(more) % 16});
}

// Rows whose places modulo 16 bytes differ from line to line.
TYPED_TEST(direct_1d_stored, gives_each_signal_its_filter) {
  for (const bool per_signal : {false, true}) {
    check<TypeParam>({.signal = 2 * this->tile + 57,
                      .filter = 7,
                      .output = 2 * this->tile + 63,
                      .origin = -6,
                      .batch = 5,
                      .per_signal = per_signal});
  }
}

TYPED_TEST(direct_1d_stored, has_the_bits_of_the_general_kernel_of_numbers_that_are_none_and_of_the_smallest) {
  for (const content values : {content::infinite, content::underflowing})
    for (const long long signal : {90LL, 3 * this->tile + 1})
      check<TypeParam>({.signal = signal, .filter = 31, .output = signal + 30, .origin = -30, .values = values});
}

TYPED_TEST(direct_1d_stored, goes_on_beyond_the_signal_by_every_rule) {
  const long long chunk = this->policy.taps_per_chunk;
  for (const boundary& rule : {boundary(reflect), boundary(mirror), boundary(nearest), boundary(wrap), constant(3)})
    for (const long long signal : {5LL, 2 * this->tile + 50})
      check<TypeParam>({.signal = signal, .filter = chunk + 6, .output = signal, .origin = -(chunk / 2), .rule = rule});
}

TYPED_TEST(direct_1d_stored, has_the_same_bits_under_every_schedule) {
  const long long chunk = this->policy.taps_per_chunk;
  for (const schedule& how : schedules) {
    SCOPED_TRACE(how.name);
    const scheduled scope(how);
    check<TypeParam>({.signal = 2 * this->tile + 300,
                      .filter = 2 * chunk + 3,
                      .output = 2 * this->tile + 302 + 2 * chunk,
                      .origin = -2 * chunk - 2,
                      .batch = 2});
  }
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
