// tile_2d_complex on images of complex numbers against the general kernel, bit for bit.
#include "tile_2d_complex.cuh"

#include <gtest/gtest.h>

#include <complex>

#include "cuda/enqueue_tile_2d_complex.cuh"
#include "kernels/operand_field.hpp"
#include "kernels/schedules.hpp"
#include "kernels/tile_2d_case.hpp"

namespace faltung::test {
namespace {

template <class Type>
struct usual_complex : kernel::tile_2d_complex_usual<Type> {};

// Signals and filters are complex or real, one of them complex.
template <class Type, bool ComplexSignal, bool ComplexFilter, template <class> class Policies>
struct with {
  using type = Type;
  using policy = Policies<Type>;
  static constexpr int parts = ComplexSignal ? 2 : 1;
  static constexpr element_type complex = sizeof(Type) == 4 ? complex64 : complex128;
  static constexpr case_types types{ComplexSignal ? complex : type_of<Type>, ComplexFilter ? complex : type_of<Type>,
                                    complex, type_of<Type>};
};

template <class Case>
class tile_2d_complex : public testing::Test {
 protected:
  using Type = typename Case::type;
  using Policy = typename Case::policy;
  static constexpr kernel::tile_2d_policy policy = Policy::value;
  static constexpr long long tile_columns = policy.most_across * policy.columns_per_thread;
  static constexpr long long tile_rows = policy.most_threads / 2 / policy.most_across * policy.rows_per_thread;

  void check(const one_case& c) {
    check_against_general<Type, Type, Type>(
        c, Case::types, [](const geometry& where, const kernel::direct_operands<Type>& operands, int multiprocessors) {
          const kernel::tile_2d_tiling tiling =
              kernel::tile_2d_tiling_of<Type>(Policy::value, cuda::tile_2d_complex_places_of(where, multiprocessors));
          cuda::launch_tile_2d_complex<Type, Case::parts, Policy>(where, tiling, operands, nullptr);
        });
  }
};

using cases = testing::Types<
    with<float, true, true, usual_complex>, with<float, true, true, smallest>, with<float, true, true, odd>,
    with<float, true, false, odd>, with<float, true, false, usual_complex>, with<float, false, true, usual_complex>,
    with<float, false, true, odd>, with<double, true, true, usual_complex>, with<double, true, true, smallest>,
    with<double, true, false, odd>, with<double, false, true, smallest>, with<double, false, true, usual_complex>>;
TYPED_TEST_SUITE(tile_2d_complex, cases);

TYPED_TEST(tile_2d_complex, has_the_bits_of_the_general_kernel_at_every_border) {
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

TYPED_TEST(tile_2d_complex, takes_filters_of_every_size) {
  const long long rows = TestFixture::tile_rows + 3;
  const long long columns = 2 * TestFixture::tile_columns + 5;
  for (const auto& [down, across] : {std::pair{1LL, 1LL}, {3LL, 3LL}, {5LL, 4LL}, {9LL, 9LL}, {31LL, 6LL}})
    this->check({.rows = {rows, down, rows, -(down / 2)}, .columns = {columns, across, columns, -(across / 2)}});
}

TYPED_TEST(tile_2d_complex, continues_the_signal_by_every_rule) {
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

TYPED_TEST(tile_2d_complex, takes_operands_of_any_alignment) {
  const long long width = 3 * TestFixture::tile_columns;
  const tile_2d_axis rows{3 * TestFixture::tile_rows, 4, 3 * TestFixture::tile_rows, -1};
  for (long long by = 0; by < 2; ++by) {
    for (const tile_2d_axis& columns : {tile_2d_axis{width + 4, 5, width, 0}, tile_2d_axis{width, 4, width, -2}}) {
      this->check({.rows = rows, .columns = columns, .signal_shift = by, .output_shift = 1 - by});
      this->check({.rows = rows, .columns = columns, .signal_gap = by, .output_gap = (by + 1) % 4});
      this->check({.rows = rows, .columns = columns, .signal_shift = by});
      if (this->HasFailure()) return;
    }
  }
  this->check({.rows = {20, 2, 20, -1}, .columns = {width, 4, width, -2}, .upwards = true});
}

TYPED_TEST(tile_2d_complex, gives_each_image_its_filters) {
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

TYPED_TEST(tile_2d_complex, leaves_out_what_is_outside_whatever_the_numbers) {
  for (const contents of : {contents::infinite, contents::minute}) {
    this->check({.rows = {9, 5, 13, -4}, .columns = {30, 7, 36, -6}, .bank = 2, .of = of});
    this->check({.rows = {40, 5, 44, -4}, .columns = {TestFixture::tile_columns + 30, 5, 40, 4}, .of = of});
    this->check({.rows = {9, 5, 13, -4}, .columns = {20, 4, 20, -2}, .images = 9, .per_signal = true, .of = of});
    if (this->HasFailure()) return;
  }
}

TYPED_TEST(tile_2d_complex, has_the_same_bits_under_every_schedule) {
  for (const schedule& how : schedules) {
    SCOPED_TRACE(how.name);
    const scheduled scope(how);
    this->check({.rows = {20, 9, 28, -8}, .columns = {40, 3, 42, -2}, .images = 2, .bank = 2});
    this->check({.rows = {20, 3, 20, -1}, .columns = {40, 6, 40, -3}, .rule = boundary_rule::mirror, .images = 3});
  }
}

// Real and imaginary parts are moved together where they lie at a multiple of both their sizes.
TEST(tile_2d_complex_operands, have_to_begin_at_a_multiple_of_an_element) {
  const geometry where =
      geometry_of({.rows = {6, 3, 6, -1}, .columns = {8, 3, 8, -1}}, {complex64, complex64, complex64, float32});
  const std::vector<float> taps(9 * 4, 1.0F);
  alignas(16) float signal[2 * 48 + 4] = {};
  alignas(16) float output[2 * 48 + 4] = {};
  const kernel::tile_2d_tiling tiling = cuda::usual_tile_2d_complex_tiling<float>(where, 1);
  const auto enqueued = [&](int signal_by, int output_by) {
    return cuda::enqueue_tile_2d_complex(where, tiling, signal + signal_by, taps.data(), output + output_by, nullptr);
  };
  EXPECT_TRUE(enqueued(0, 0));
  EXPECT_TRUE(enqueued(2, 2));
  EXPECT_FALSE(enqueued(1, 0));
  EXPECT_FALSE(enqueued(0, 1));
}

}  // namespace
}  // namespace faltung::test
