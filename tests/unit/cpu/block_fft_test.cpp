// The block transforms by themselves: against sums in long double, lane by lane, and each way of combining them against
// the others.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <complex>
#include <cstdint>
#include <cstring>
#include <limits>
#include <numbers>
#include <vector>

#include "cases.hpp"
#include "cpu/aligned_buffer.hpp"
#include "cpu/block_twiddles.hpp"
#include "cpu/scalar_block_fft.hpp"
#include "forced_target.hpp"

namespace cpu_tests {
namespace {

using faltung::cpu::aligned_buffer;
using faltung::cpu::block_kernels;
using faltung::cpu::block_kernels_of_target;
using faltung::cpu::block_twiddles;
using faltung::cpu::frequency_at;
using faltung::kernel::product_rule;
using wide = std::complex<long double>;

wide turn(std::int64_t numerator, std::int64_t denominator) {
  const long double angle = -2 * std::numbers::pi_v<long double> * static_cast<long double>(numerator % denominator) /
                            static_cast<long double>(denominator);
  return {std::cos(angle), std::sin(angle)};
}

// Bins of a transform by the definition: all of a short one, some of a long one.
std::vector<std::int64_t> bins_of(std::int64_t points) {
  std::vector<std::int64_t> bins;
  for (std::int64_t k = 0; k < points; k += points <= 256 ? 1 : points / 64 - 1) bins.push_back(k);
  return bins;
}

wide by_definition(const std::vector<wide>& z, std::int64_t k) {
  const auto points = static_cast<std::int64_t>(z.size());
  wide sum = 0;
  for (std::int64_t j = 0; j < points; ++j) sum += z[static_cast<std::size_t>(j)] * turn(j * k % points, points);
  return sum;
}

long double norm(const std::vector<wide>& z) {
  long double sum = 0;
  for (const wide& one : z) sum += std::norm(one);
  return std::sqrt(sum);
}

// The relative error of a transform in the 2-norm that select/bounds.cpp proves; each bin of it is within that of the
// whole.
long double proved(int levels, long double u) {
  return (2 + std::sqrt(5.0L) + 1 / std::numbers::sqrt2_v<long double>) / 2 * levels * u * 1.001L;
}

template <class Type>
class block_fft : public testing::Test {
 protected:
  static constexpr long double u = std::numeric_limits<Type>::epsilon() / 2;

  // Points of all lanes, each with values of its own.
  static aligned_buffer<Type> lanes_of(std::int64_t numbers, unsigned seed = 1) {
    aligned_buffer<Type> made(numbers, "test");
    const std::vector<Type> values = noise<Type>(numbers, seed);
    std::copy(values.begin(), values.end(), made.data());
    return made;
  }

  static std::vector<wide> lane_of(const Type* lanes, std::int64_t points, std::int64_t width, std::int64_t lane) {
    std::vector<wide> z;
    for (std::int64_t p = 0; p < points; ++p)
      z.emplace_back(lanes[2 * width * p + lane], lanes[2 * width * p + width + lane]);
    return z;
  }

  static bool equal(const Type* a, const Type* b, std::int64_t numbers) {
    return std::memcmp(a, b, static_cast<std::size_t>(numbers) * sizeof(Type)) == 0;
  }

  template <class Check>
  static void on_every_target(Check&& check) {
    for (const std::int64_t target : runnable_targets()) {
      const forced_target forced(target);
      SCOPED_TRACE(hwy::TargetName(target));
      check(block_kernels_of_target<Type>());
    }
  }
};

using element_types = testing::Types<float, double>;
TYPED_TEST_SUITE(block_fft, element_types);

TYPED_TEST(block_fft, is_the_transform_of_each_lane_and_back) {
  using type = block_fft<TypeParam>;
  type::on_every_target([](const block_kernels<TypeParam>& kernels) {
    for (int levels = 0; levels <= faltung::cpu::most_block_levels; ++levels) {
      const std::int64_t points = std::int64_t{1} << levels;
      const std::int64_t numbers = 2 * points * kernels.width;
      const auto original = type::lanes_of(numbers);
      auto lanes = type::lanes_of(numbers);
      kernels.forward(lanes.data(), levels, block_twiddles<TypeParam>(levels));
      const std::int64_t lane = levels % kernels.width;
      const std::vector<wide> z = type::lane_of(original.data(), points, kernels.width, lane);
      const std::vector<wide> got = type::lane_of(lanes.data(), points, kernels.width, lane);
      const long double allowed = proved(levels, type::u) * norm(z) * std::sqrt(static_cast<long double>(points));
      std::vector<std::int64_t> places(static_cast<std::size_t>(points));
      for (std::int64_t p = 0; p < points; ++p) places[static_cast<std::size_t>(frequency_at(p, levels))] = p;
      for (const std::int64_t k : bins_of(points)) {
        const wide is = got[static_cast<std::size_t>(places[static_cast<std::size_t>(k)])];
        ASSERT_LE(std::abs(is - by_definition(z, k)), allowed) << points << " points, bin " << k;
      }
      kernels.inverse(lanes.data(), levels, block_twiddles<TypeParam>(levels));
      const std::vector<wide> again = type::lane_of(lanes.data(), points, kernels.width, lane);
      long double apart = 0;
      for (std::size_t i = 0; i < again.size(); ++i)
        apart += std::norm(again[i] / static_cast<long double>(points) - z[i]);
      EXPECT_LE(std::sqrt(apart), 2 * proved(levels, type::u) * norm(z)) << points << " points there and back";
    }
  });
}

TYPED_TEST(block_fft, bits_of_a_lane_do_not_depend_on_its_place_or_its_neighbours) {
  using type = block_fft<TypeParam>;
  type::on_every_target([](const block_kernels<TypeParam>& kernels) {
    const std::int64_t w = kernels.width;
    for (const int levels : {3, 6, 9, 10}) {
      const std::int64_t points = std::int64_t{1} << levels;
      auto one = type::lanes_of(2 * points * w, 1);
      auto other = type::lanes_of(2 * points * w, 2);
      for (std::int64_t i = 0; i < 2 * points; ++i) other.data()[i * w] = one.data()[i * w + w - 1];
      for (auto* lanes : {&one, &other}) kernels.forward(lanes->data(), levels, block_twiddles<TypeParam>(levels));
      for (std::int64_t i = 0; i < 2 * points; ++i) ASSERT_EQ(other.data()[i * w], one.data()[i * w + w - 1]) << i;
    }
  });
}

// What is fused for the cache has the bits of the steps one after another.
TYPED_TEST(block_fft, convolving_in_place_is_forward_product_and_inverse) {
  using type = block_fft<TypeParam>;
  type::on_every_target([](const block_kernels<TypeParam>& kernels) {
    for (int levels = 0; levels <= faltung::cpu::most_block_levels; ++levels)
      for (const bool own : {false, true}) {
        const std::int64_t points = std::int64_t{1} << levels;
        const std::int64_t numbers = 2 * points * kernels.width;
        const auto* const twiddles = block_twiddles<TypeParam>(levels);
        const auto table = type::lanes_of(4 * points * (own ? kernels.width : 1), 9);
        auto fused = type::lanes_of(numbers);
        auto steps = type::lanes_of(numbers);
        auto product = type::lanes_of(numbers, 5);
        kernels.convolve(fused.data(), table.data(), own, levels, twiddles);
        kernels.forward(steps.data(), levels, twiddles);
        kernels.multiply(steps.data(), table.data(), own, product_rule::first, levels, product.data());
        kernels.inverse(product.data(), levels, twiddles);
        EXPECT_TRUE(type::equal(fused.data(), product.data(), numbers)) << points << " points, own filters " << own;
      }
  });
}

// Y[k] = A[k] Z[k] + B[k] conj(Z[-k]), and what it is added to.
TYPED_TEST(block_fft, products_pair_each_bin_with_its_negative) {
  using type = block_fft<TypeParam>;
  type::on_every_target([](const block_kernels<TypeParam>& kernels) {
    const std::int64_t w = kernels.width;
    for (const int levels : {0, 1, 2, 5, 8})
      for (const bool own : {false, true})
        for (const product_rule rule : {product_rule::first, product_rule::add, product_rule::subtract}) {
          const std::int64_t points = std::int64_t{1} << levels;
          const std::int64_t step = own ? w : 1;
          const auto spectrum = type::lanes_of(2 * points * w, 3);
          const auto table = type::lanes_of(4 * points * step, 4);
          const auto before = type::lanes_of(2 * points * w, 5);
          auto sum = type::lanes_of(2 * points * w, 5);
          kernels.multiply(spectrum.data(), table.data(), own, rule, levels, sum.data());
          for (std::int64_t p = 0; p < points; ++p) {
            const std::int64_t k = frequency_at(p, levels);
            std::int64_t q = 0;
            while (frequency_at(q, levels) != (points - k) % points) ++q;
            for (std::int64_t lane = 0; lane < w; ++lane) {
              const auto entry = [&](std::int64_t i) {
                return static_cast<long double>(table.data()[(4 * p + i) * step + (own ? lane : 0)]);
              };
              const wide z = type::lane_of(spectrum.data(), points, w, lane)[static_cast<std::size_t>(p)];
              const wide partner = type::lane_of(spectrum.data(), points, w, lane)[static_cast<std::size_t>(q)];
              const wide was = type::lane_of(before.data(), points, w, lane)[static_cast<std::size_t>(p)];
              wide must = wide(entry(0), entry(1)) * z + wide(entry(2), entry(3)) * std::conj(partner);
              if (rule == product_rule::add) must = was + must;
              if (rule == product_rule::subtract) must = was - must;
              const wide got = type::lane_of(sum.data(), points, w, lane)[static_cast<std::size_t>(p)];
              ASSERT_LE(std::abs(got - must), 8 * type::u * 6) << points << " points, place " << p << " lane " << lane;
            }
          }
        }
  });
}

// A filter of one part is a filter; part p meets the spectrum p segments on.
TYPED_TEST(block_fft, products_of_parts_reach_into_the_segments_after) {
  using type = block_fft<TypeParam>;
  type::on_every_target([](const block_kernels<TypeParam>& kernels) {
    const std::int64_t w = kernels.width;
    constexpr int levels = 4;
    constexpr std::int64_t points = 16;
    for (const std::int64_t parts : {2, 3, 20}) {
      const std::int64_t row = w + (parts - 1 + w - 1) / w * w;
      // The spectra of row segments, w at a time, and a history of them.
      std::vector<aligned_buffer<TypeParam>> spectra;
      aligned_buffer<TypeParam> history(2 * points * row, "test");
      std::fill_n(history.data(), 2 * points * row, TypeParam{0});
      for (std::int64_t i = 0; i < row / w; ++i) {
        spectra.push_back(type::lanes_of(2 * points * w, 10 + static_cast<unsigned>(i)));
        kernels.append(spectra.back().data(), levels, history.data(), row);
      }
      const auto table = type::lanes_of(4 * points * parts, 4);
      for (const product_rule rule : {product_rule::first, product_rule::add, product_rule::subtract}) {
        auto got = type::lanes_of(2 * points * w, 6);
        auto sum = type::lanes_of(2 * points * w, 6);
        if (rule == product_rule::first) std::fill_n(sum.data(), 2 * points * w, TypeParam{0});
        kernels.multiply_parts(history.data(), row, table.data(), parts, rule, levels, got.data());
        for (std::int64_t part = 0; part < parts; ++part) {
          aligned_buffer<TypeParam> ahead(2 * points * w, "test");
          aligned_buffer<TypeParam> one(4 * points, "test");
          for (std::int64_t i = 0; i < 2 * points; ++i)
            for (std::int64_t lane = 0; lane < w; ++lane) {
              const std::int64_t segment = lane + part;
              ahead.data()[i * w + lane] = spectra[static_cast<std::size_t>(segment / w)].data()[i * w + segment % w];
            }
          for (std::int64_t p = 0; p < points; ++p)
            std::copy_n(table.data() + (p * parts + part) * 4, 4, one.data() + 4 * p);
          kernels.multiply(ahead.data(), one.data(), false,
                           rule == product_rule::subtract ? product_rule::subtract : product_rule::add, levels,
                           sum.data());
        }
        for (std::int64_t i = 0; i < 2 * points * w; ++i)
          ASSERT_LE(std::abs(static_cast<long double>(got.data()[i]) - sum.data()[i]),
                    2 * (4 * static_cast<long double>(parts) + 1) * type::u * (4 * static_cast<long double>(parts) + 1))
              << parts << " parts, number " << i;
      }
    }
  });
}

TYPED_TEST(block_fft, rows_go_into_lanes_and_come_back_scaled) {
  using type = block_fft<TypeParam>;
  type::on_every_target([](const block_kernels<TypeParam>& kernels) {
    const auto w = static_cast<std::size_t>(kernels.width);
    constexpr std::int64_t count = 192 / sizeof(TypeParam) * 2;
    std::vector<std::vector<TypeParam>> rows;
    std::vector<const TypeParam*> from;
    for (std::size_t lane = 0; lane < w; ++lane)
      rows.push_back(noise<TypeParam>(count, 1 + static_cast<unsigned>(lane)));
    for (const auto& row : rows) from.push_back(row.data());
    aligned_buffer<TypeParam> lanes(count * kernels.width, "test");
    kernels.interleave(from.data(), count, lanes.data());
    for (std::size_t lane = 0; lane < w; ++lane)
      for (std::size_t i = 0; i < count; ++i) ASSERT_EQ(lanes.data()[i * w + lane], rows[lane][i]) << lane << ' ' << i;

    std::vector<TypeParam> scales(w);
    std::vector<TypeParam> poison(w, 0);
    for (std::size_t lane = 0; lane < w; ++lane) scales[lane] = std::ldexp(TypeParam{1}, static_cast<int>(lane) - 3);
    const std::size_t spoiled = w / 2;
    lanes.data()[5 * w + spoiled] = std::numeric_limits<TypeParam>::infinity();
    std::vector<std::vector<TypeParam>> back(w, std::vector<TypeParam>(count));
    std::vector<TypeParam*> to;
    for (auto& row : back) to.push_back(row.data());
    kernels.deinterleave(lanes.data(), scales.data(), count, to.data(), poison.data());
    for (std::size_t lane = 0; lane < w; ++lane) {
      EXPECT_EQ(std::isnan(poison[lane]), lane == spoiled) << lane;
      for (std::size_t i = 0; i < count; ++i)
        if (lane != spoiled || i != 5) {
          ASSERT_EQ(back[lane][i], rows[lane][i] * scales[lane]) << lane << ' ' << i;
        }
    }
  });
}

TEST(scalar_block_fft, is_the_transform_and_back) {
  for (int levels = 0; levels <= faltung::cpu::most_block_levels; ++levels) {
    const std::int64_t points = std::int64_t{1} << levels;
    std::vector<double> data = noise<double>(2 * points, 3);
    std::vector<wide> z;
    for (std::int64_t p = 0; p < points; ++p)
      z.emplace_back(data[static_cast<std::size_t>(2 * p)], data[static_cast<std::size_t>(2 * p + 1)]);
    const std::vector<double> original = data;
    faltung::cpu::scalar_forward(data.data(), levels, block_twiddles<double>(levels));
    const long double allowed = proved(levels, 0x1p-53L) * norm(z) * std::sqrt(static_cast<long double>(points));
    for (std::int64_t p = 0; p < points; p += points <= 256 ? 1 : points / 64 - 1) {
      const wide must = by_definition(z, frequency_at(p, levels));
      const wide got(data[static_cast<std::size_t>(2 * p)], data[static_cast<std::size_t>(2 * p + 1)]);
      ASSERT_LE(std::abs(got - must), allowed) << points << " points, place " << p;
    }
    faltung::cpu::scalar_inverse(data.data(), levels, block_twiddles<double>(levels));
    for (std::size_t i = 0; i < data.size(); ++i)
      ASSERT_LE(std::abs(data[i] / static_cast<double>(points) - original[i]),
                static_cast<double>(2 * proved(levels, 0x1p-53L) * norm(z)));
  }
}

TEST(block_twiddles, are_correctly_rounded) {
  for (const int level : {4, 5, 9, 13}) {
    const std::int64_t points = std::int64_t{1} << level;
    const double* table = block_twiddles<double>(level)[level];
    const float* narrow = block_twiddles<float>(level)[level];
    for (std::int64_t j = 0; j < points / 4; ++j)
      for (const std::int64_t power : {2, 1, 3}) {
        const wide exact = turn(j * power, points);
        for (const long double must : {exact.real(), exact.imag()}) {
          // Angles are themselves rounded to long double here: 2^-62 absolutely.
          ASSERT_LE(std::abs(*table++ - must), 0x1p-54L + 0x1p-61L) << points << ' ' << j << ' ' << power;
          ASSERT_LE(std::abs(*narrow++ - must), 0x1p-25L + 0x1p-54L) << points << ' ' << j << ' ' << power;
        }
      }
  }
  const double* const turns = faltung::cpu::packing_turns(5);
  for (std::int64_t place = 0; place < 32; ++place) {
    const wide exact = turn(frequency_at(place, 5), 64);
    EXPECT_NEAR(turns[2 * place], static_cast<double>(-exact.imag()), 0x1p-53);
    EXPECT_NEAR(turns[2 * place + 1], static_cast<double>(exact.real()), 0x1p-53);
  }
}

}  // namespace
}  // namespace cpu_tests
