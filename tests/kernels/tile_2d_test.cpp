// tile_2d against the plain chain of multiply-adds, bit for bit, at every border, alignment and boundary.
#include "tile_2d.cuh"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

#include "cuda/enqueue_tile_2d.cuh"
#include "kernels/operand_field.hpp"
#include "kernels/schedules.hpp"
#include "kernels/tile_2d_case.hpp"
#include "support/bounds.hpp"
#include "support/operands.hpp"

namespace faltung::test {
namespace {

template <class Type, template <class> class Policy>
struct with {
  using type = Type;
  using policy = Policy<Type>;
};

template <class Case>
class tile_2d : public testing::Test {
 protected:
  using Type = typename Case::type;
  using Policy = typename Case::policy;
  static constexpr kernel::tile_2d_policy policy = Policy::value;
  static constexpr long long tile_columns = policy.most_across * policy.columns_per_thread;
  static constexpr long long tile_rows = policy.most_threads / policy.most_across * policy.rows_per_thread;

  static void season(std::vector<Type>& signal, std::vector<Type>& taps, contents how) {
    if constexpr (!std::is_integral_v<Type>) {
      using limits = std::numeric_limits<Type>;
      switch (how) {
        case contents::ordinary: return;
        case contents::infinite:
          taps.front() = limits::infinity();
          taps.back() = limits::quiet_NaN();
          signal[signal.size() / 2] = -limits::infinity();
          return;
        // Products that underflow, to -0 as well, amid zeros.
        case contents::minute:
          for (std::size_t i = 0; i < signal.size(); ++i)
            signal[i] = i % 3 == 0 ? Type{0} : i % 3 == 1 ? -limits::denorm_min() : signal[i] * limits::min();
          for (std::size_t i = 0; i < taps.size(); i += 2) taps[i] = std::abs(taps[i]) * limits::min();
          return;
        // Mostly zeros, and the least numbers that are not delicate.
        case contents::black: {
          const Type least = sizeof(Type) == 4 ? static_cast<Type>(0x1p-51) : static_cast<Type>(0x1p-485);
          for (std::size_t i = 0; i < signal.size(); ++i)
            signal[i] = i % 7 != 0 ? Type{0} : i % 2 == 0 ? least : -std::nextafter(least, Type{1});
          for (std::size_t i = 0; i < taps.size(); ++i)
            taps[i] = i % 3 == 0 ? Type{0} : i % 3 == 1 ? -least : std::nextafter(least, Type{1});
          return;
        }
      }
    }
  }

  void check(const one_case& c) {
    SCOPED_TRACE(described(c));
    const long long in_pitch = c.columns.signal + c.signal_gap;
    const long long out_pitch = c.columns.output + c.output_gap;
    const long long in_image = c.rows.signal * in_pitch;
    const long long out_image = c.rows.output * out_pitch;
    const long long filters = c.bank * (c.per_signal ? c.images : 1);
    const long long filter_elements = c.rows.filter * c.columns.filter;
    auto signal =
        random_elements(type_of<Type>, in_image * c.images + c.signal_shift, values::normal, 1).template as<Type>();
    auto taps = random_elements(type_of<Type>, filter_elements * filters, values::normal, 2).template as<Type>();
    season(signal, taps, c.of);
    const long long first_row = c.upwards ? (c.rows.signal - 1) * in_pitch : 0;
    const geometry where = geometry_of(c, {type_of<Type>, type_of<Type>, type_of<Type>, type_of<Type>});
    std::vector<Type> output(static_cast<std::size_t>(out_image * c.images * c.bank + c.output_shift),
                             static_cast<Type>(77));
    std::vector<Type> expected = output;
    for (long long e = 0; e < c.images * c.bank; ++e) {
      const Type* const image = signal.data() + c.signal_shift + e / c.bank * in_image + first_row;
      const Type* const filter = taps.data() + (c.per_signal ? e : e % c.bank) * filter_elements;
      for (long long y = 0; y < c.rows.output; ++y)
        for (long long x = 0; x < c.columns.output; ++x)
          expected[static_cast<std::size_t>(c.output_shift + e * out_image + y * out_pitch + x)] =
              chain(c, image, where.signal.at.row, filter, y, x);
    }
    const auto operands = cuda::direct_operands_of<Type>(where, signal.data(), taps.data(), output.data());
    for (const int multiprocessors : {1, 2}) {
      std::fill(output.begin(), output.end(), static_cast<Type>(77));
      const kernel::tile_2d_tiling tiling =
          kernel::tile_2d_tiling_of<Type>(Policy::value, cuda::tile_2d_places_of(where, multiprocessors));
      cuda::launch_tile_2d<Type, Policy>(where, tiling, operands, nullptr);
      ASSERT_TRUE(same_bits<Type>(output, expected));
    }
  }

  static Type chain(const one_case& c, const Type* image, long long pitch, const Type* taps, long long y, long long x) {
    Type sum = 0;
    for (long long i = 0; i < c.rows.filter; ++i) {
      const long long row = walk(c.rule, c.rows.origin + y + i, c.rows.signal);
      if (row < 0 && c.rule == boundary_rule::zero) continue;
      for (long long j = 0; j < c.columns.filter; ++j) {
        const long long column = walk(c.rule, c.columns.origin + x + j, c.columns.signal);
        if (column < 0 && c.rule == boundary_rule::zero) continue;
        const Type sample = row < 0 || column < 0 ? Type{3} : image[row * pitch + column];
        sum = kernel::multiply_add(taps[i * c.columns.filter + j], sample, sum);
      }
    }
    return sum;
  }
};

using cases =
    testing::Types<with<float, usual>, with<float, smallest>, with<float, odd>, with<double, usual>,
                   with<double, smallest>, with<double, odd>, with<std::uint32_t, usual>, with<std::uint32_t, odd>>;
TYPED_TEST_SUITE(tile_2d, cases);

TYPED_TEST(tile_2d, has_the_bits_of_the_chain_at_every_border) {
  constexpr long long chunk = TestFixture::policy.columns_per_chunk;
  for (const long long filter : {1LL, 2LL, 3LL, 4LL, 5LL, 7LL, 8LL, 9LL, chunk, chunk + 1}) {
    for (const long long output : {1LL, TestFixture::tile_columns - 1, TestFixture::tile_columns + 1}) {
      for (const tile_2d_axis& columns : tile_2d_placements(output, filter)) {
        this->check({.rows = {4, 3, 4, -1}, .columns = columns});
        if (this->HasFailure()) return;
      }
    }
  }
  for (const long long filter : {1LL, 2LL, 5LL, TestFixture::tile_rows + 2}) {
    for (const long long output : {1LL, TestFixture::tile_rows - 1, 2 * TestFixture::tile_rows + 1}) {
      for (const tile_2d_axis& rows : tile_2d_placements(output, filter)) {
        this->check({.rows = rows, .columns = {12, 3, 12, -1}});
        if (this->HasFailure()) return;
      }
    }
  }
}

TYPED_TEST(tile_2d, continues_the_signal_by_every_rule) {
  const long long columns = TestFixture::tile_columns + 9;
  for (const boundary_rule rule : all_rules) {
    for (const tile_2d_axis& across :
         {tile_2d_axis{columns, 6, columns, -3}, tile_2d_axis{columns + 3, 6, columns + 3, -3},
          tile_2d_axis{2, 4, 11, -3}, tile_2d_axis{1, 9, 5, -7}}) {
      for (const tile_2d_axis& down :
           {tile_2d_axis{20, 3, 20, -1}, tile_2d_axis{2, 7, 9, -5}, tile_2d_axis{1, 2, 3, -1}}) {
        this->check({.rows = down, .columns = across, .rule = rule});
        if (this->HasFailure()) return;
      }
    }
  }
}

TYPED_TEST(tile_2d, takes_operands_of_any_alignment) {
  const long long width = 3 * TestFixture::tile_columns;
  for (long long in = 0; in < 4; ++in) {
    for (long long out = 0; out < 4; ++out) {
      for (const tile_2d_axis& columns : {tile_2d_axis{width + 4, 5, width, 0}, tile_2d_axis{width, 4, width, -2}}) {
        const tile_2d_axis rows{3 * TestFixture::tile_rows, 4, 3 * TestFixture::tile_rows, -1};
        this->check({.rows = rows, .columns = columns, .signal_shift = in, .output_shift = out});
        this->check({.rows = rows, .columns = columns, .signal_gap = in, .output_gap = out});
        if (this->HasFailure()) return;
      }
    }
  }
  this->check({.rows = {20, 2, 20, -1}, .columns = {width, 4, width, -2}, .upwards = true});
}

TYPED_TEST(tile_2d, gives_each_image_its_filters) {
  for (const long long images : {1LL, 7LL, 61LL}) {
    for (const long long bank : {1LL, 2LL, 5LL}) {
      for (const bool per_signal : {false, true}) {
        this->check({.rows = {5, 4, 5, -2},
                     .columns = {7, 3, 7, -1},
                     .images = images,
                     .bank = bank,
                     .per_signal = per_signal});
        // With rows that all begin alike modulo a pack.
        this->check({.rows = {5, 4, 5, -2},
                     .columns = {8, 3, 8, -1},
                     .rule = bank == 2 ? boundary_rule::constant : boundary_rule::zero,
                     .images = images,
                     .bank = bank,
                     .per_signal = per_signal,
                     .signal_shift = bank - 1});
        if (images > 7) continue;
        // In several tiles and several chunks of the filter.
        this->check({.rows = {9, 3, 11, -2},
                     .columns = {TestFixture::tile_columns + 3, TestFixture::policy.columns_per_chunk + 2,
                                 TestFixture::tile_columns + 4, -3},
                     .images = images,
                     .bank = bank,
                     .per_signal = per_signal});
        if (this->HasFailure()) return;
      }
    }
  }
}

TYPED_TEST(tile_2d, leaves_out_what_is_outside_whatever_the_numbers) {
  for (const contents of : {contents::infinite, contents::minute, contents::black}) {
    for (const tile_2d_axis& columns :
         {tile_2d_axis{30, 7, 36, -6},
          tile_2d_axis{2 * TestFixture::tile_columns, 4, 2 * TestFixture::tile_columns, -2},
          tile_2d_axis{9, TestFixture::policy.columns_per_chunk + 3, 30, -20}}) {
      this->check({.rows = {9, 5, 13, -4}, .columns = columns, .bank = 2, .of = of});
      this->check({.rows = {9, 5, 13, -4}, .columns = columns, .images = 9, .per_signal = true, .of = of});
    }
  }
}

TYPED_TEST(tile_2d, has_the_same_bits_under_every_schedule) {
  for (const schedule& how : schedules) {
    SCOPED_TRACE(how.name);
    const scheduled scope(how);
    this->check({.rows = {20, 9, 28, -8}, .columns = {40, 3, 42, -2}, .images = 2, .bank = 2});
    this->check({.rows = {20, 3, 20, -1}, .columns = {40, 6, 40, -3}, .rule = boundary_rule::mirror, .images = 3});
    this->check({.rows = {20, 3, 20, -1}, .columns = {40, 6, 40, -3}, .images = 3, .of = contents::minute});
    this->check(
        {.rows = {4, 3, 6, -2}, .columns = {70, TestFixture::policy.columns_per_chunk + 9, 80, -8}, .images = 2});
  }
}

}  // namespace
}  // namespace faltung::test
