// direct_1d_bytes against the general kernel, bit for bit, and where it is taken.
#include "direct_1d_bytes.cuh"

#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <type_traits>

#include "cuda/enqueue_direct_1d_bytes.cuh"
#include "kernels/schedules.hpp"
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

template <class SignalType, class OutputType, class Policy>
struct kind {
  using signal = SignalType;
  using output = OutputType;
  using policy = Policy;
};

template <class Kind>
void check(const case_1d<std::uint32_t>& c) {
  using signal = typename Kind::signal;
  using output = typename Kind::output;
  check_stored<std::uint32_t, signal, output, signal>(c, [](const geometry& where, const auto& of) {
    cuda::launch_direct_1d_bytes<std::is_signed_v<signal>, std::make_unsigned_t<output>, typename Kind::policy>(
        where, of, nullptr);
  });
}

template <class Kind>
class direct_1d_bytes : public testing::Test {
 protected:
  static constexpr long long tile = Kind::policy::value.tile();
  static constexpr long long chunk = Kind::policy::value.taps_per_chunk;
};
using kinds = testing::Types<kind<std::int8_t, std::int8_t, smallest>, kind<std::int8_t, std::int32_t, smallest>,
                             kind<std::uint8_t, std::uint8_t, odd>, kind<std::int8_t, std::uint32_t, odd>,
                             kind<std::uint8_t, std::int32_t, smallest>, kind<std::uint8_t, std::int8_t, usual>,
                             kind<std::int8_t, std::int32_t, usual>>;
TYPED_TEST_SUITE(direct_1d_bytes, kinds);

// Filters of every number of groups up to a turn and around a chunk.
TYPED_TEST(direct_1d_bytes, has_the_bits_of_the_general_kernel_at_every_border) {
  for (const long long output : {1LL, this->tile - 1, this->tile, 2 * this->tile + 1}) {
    for (const long long filter : {1LL, 2LL, 3LL, 4LL, 5LL, 9LL, 14LL, 18LL, 21LL, 26LL, 33LL, this->chunk - 1,
                                   this->chunk, this->chunk + 1, 2 * this->chunk + 7}) {
      for (const long long origin : {1 - filter, -(filter / 2), 0LL, 3LL}) {
        // The signal ends inside the last window, with it, and after it.
        for (const long long beyond : {-(filter / 2) - 1, 0LL, 60LL}) {
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
TYPED_TEST(direct_1d_bytes, takes_pointers_of_any_alignment) {
  for (std::size_t shift = 0; shift < 16; ++shift) {
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
TYPED_TEST(direct_1d_bytes, reads_nothing_behind_the_signal) {
  for (const long long filter : {1LL, 2LL, 15LL, 18LL})
    for (long long more = 0; more < 48; ++more)
      check<TypeParam>({.signal = 2 * this->tile + filter - 1 + more,
                        .filter = filter,
                        .output = 2 * this->tile,
                        .origin = 0,
                        .shift = static_cast<std::size_t>(more) * 5 % 16});
}

// Rows whose places modulo 16 bytes differ from line to line.
TYPED_TEST(direct_1d_bytes, gives_each_signal_its_filter) {
  for (const bool per_signal : {false, true}) {
    check<TypeParam>({.signal = 2 * this->tile + 57,
                      .filter = 7,
                      .output = 2 * this->tile + 63,
                      .origin = -6,
                      .batch = 5,
                      .per_signal = per_signal});
  }
}

TYPED_TEST(direct_1d_bytes, goes_on_beyond_the_signal_by_every_rule) {
  for (const boundary& rule : {boundary(reflect), boundary(mirror), boundary(nearest), boundary(wrap), constant(3)})
    for (const long long signal : {5LL, 2 * this->tile + 50})
      check<TypeParam>(
          {.signal = signal, .filter = this->chunk + 6, .output = signal, .origin = -(this->chunk / 2), .rule = rule});
}

TYPED_TEST(direct_1d_bytes, has_the_same_bits_under_every_schedule) {
  for (const schedule& how : schedules) {
    SCOPED_TRACE(how.name);
    const scheduled scope(how);
    check<TypeParam>({.signal = 2 * this->tile + 300,
                      .filter = 2 * this->chunk + 3,
                      .output = 2 * this->tile + 302 + 2 * this->chunk,
                      .origin = -2 * this->chunk - 2,
                      .batch = 2});
  }
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
