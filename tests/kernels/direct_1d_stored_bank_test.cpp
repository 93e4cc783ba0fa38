// direct_1d_stored_bank and direct_1d_stored_bank_lines against the general kernel, bit for bit, and their choice.
#include "direct_1d_stored_bank.cuh"

#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <string>

#include "cuda/enqueue_direct_1d_stored_bank.cuh"
#include "kernels/schedules.hpp"
#include "kernels/stored_case.hpp"

namespace faltung::test {
namespace {

// Taps of one filter at a time, few lines at a time.
struct small {
  static constexpr kernel::direct_1d_bank_policy value{4, 4, 64, 1};
};
struct small_lines {
  static constexpr kernel::direct_1d_bank_lines_policy value{4, 64, 1, 4096};
};

// One of both kernels: by_lines for rows that fit into a block.
template <class Kind, bool by_lines>
void check(const case_1d<typename Kind::sum>& c) {
  using sum = typename Kind::sum;
  using stored = typename Kind::stored;
  using result = typename Kind::result;
  check_stored<sum, typename Kind::signal, typename Kind::output, sum>(c, [](const geometry& where, const auto& of) {
    if constexpr (by_lines) {
      cuda::launch_direct_1d_stored_bank_lines<sum, stored, result, typename Kind::policy::lines>(where, of, nullptr);
    } else {
      cuda::launch_direct_1d_stored_bank<sum, stored, result, typename Kind::policy::tiles>(where, of, nullptr);
    }
  });
}

struct smallest {
  using tiles = small;
  using lines = small_lines;
};
template <class Type>
struct usual {
  using tiles = kernel::direct_1d_bank_of<Type>;
  using lines = kernel::direct_1d_bank_lines_of<Type>;
};

template <class Kind>
class direct_1d_stored_bank : public testing::Test {
 protected:
  static constexpr long long turn = Kind::policy::tiles::value.outputs_per_thread;
  static constexpr long long tile = turn * Kind::policy::tiles::value.most_threads;
  void both(const case_1d<typename Kind::sum>& c) {
    check<Kind, false>(c);
    check<Kind, true>(c);
  }
};
using kinds =
    testing::Types<kind<float, float16_t, float16_t, smallest>, kind<float, float16_t, float16_t, usual<float>>,
                   kind<float, float16_t, float, smallest>, kind<float, bfloat16_t, bfloat16_t, smallest>,
                   kind<float, bfloat16_t, float, smallest>, kind<std::uint32_t, std::int8_t, std::int8_t, smallest>,
                   kind<std::uint32_t, std::uint8_t, std::uint8_t, usual<std::uint32_t>>,
                   kind<std::uint32_t, std::int8_t, std::int32_t, smallest>,
                   kind<std::uint32_t, std::int16_t, std::int16_t, smallest>,
                   kind<std::uint32_t, std::uint16_t, std::uint16_t, usual<std::uint32_t>>,
                   kind<std::uint32_t, std::uint16_t, std::int32_t, smallest>>;
TYPED_TEST_SUITE(direct_1d_stored_bank, kinds);

TYPED_TEST(direct_1d_stored_bank, has_the_bits_of_the_general_kernel_at_every_border) {
  for (const long long output : {1LL, this->turn + 1, 5 * this->turn + 1}) {
    for (const long long filter : {1LL, this->turn + 1, 3 * this->turn + 1}) {
      for (const auto& c : placed_1d<typename TypeParam::sum>(
               {.filter = filter, .output = output, .batch = 2, .bank = 3}, 2 * this->turn)) {
        this->both(c);
        if (this->HasFailure()) return;
      }
    }
  }
}

// Several tiles, of which some lie inside the signal, and each pair of places of signal and output modulo 16 bytes.
TYPED_TEST(direct_1d_stored_bank, takes_pointers_of_any_alignment) {
  for (std::size_t shift = 0; shift < 16 / sizeof(typename TypeParam::signal); ++shift) {
    for (std::size_t output_shift = 0; output_shift < 16 / sizeof(typename TypeParam::output); ++output_shift) {
      for (const long long output : {2LL, 64LL, 3 * this->tile + 41}) {
        case_1d<typename TypeParam::sum> c{.signal = output + 4,
                                           .filter = 9,
                                           .output = output,
                                           .origin = -2,
                                           .bank = 2,
                                           .shift = shift,
                                           .output_shift = output_shift};
        check<TypeParam, false>(c);
        if (output < this->tile) check<TypeParam, true>(c);
        if (this->HasFailure()) return;
      }
    }
  }
}

TYPED_TEST(direct_1d_stored_bank, takes_any_number_of_filters_for_all_signals_or_for_each) {
  for (const bool per_signal : {false, true})
    for (const long long bank : {1, 2, 5, 16, 17})
      this->both(
          {.signal = 50, .filter = 7, .output = 47, .origin = -3, .batch = 3, .per_signal = per_signal, .bank = bank});
}

// The window of the last whole tile ends before, with and behind the signal; the address sanitizer notices a read
// behind it.
TYPED_TEST(direct_1d_stored_bank, reads_nothing_behind_the_signal) {
  for (long long more = 0; more < this->turn + 17; ++more)
    check<TypeParam, false>({.signal = 2 * this->tile + 4 + more,
                             .filter = 5,
                             .output = 2 * this->tile,
                             .origin = 0,
                             .bank = 2,
                             .shift = static_cast<std::size_t>(more) % 16});
}

TYPED_TEST(direct_1d_stored_bank, has_the_bits_of_the_general_kernel_of_numbers_that_are_none_and_of_the_smallest) {
  for (const content values : {content::infinite, content::underflowing})
    this->both({.signal = 90, .filter = 31, .output = 120, .origin = -30, .batch = 2, .bank = 3, .values = values});
}

TYPED_TEST(direct_1d_stored_bank, goes_on_beyond_the_signal_by_every_rule) {
  for (const boundary& rule : continuing_rules)
    for (const long long signal : {5LL, 50LL})
      this->both({.signal = signal, .filter = 21, .output = signal, .origin = -10, .bank = 3, .rule = rule});
}

TYPED_TEST(direct_1d_stored_bank, has_the_same_bits_under_every_schedule) {
  for (const schedule& how : schedules) {
    SCOPED_TRACE(how.name);
    const scheduled scope(how);
    this->both({.signal = 101, .filter = 33, .output = 99, .origin = -16, .batch = 2, .bank = 20});
  }
}

TEST(direct_1d_stored_bank_choice, is_for_banks_over_rows_of_halves_and_short_integers) {
  const auto is_taken = [](const problem& description, const std::string& kernel) {
    return kernel_for(description).find(kernel) != std::string::npos;
  };
  for (const element_type type : {float16, bfloat16, int8, uint8, int16, uint16}) {
    SCOPED_TRACE(to_string(type));
    problem one{.signal = 10'000, .filter = 31, .bank = 16, .type = type, .mode = mode::same};
    EXPECT_TRUE(is_taken(one, "direct_1d_stored_bankI"));
    one.output_type = is_integer(type) ? int32 : float32;
    EXPECT_TRUE(is_taken(one, "direct_1d_stored_bankI"));
    one.signal = 100;
    one.batch = 5000;
    EXPECT_TRUE(is_taken(one, "direct_1d_stored_bank_linesI"));
    one.filters = filters::per_signal;
    EXPECT_TRUE(is_taken(one, "direct_1d_stored_bank_linesI"));
    one.output_type = is_integer(type) ? int64 : float64;
    EXPECT_FALSE(is_taken(one, "direct_1d_stored_bank"));
  }
  EXPECT_FALSE(is_taken({.signal = 10'000, .filter = 31, .bank = 16, .type = float32}, "direct_1d_stored_bank"));
}

}  // namespace
}  // namespace faltung::test
