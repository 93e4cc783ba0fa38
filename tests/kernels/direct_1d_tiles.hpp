// What kernels that make rows in tiles have in common whatever they store, as a suite over their elements and policies.
#pragma once

#include <gtest/gtest.h>

#include <cstddef>

#include "kernels/direct_1d_case.hpp"
#include "kernels/schedules.hpp"

namespace faltung::test {

// Rows has the types of the elements as they are in memory (signal, output) and computed in (sum), the outputs of a
// tile, the taps of a chunk, and check(case).
template <class Rows>
class direct_1d_tiles : public testing::Test {};
TYPED_TEST_SUITE_P(direct_1d_tiles);

// Each pair of places of signal and output modulo 16 bytes, in tiles at borders and between them.
TYPED_TEST_P(direct_1d_tiles, takes_pointers_of_any_alignment) {
  for (std::size_t shift = 0; shift < 16 / sizeof(typename TypeParam::signal); ++shift) {
    for (std::size_t output_shift = 0; output_shift < 16 / sizeof(typename TypeParam::output); ++output_shift) {
      TypeParam::check({.signal = 3 * TypeParam::tile + 40 + static_cast<long long>(shift),
                        .filter = 9,
                        .output = 3 * TypeParam::tile + 40,
                        .origin = -4,
                        .shift = shift,
                        .output_shift = output_shift});
      if (this->HasFailure()) return;
    }
  }
}

// Rows whose places modulo 16 bytes differ from line to line.
TYPED_TEST_P(direct_1d_tiles, gives_each_signal_its_filter) {
  for (const bool per_signal : {false, true}) {
    TypeParam::check({.signal = 2 * TypeParam::tile + 57,
                      .filter = 7,
                      .output = 2 * TypeParam::tile + 63,
                      .origin = -6,
                      .batch = 5,
                      .per_signal = per_signal});
  }
}

TYPED_TEST_P(direct_1d_tiles, goes_on_beyond_the_signal_by_every_rule) {
  for (const boundary& rule : continuing_rules)
    for (const long long signal : {5LL, 2 * TypeParam::tile + 50})
      TypeParam::check({.signal = signal,
                        .filter = TypeParam::chunk + 6,
                        .output = signal,
                        .origin = -(TypeParam::chunk / 2),
                        .rule = rule});
}

TYPED_TEST_P(direct_1d_tiles, has_the_same_bits_under_every_schedule) {
  for (const schedule& how : schedules) {
    SCOPED_TRACE(how.name);
    const scheduled scope(how);
    TypeParam::check({.signal = 2 * TypeParam::tile + 300,
                      .filter = 2 * TypeParam::chunk + 3,
                      .output = 2 * TypeParam::tile + 302 + 2 * TypeParam::chunk,
                      .origin = -2 * TypeParam::chunk - 2,
                      .batch = 2});
  }
}

REGISTER_TYPED_TEST_SUITE_P(direct_1d_tiles, takes_pointers_of_any_alignment, gives_each_signal_its_filter,
                            goes_on_beyond_the_signal_by_every_rule, has_the_same_bits_under_every_schedule);

}  // namespace faltung::test
