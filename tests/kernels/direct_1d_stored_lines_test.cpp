// direct_1d_stored_lines against the general kernel, bit for bit, and where it is taken.
#include "direct_1d_stored_lines.cuh"

#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <string>

#include "cuda/enqueue_direct_1d_stored_lines.cuh"
#include "kernels/schedules.hpp"
#include "kernels/stored_case.hpp"

namespace faltung::test {
namespace {

// Chunks of a pack, so that all loops end at once; and memory for two lines of a few dozen outputs only.
struct smallest {
  static constexpr kernel::direct_1d_lines_policy value{4, 4, 96, 1, 4096};
};
struct odd {
  static constexpr kernel::direct_1d_lines_policy value{8, 24, 64, 1, 8192};
};

template <class Kind>
void check(const case_1d<typename Kind::sum>& c) {
  using sum = typename Kind::sum;
  check_stored<sum, typename Kind::signal, typename Kind::output, sum>(c, [](const geometry& where, const auto& of) {
    cuda::launch_direct_1d_stored_lines<sum, typename Kind::stored, typename Kind::result, typename Kind::policy>(
        where, of, nullptr);
  });
}

template <class Kind>
class direct_1d_stored_lines : public testing::Test {
 protected:
  static constexpr kernel::direct_1d_lines_policy policy = Kind::policy::value;
};
using half_usual = kernel::direct_1d_lines_of<float>;
using integer_usual = kernel::direct_1d_lines_of<std::uint32_t>;
using kinds = testing::Types<
    kind<float, float16_t, float16_t, smallest>, kind<float, float16_t, float16_t, half_usual>,
    kind<float, float16_t, float, odd>, kind<float, bfloat16_t, bfloat16_t, odd>,
    kind<float, bfloat16_t, float, smallest>, kind<std::uint32_t, std::int8_t, std::int8_t, smallest>,
    kind<std::uint32_t, std::int8_t, std::int8_t, integer_usual>, kind<std::uint32_t, std::uint8_t, std::uint8_t, odd>,
    kind<std::uint32_t, std::int8_t, std::int32_t, smallest>, kind<std::uint32_t, std::int16_t, std::int16_t, odd>,
    kind<std::uint32_t, std::uint16_t, std::uint16_t, smallest>,
    kind<std::uint32_t, std::uint16_t, std::int32_t, integer_usual>>;
TYPED_TEST_SUITE(direct_1d_stored_lines, kinds);

// Batches that leave the last block short of lines, lines that leave threads without work. Filters of an odd number of
// lines' outputs put each line at another place modulo 16 bytes.
TYPED_TEST(direct_1d_stored_lines, has_the_bits_of_the_general_kernel_at_every_border) {
  const long long turn = this->policy.outputs_per_thread;
  const long long chunk = this->policy.taps_per_chunk;
  for (const long long output : {1LL, turn - 1, turn, turn + 1, 7 * turn + 2}) {
    for (const long long filter : {1LL, 2LL, turn + 1, chunk, chunk + 3}) {
      for (const bool per_signal : {false, true}) {
        for (const auto& c : placed_1d<typename TypeParam::sum>(
                 {.filter = filter, .output = output, .batch = 7, .per_signal = per_signal}, 9)) {
          check<TypeParam>(c);
          if (this->HasFailure()) return;
        }
      }
    }
  }
}

// Each pair of places of signal and output modulo 16 bytes, and lines shorter than a word.
TYPED_TEST(direct_1d_stored_lines, takes_pointers_of_any_alignment) {
  for (std::size_t shift = 0; shift < 16 / sizeof(typename TypeParam::signal); ++shift) {
    for (std::size_t output_shift = 0; output_shift < 16 / sizeof(typename TypeParam::output); ++output_shift) {
      for (const long long output : {1LL, 2LL, 3LL, 64LL, 67LL}) {
        check<TypeParam>({.signal = output + 4,
                          .filter = 9,
                          .output = output,
                          .origin = -4,
                          .batch = 3,
                          .shift = shift,
                          .output_shift = output_shift});
        if (this->HasFailure()) return;
      }
    }
  }
}

// Windows that end before, with and behind the signal; the address sanitizer notices a read behind it.
TYPED_TEST(direct_1d_stored_lines, reads_nothing_behind_the_signal) {
  for (const long long filter : {1LL, 3LL, 22LL})
    for (long long signal = 40; signal < 80; ++signal)
      check<TypeParam>({.signal = signal,
                        .filter = filter,
                        .output = 40,
                        .origin = 0,
                        .shift = static_cast<std::size_t>(signal) % 16});
}

TYPED_TEST(direct_1d_stored_lines, has_the_bits_of_the_general_kernel_of_numbers_that_are_none_and_of_the_smallest) {
  for (const content values : {content::infinite, content::underflowing})
    for (const long long signal : {50LL, 90LL})
      check<TypeParam>(
          {.signal = signal, .filter = 31, .output = signal + 30, .origin = -30, .batch = 3, .values = values});
}

TYPED_TEST(direct_1d_stored_lines, goes_on_beyond_the_signal_by_every_rule) {
  for (const boundary& rule : continuing_rules)
    for (const long long signal : {5LL, 50LL})
      check<TypeParam>({.signal = signal, .filter = 21, .output = signal, .origin = -10, .batch = 3, .rule = rule});
}

TYPED_TEST(direct_1d_stored_lines, has_the_same_bits_under_every_schedule) {
  for (const schedule& how : schedules) {
    SCOPED_TRACE(how.name);
    const scheduled scope(how);
    for (const bool per_signal : {false, true})
      check<TypeParam>({.signal = 37, .filter = 61, .output = 71, .origin = -50, .batch = 9, .per_signal = per_signal});
  }
}

TEST(direct_1d_stored_lines_choice, is_for_short_rows_of_halves_and_short_integers) {
  const auto is_taken = [](const problem& description) {
    return kernel_for(description).find("direct_1d_stored_linesI") != std::string::npos;
  };
  for (const element_type type : {float16, bfloat16, int8, uint8, int16, uint16}) {
    SCOPED_TRACE(to_string(type));
    const problem usual{.signal = 1000, .filter = 31, .batch = 5, .type = type, .mode = mode::same};
    EXPECT_TRUE(is_taken(usual));
    problem other = usual;
    other.output_type = is_integer(type) ? int32 : float32;
    EXPECT_TRUE(is_taken(other));
    other = usual;
    other.filters = filters::per_signal;
    EXPECT_TRUE(is_taken(other));
    // Long rows, gaps, outputs of a third type.
    other = usual;
    other.signal = 100'000;
    EXPECT_FALSE(is_taken(other));
    other = usual;
    other.signal_layout = layout{.batch = 2000, .column = 2};
    EXPECT_FALSE(is_taken(other));
    other = usual;
    other.output_type = is_integer(type) ? int64 : float64;
    EXPECT_FALSE(is_taken(other));
  }
  EXPECT_FALSE(is_taken({.signal = 1000, .filter = 31, .batch = 5, .type = float32, .mode = mode::same}));
  EXPECT_FALSE(is_taken({.signal = 1000, .filter = 31, .batch = 5, .type = boolean, .mode = mode::same}));
}

}  // namespace
}  // namespace faltung::test
