// What tile_2d makes of images of other elements than the type computed in, held to the general kernel's bits: the
// cases that are the same whatever the elements.
#pragma once

#include <gtest/gtest.h>

#include "kernels/operand_field.hpp"
#include "kernels/schedules.hpp"
#include "kernels/tile_2d_case.hpp"

namespace faltung::test {

// Kind has the `types` of a problem, what they are in memory as check_against_general takes it (sum, stored, result),
// a policy, how many threads make one place of a tile (threads_per_place), and launch(geometry, operands,
// multiprocessors).
template <class Kind>
class tile_2d_images : public testing::Test {
 protected:
  static constexpr kernel::tile_2d_policy policy = Kind::policy::value;
  static constexpr long long tile_columns = policy.most_across * policy.columns_per_thread;
  static constexpr long long tile_rows =
      policy.most_threads / Kind::threads_per_place / policy.most_across * policy.rows_per_thread;

  static void check(const one_case& c) {
    check_against_general<typename Kind::sum, typename Kind::stored, typename Kind::result>(c, Kind::types,
                                                                                            &Kind::launch);
  }
};
TYPED_TEST_SUITE_P(tile_2d_images);

TYPED_TEST_P(tile_2d_images, has_the_bits_of_the_general_kernel_at_every_border) {
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

TYPED_TEST_P(tile_2d_images, continues_the_signal_by_every_rule) {
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

TYPED_TEST_P(tile_2d_images, takes_operands_of_any_alignment) {
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

TYPED_TEST_P(tile_2d_images, gives_each_image_its_filters) {
  for (const long long bank : {1LL, 3LL}) {
    for (const bool per_signal : {false, true}) {
      this->check(
          {.rows = {5, 4, 5, -2}, .columns = {7, 3, 7, -1}, .images = 9, .bank = bank, .per_signal = per_signal});
      this->check(
          {.rows = {9, 9, 9, -4}, .columns = {40, 9, 40, -4}, .images = 2, .bank = bank, .per_signal = per_signal});
      if (this->HasFailure()) return;
    }
  }
}

TYPED_TEST_P(tile_2d_images, leaves_out_what_is_outside_whatever_the_numbers) {
  for (const contents of : {contents::infinite, contents::minute}) {
    this->check({.rows = {9, 5, 13, -4}, .columns = {30, 7, 36, -6}, .bank = 2, .of = of});
    this->check({.rows = {40, 5, 44, -4}, .columns = {TestFixture::tile_columns + 30, 5, 40, 4}, .of = of});
    this->check({.rows = {9, 5, 13, -4}, .columns = {20, 4, 20, -2}, .images = 9, .per_signal = true, .of = of});
    if (this->HasFailure()) return;
  }
}

TYPED_TEST_P(tile_2d_images, has_the_same_bits_under_every_schedule) {
  for (const schedule& how : schedules) {
    SCOPED_TRACE(how.name);
    const scheduled scope(how);
    this->check({.rows = {20, 9, 28, -8}, .columns = {40, 3, 42, -2}, .images = 2, .bank = 2});
    this->check({.rows = {20, 3, 20, -1}, .columns = {40, 6, 40, -3}, .rule = boundary_rule::mirror, .images = 3});
  }
}

REGISTER_TYPED_TEST_SUITE_P(tile_2d_images, has_the_bits_of_the_general_kernel_at_every_border,
                            continues_the_signal_by_every_rule, takes_operands_of_any_alignment,
                            gives_each_image_its_filters, leaves_out_what_is_outside_whatever_the_numbers,
                            has_the_same_bits_under_every_schedule);

}  // namespace faltung::test
