// fft and overlap_save: the proved bound, and bits that depend on nothing but the signal and the filter.
#include <gtest/gtest.h>

#include <cmath>
#include <utility>

#include "cases.hpp"
#include "forced_target.hpp"

namespace cpu_tests {
namespace {

using faltung::method;
using faltung::mode;
using faltung::shape;

shape circular(const geometry& resolved, std::int64_t beyond = 0) {
  const auto even = [beyond](std::int64_t length) { return length + beyond + (length + beyond) % 2; };
  return resolved.rank == 1 ? shape(even(resolved.columns.circular_length()))
                            : shape(resolved.rows.circular_length() + beyond, even(resolved.columns.circular_length()));
}

template <class Type>
double norm(const Type* values, std::int64_t count) {
  double sum = 0;
  for (std::int64_t i = 0; i < count; ++i) sum += static_cast<double>(values[i]) * static_cast<double>(values[i]);
  return std::sqrt(sum);
}

template <class Type>
class transforms : public testing::Test {
 protected:
  // Worst error of any signal of the batch, in units of u log2(N) ||x|| ||h||.
  static double relative_error(const operands<Type>& data, const faltung::executor_request& request) {
    const auto outputs = run(data, request);
    const auto exact = data.template loop<long double>(
        [](Type h, Type x, long double sum) { return sum + static_cast<long double>(h) * x; });
    if (outputs.size() != exact.size()) return std::numeric_limits<double>::infinity();
    const geometry& g = data.resolved;
    const double points = static_cast<double>(request.candidate.transform.elements());
    const double unit = faltung::unit_roundoff(faltung::type_of<Type>) * std::log2(std::max(points, 2.0));
    double worst = 0;
    for (std::int64_t b = 0; b < g.batch; ++b) {
      const double size =
          norm(data.signals.data() + b * g.signal_elements(), g.signal_elements()) *
          norm(data.filters.data() + (g.filter_per_signal ? b * g.filter_elements() : 0), g.filter_elements());
      for (std::int64_t i = b * g.output_elements(); i < (b + 1) * g.output_elements(); ++i) {
        const auto at = static_cast<std::size_t>(i);
        worst = std::max(worst, std::abs(static_cast<double>(outputs[at] - exact[at])) / (unit * size));
      }
    }
    return worst;
  }

  static void expect_bound(const operands<Type>& data, const problem& what, const faltung::executor_request& request) {
    const double error = relative_error(data, request);
    EXPECT_LE(error, proved) << describe(what);
    EXPECT_LE(error, alarm) << describe(what) << ": within the bound, but no FFT of ours was ever that far off";
  }

  // Percival 2003; and what a healthy transform stays far below.
  static constexpr double proved = 12;
  static constexpr double alarm = 2;
};

using element_types = testing::Types<float, double>;
TYPED_TEST_SUITE(transforms, element_types);

TYPED_TEST(transforms, fft_is_within_its_bound) {
  if (!faltung::cpu::detect().fft) GTEST_SKIP() << "built without a CPU FFT";
  for (const std::int64_t n : {1, 2, 3, 31, 32, 33, 127, 128, 129, 1000, 1021})
    for (const std::int64_t m : {1, 2, 5, 16, 31, 64, 129, 257})
      for (const mode part : {mode::full, mode::same, mode::valid})
        for (const std::int64_t beyond : {0, 10}) {
          const problem what{
              .signal = n,
              .filter = m,
              .mode = part,
              .operation = m % 2 == 0 ? faltung::operation::convolution : faltung::operation::correlation};
          const operands<TypeParam> data(what);
          this->expect_bound(data, what,
                             request_for(data.resolved, method::fft, 1, circular(data.resolved, beyond), 1));
        }
}

TYPED_TEST(transforms, fft_of_images_is_within_its_bound) {
  if (!faltung::cpu::detect().fft) GTEST_SKIP() << "built without a CPU FFT";
  for (const auto& [signal, filter] : {std::pair<shape, shape>{{1, 1}, {1, 1}},
                                       {{8, 8}, {3, 3}},
                                       {{13, 40}, {7, 5}},
                                       {{5, 4}, {9, 8}},
                                       {{40, 1}, {3, 1}},
                                       {{64, 63}, {17, 16}}})
    for (const mode part : {mode::full, mode::same, mode::valid})
      for (const faltung::filters filters : {faltung::filters::shared, faltung::filters::per_signal}) {
        const problem what{.signal = signal, .filter = filter, .batch = 3, .filters = filters, .mode = part};
        const operands<TypeParam> data(what);
        this->expect_bound(data, what, request_for(data.resolved, method::fft, 2, circular(data.resolved), 2));
      }
}

TYPED_TEST(transforms, overlap_save_is_within_its_bound) {
  for (const std::int64_t n : {1, 7, 63, 64, 65, 500, 1021, 3000})
    for (const std::int64_t m : {1, 2, 17, 32, 63})
      for (const mode part : {mode::full, mode::same, mode::valid})
        for (const std::int64_t length : {64, 128, 256}) {
          const problem what{.signal = n, .filter = m, .mode = part};
          const operands<TypeParam> data(what);
          this->expect_bound(data, what, request_for(data.resolved, method::overlap_save, 1, length, 1));
        }
}

TYPED_TEST(transforms, overlap_save_is_within_its_bound_on_every_instruction_set) {
  for (const std::int64_t target : runnable_targets()) {
    const forced_target forced(target);
    SCOPED_TRACE(hwy::TargetName(target));
    for (const faltung::filters filters : {faltung::filters::shared, faltung::filters::per_signal})
      for (const std::int64_t batch : {1, 7, 40})
        for (const std::int64_t m : {1, 9, 33, 150}) {
          const problem what{.signal = 400, .filter = m, .batch = batch, .filters = filters};
          const operands<TypeParam> data(what);
          this->expect_bound(data, what, request_for(data.resolved, method::overlap_save, 1, 64, 1));
          this->expect_bound(data, what, request_for(data.resolved, method::overlap_save, 1, 512, 1));
        }
  }
}

// 1 / N and the taps may be such that their product is no normal number; powers of two change no digit all the same.
TYPED_TEST(transforms, overlap_save_loses_no_digits_of_tiny_or_huge_taps) {
  constexpr int most = std::numeric_limits<TypeParam>::max_exponent;
  const operands<TypeParam> plain = [] {
    operands<TypeParam> made(problem{.signal = 700, .filter = 40});
    for (TypeParam& tap : made.filters) tap = std::round(tap * 16) / 16;  // digits that a subnormal number still has
    return made;
  }();
  const auto request = request_for(plain.resolved, method::overlap_save, 1, 256, 1);
  const auto expected = run(plain, request);
  for (const auto& [taps, samples] : {std::pair{-most - 2, most - 20}, {most - 10, -most + 40}}) {
    operands<TypeParam> scaled = plain;
    for (TypeParam& tap : scaled.filters) tap = std::ldexp(tap, taps);
    for (TypeParam& sample : scaled.signals) sample = std::ldexp(sample, samples);
    auto got = run(scaled, request);
    for (TypeParam& value : got) value = std::ldexp(value, -taps - samples);
    EXPECT_TRUE(same_bits(got, expected)) << taps << ' ' << samples;
  }
}

TYPED_TEST(transforms, bits_do_not_depend_on_batch_lanes_or_threads) {
  for (const method how : transform_methods())
    for (const faltung::filters filters : {faltung::filters::shared, faltung::filters::per_signal}) {
      constexpr std::int64_t batch = 24;
      const problem what{.signal = 9000, .filter = 200, .batch = batch, .filters = filters};
      const operands<TypeParam> data(what);
      const shape transform = how == method::fft ? circular(data.resolved) : shape(1024);
      const auto expected = run(data, request_for(data.resolved, how, 1, transform, 1));
      ASSERT_FALSE(expected.empty());
      for (const std::int64_t lanes : {2, 3, 50})
        for (const int threads : {1, 2, 4})
          EXPECT_TRUE(same_bits(run(data, request_for(data.resolved, how, threads, transform, lanes)), expected))
              << "lanes " << lanes << " threads " << threads;

      problem alone = what;
      alone.batch = 1;
      operands<TypeParam> one(alone);
      for (const std::int64_t b : {std::int64_t{0}, std::int64_t{7}, batch - 1}) {
        const geometry& g = one.resolved;
        std::copy_n(data.signals.begin() + b * g.signal_elements(), g.signal_elements(), one.signals.begin());
        if (data.resolved.filter_per_signal)
          std::copy_n(data.filters.begin() + b * g.filter_elements(), g.filter_elements(), one.filters.begin());
        else
          one.filters = data.filters;
        const auto first = expected.begin() + b * g.output_elements();
        EXPECT_TRUE(same_bits(run(one, request_for(g, how, 1, transform, 1)),
                              std::vector<TypeParam>(first, first + g.output_elements())))
            << "signal " << b;
      }
    }
}

TYPED_TEST(transforms, workspace_is_one_buffer_for_each_lane) {
  const operands<TypeParam> data(problem{.signal = 1000, .filter = 50, .batch = 3});
  for (const method how : transform_methods()) {
    const auto request = request_for(data.resolved, how, 9, how == method::fft ? 1050 : 1024, 5);
    EXPECT_EQ(faltung::cpu::make_executor(request)->workspace_bytes(), predicted_workspace(request));
  }
  const faltung::transform_buffers buffers(shape(1050), faltung::type_of<TypeParam>);
  EXPECT_EQ(predicted_workspace(request_for(data.resolved, method::fft, 9, 1050, 5)), 5 * buffers.bytes());
}

TYPED_TEST(transforms, more_lengths_than_the_cache_holds_still_work) {
  if (!faltung::cpu::detect().fft) GTEST_SKIP() << "built without a CPU FFT";
  for (int round = 0; round < 2; ++round)
    for (std::int64_t length = 100; length < 150; length += 2) {
      const problem what{.signal = 64, .filter = 9};
      const operands<TypeParam> data(what);
      this->expect_bound(data, what, request_for(data.resolved, method::fft, 1, length, 1));
    }
}

}  // namespace
}  // namespace cpu_tests
