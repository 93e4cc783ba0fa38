// tile_2d on images of narrow elements against the general kernel, bit for bit.
#include <gtest/gtest.h>

#include <cstdint>

#include "kernels/operand_field.hpp"
#include "kernels/schedules.hpp"
#include "kernels/tile_2d_case.hpp"

namespace faltung::test {
namespace {

template <element_type Signal, element_type Output, class Sum, class Stored, class Result,
          template <class> class Policies>
struct with {
  static constexpr element_type from = Signal;
  static constexpr element_type to = Output;
  using sum = Sum;
  using stored = Stored;
  using result = Result;
  using policy = Policies<Sum>;
};

// Kernels know the unsigned type of integers; which they are they are told when they run.
template <class Type>
struct as_kernels_know {
  using type = Type;
};
template <class Type>
  requires std::is_integral_v<Type>
struct as_kernels_know<Type> {
  using type = std::make_unsigned_t<Type>;
};

template <class Case>
class tile_2d_stored : public testing::Test {
 protected:
  using Sum = typename Case::sum;
  using Stored = typename Case::stored;
  using Result = typename Case::result;
  using Policy = typename Case::policy;
  static constexpr kernel::tile_2d_policy policy = Policy::value;
  static constexpr long long tile_columns = policy.most_across * policy.columns_per_thread;
  static constexpr long long tile_rows = policy.most_threads / policy.most_across * policy.rows_per_thread;

  void check(const one_case& c) {
    const case_types types{Case::from, Case::from, Case::to, type_of<Sum>};
    check_against_general<Sum, Stored, Result>(
        c, types, [](const geometry& where, const kernel::direct_operands<Sum>& operands, int multiprocessors) {
          const kernel::tile_2d_tiling tiling =
              kernel::tile_2d_tiling_of<Sum>(Policy::value, cuda::tile_2d_places_of(where, multiprocessors));
          cuda::launch_tile_2d<Sum, Policy, typename as_kernels_know<Stored>::type,
                               typename as_kernels_know<Result>::type>(where, tiling, operands, nullptr);
        });
  }
};

using word = std::uint32_t;
using cases = testing::Types<
    with<float16, float16, float, float16_t, float16_t, usual>, with<float16, float32, float, float16_t, float, odd>,
    with<bfloat16, bfloat16, float, bfloat16_t, bfloat16_t, odd>,
    with<bfloat16, float32, float, bfloat16_t, float, smallest>, with<int8, int8, word, std::int8_t, std::int8_t, odd>,
    with<uint8, uint8, word, std::uint8_t, std::uint8_t, usual>,
    with<int8, int32, word, std::int8_t, std::int32_t, smallest>, with<uint8, uint32, word, std::uint8_t, word, odd>,
    with<int16, int16, word, std::int16_t, std::int16_t, usual>,
    with<uint16, uint16, word, std::uint16_t, std::uint16_t, smallest>,
    with<int16, uint32, word, std::int16_t, word, odd>>;
TYPED_TEST_SUITE(tile_2d_stored, cases);

TYPED_TEST(tile_2d_stored, has_the_bits_of_the_general_kernel_at_every_border) {
  for (const long long filter : {1LL, 2LL, 5LL, 9LL, TestFixture::policy.columns_per_chunk + 1LL}) {
    for (const long long output : {1LL, TestFixture::tile_columns + 1}) {
      for (const tile_2d_axis& columns : tile_2d_placements(output, filter)) {
        this->check({.rows = {4, 3, 4, -1}, .columns = columns});
        if (this->HasFailure()) return;
      }
    }
  }
  for (const long long output : {1LL, 2 * TestFixture::tile_rows + 1}) {
    for (const tile_2d_axis& rows : tile_2d_placements(output, 5)) {
      this->check({.rows = rows, .columns = {12, 3, 12, -1}});
      if (this->HasFailure()) return;
    }
  }
}

TYPED_TEST(tile_2d_stored, continues_the_signal_by_every_rule) {
  const long long columns = TestFixture::tile_columns + 9;
  for (const boundary_rule rule : all_rules) {
    for (const tile_2d_axis& across : {tile_2d_axis{columns, 6, columns, -3},
                                       tile_2d_axis{columns + 3, 6, columns + 3, -3}, tile_2d_axis{2, 4, 11, -3}}) {
      this->check({.rows = {20, 3, 20, -1}, .columns = across, .rule = rule});
      this->check({.rows = {2, 7, 9, -5}, .columns = across, .rule = rule});
      if (this->HasFailure()) return;
    }
  }
}

TYPED_TEST(tile_2d_stored, takes_operands_of_any_alignment) {
  const long long width = 3 * TestFixture::tile_columns;
  const tile_2d_axis rows{3 * TestFixture::tile_rows, 4, 3 * TestFixture::tile_rows, -1};
  for (long long by = 0; by < 4; ++by) {
    for (const tile_2d_axis& columns : {tile_2d_axis{width + 4, 5, width, 0}, tile_2d_axis{width, 4, width, -2}}) {
      this->check({.rows = rows, .columns = columns, .signal_shift = by, .output_shift = 3 - by});
      this->check({.rows = rows, .columns = columns, .signal_gap = by, .output_gap = (by + 1) % 4});
      this->check({.rows = rows, .columns = columns, .signal_shift = by});
      if (this->HasFailure()) return;
    }
  }
  this->check({.rows = {20, 2, 20, -1}, .columns = {width, 4, width, -2}, .upwards = true});
}

TYPED_TEST(tile_2d_stored, gives_each_image_its_filters) {
  for (const long long bank : {1LL, 3LL}) {
    for (const bool per_signal : {false, true}) {
      this->check(
          {.rows = {5, 4, 5, -2}, .columns = {7, 3, 7, -1}, .images = 9, .bank = bank, .per_signal = per_signal});
      if (this->HasFailure()) return;
    }
  }
}

TYPED_TEST(tile_2d_stored, leaves_out_what_is_outside_whatever_the_numbers) {
  for (const contents of : {contents::infinite, contents::minute}) {
    this->check({.rows = {9, 5, 13, -4}, .columns = {30, 7, 36, -6}, .bank = 2, .of = of});
    this->check({.rows = {40, 5, 44, -4}, .columns = {TestFixture::tile_columns + 30, 5, 40, 4}, .of = of});
    this->check({.rows = {9, 5, 13, -4}, .columns = {20, 4, 20, -2}, .images = 9, .per_signal = true, .of = of});
    if (this->HasFailure()) return;
  }
}

TYPED_TEST(tile_2d_stored, has_the_same_bits_under_every_schedule) {
  for (const schedule& how : schedules) {
    SCOPED_TRACE(how.name);
    const scheduled scope(how);
    this->check({.rows = {20, 9, 28, -8}, .columns = {40, 3, 42, -2}, .images = 2, .bank = 2});
    this->check({.rows = {20, 3, 20, -1}, .columns = {40, 6, 40, -3}, .rule = boundary_rule::mirror, .images = 3});
  }
}

}  // namespace
}  // namespace faltung::test
