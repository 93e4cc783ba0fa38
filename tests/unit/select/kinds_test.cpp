// What selection makes of types, boundaries, banks and options beyond one float32 signal with zeros around it.
#include <gtest/gtest.h>

#include <cmath>
#include <string>

#include "faltung/error.hpp"
#include "faltung/explanation.hpp"
#include "plan/transform_frame.hpp"
#include "unit/select/machines.hpp"

namespace faltung {
namespace {

using test::cpu_only;
using test::with_h200;

problem of_type(element_type type, std::int64_t n = 4096, std::int64_t m = 64) {
  return {.signal = n, .filter = m, .type = type};
}

candidate choice(const problem& description, method how) {
  return explain(description, {.method = how}, cpu_only()).choice();
}

std::string refused(const problem& description, const options& request) {
  try {
    (void)explain(description, request, cpu_only());
  } catch (const unsupported& error) {
    return error.argument();
  }
  return "nothing";
}

TEST(bounds_of_types, add_the_rounding_to_a_narrower_output) {
  const double u = 0x1p-24;
  const double half = 0x1p-11;
  EXPECT_EQ(choice(of_type(float16), method::direct).bound.factor, 64 * u + half * (1 + 64 * u));
  problem narrowed = of_type(float64);
  narrowed.output_type = float32;
  EXPECT_EQ(choice(narrowed, method::direct).bound.factor, 64 * 0x1p-53 + u * (1 + 64 * 0x1p-53));
}

TEST(bounds_of_types, count_two_products_for_each_complex_one) {
  EXPECT_EQ(choice(of_type(complex64), method::direct).bound.factor, 128 * 0x1p-24);
  problem mixed = of_type(complex64);
  mixed.filter_type = float32;
  EXPECT_EQ(choice(mixed, method::direct).bound.factor, 64 * 0x1p-24);
}

TEST(bounds_of_types, add_the_rounding_of_wide_integers_to_double) {
  problem mixed = of_type(int64);
  mixed.filter_type = float64;
  EXPECT_GT(choice(mixed, method::direct).bound.factor, 64 * 0x1p-53);
  mixed.type = int32;
  EXPECT_EQ(choice(mixed, method::direct).bound.factor, 64 * 0x1p-53);
}

TEST(bounds_of_types, are_zero_for_integers) {
  for (const method how : {method::reference, method::direct, method::fft, method::overlap_save})
    EXPECT_EQ(choice(of_type(int8), how).bound.factor, 0) << how;
}

// 12 u log2(N) ||x|| ||h|| < 1/2 for the largest values of the types.
TEST(transforms_of_integers, are_taken_only_where_they_round_to_the_exact_result) {
  EXPECT_EQ(refused(of_type(int8), {.method = method::fft}), "nothing");
  EXPECT_EQ(refused(of_type(int16), {.method = method::fft}), "nothing");
  EXPECT_EQ(refused(of_type(int32), {.method = method::fft}), "options.method");
  EXPECT_EQ(refused(of_type(uint64), {.method = method::overlap_save}), "options.method");
  // norms of 2^15 sqrt(2^24 * 2^20): the bound is far above 1/2 there, and below it for segments.
  const problem longer = of_type(int16, 1 << 24, 1 << 13);
  EXPECT_EQ(refused(longer, {.method = method::fft}), "options.method");
  const candidate pieces = choice(longer, method::overlap_save);
  const double length = static_cast<double>(pieces.transform[0]);
  EXPECT_LT(12 * 0x1p-53 * std::log2(length) * 0x1p30 * std::sqrt(length * (1 << 13)), 0.5);
}

TEST(overflow_as_an_error, leaves_only_the_reference_where_a_sum_may_not_fit) {
  problem checked = of_type(int8);
  checked.overflow = overflow::error;
  EXPECT_EQ(explain(checked, {}, with_h200()).choice().method, method::reference);
  EXPECT_EQ(refused(checked, {.method = method::direct}), "problem.overflow");
  checked.output_type = int32;  // 64 * 2^14 < 2^31
  EXPECT_EQ(refused(checked, {.method = method::direct}), "nothing");
  checked.type = uint8;
  checked.output_type = uint32;
  EXPECT_EQ(refused(checked, {.method = method::direct}), "nothing");
  checked.filter_type = int8;
  EXPECT_EQ(refused(checked, {.method = method::direct}), "problem.overflow") << "a negative sum has no uint32";
  problem floating = of_type(float32);
  floating.overflow = overflow::error;
  EXPECT_EQ(refused(floating, {.method = method::direct}), "nothing");
}

TEST(transforms_of_periodic_signals, take_the_period_where_it_is_a_good_length) {
  const auto length = [](std::int64_t n, std::int64_t m, const boundary& outside) {
    const problem description{.signal = n, .filter = m, .mode = mode::same, .boundary = outside};
    return choice(description, method::fft).transform[0];
  };
  EXPECT_EQ(length(4096, 65, wrap), 4096);
  EXPECT_GE(length(4096, 65, reflect), 4096 + 64);
  EXPECT_GE(length(4099, 65, wrap), 4099 + 64) << "a prime period is padded";
  EXPECT_GE(length(64, 200, wrap), 64 + 199) << "longer than the period";
}

// What every frame must give: output o = sum_j g[j] loaded[(place of o - j) mod length], over the extended signal.
TEST(transform_frame, puts_each_output_where_the_circular_convolution_has_it) {
  for (const boundary_rule rule : {boundary_rule::zero, boundary_rule::wrap, boundary_rule::mirror})
    for (const mode part : {mode::full, mode::same, mode::valid})
      for (std::int64_t n = 1; n <= 9; ++n)
        for (std::int64_t m = 1; m <= 12; ++m) {
          const geometry where = resolve({.signal = n, .filter = m, .mode = part, .boundary = rule});
          const axis_geometry& axis = where.columns;
          const boundary_rule resolved = where.boundary.rule;
          for (const std::int64_t length : {frame_of(axis, resolved, 0).length, n, n + 2 * m + 7}) {
            const transform_frame frame = frame_of(axis, resolved, length);
            if (length < frame.length) continue;
            ASSERT_LE(frame.samples, length);
            ASSERT_LE(frame.output + axis.output, length);
            for (std::int64_t o = 0; o < axis.output; ++o)
              for (std::int64_t j = 0; j < m; ++j) {
                const std::int64_t element = ((frame.output + o - j) % length + length) % length;
                const std::int64_t met =
                    element < frame.samples ? extended_index(resolved, frame.first + element, n) : -1;
                const std::int64_t wanted = extended_index(resolved, axis.full_first() + o - j, n);
                ASSERT_EQ(met, wanted) << rule << ' ' << part << ' ' << n << ' ' << m << ' ' << length;
              }
          }
        }
}

TEST(banks, are_expected_to_cost_what_their_filters_cost) {
  problem bank = of_type(float32);
  const double alone = choice(bank, method::direct).predicted_seconds;
  bank.bank = 8;
  EXPECT_GT(choice(bank, method::direct).predicted_seconds, 4 * alone);
  EXPECT_LT(choice(bank, method::fft).predicted_seconds, 8 * choice(of_type(float32), method::fft).predicted_seconds)
      << "one forward transform serves all filters";
}

TEST(memory_needed, counts_operands_workspace_and_what_a_plan_keeps) {
  const problem description{.signal = 1000, .filter = 50, .batch = 3, .type = complex64, .filter_type = float32};
  const memory_requirements direct = memory_needed(description, {.method = method::direct}, cpu_only());
  EXPECT_EQ(direct.signal, 3000 * 8);
  EXPECT_EQ(direct.filter, 50 * 4);
  EXPECT_EQ(direct.output, 3 * 1049 * 8);
  EXPECT_EQ(direct.plan, 2 * 50 * 4) << "a window for each part of the product";
  const options staged{.backend = backend::cuda, .method = method::direct};
  EXPECT_EQ(memory_needed(description, staged, with_h200()).plan, direct.plan + direct.signal + direct.output);
  const memory_requirements spectral = memory_needed(description, {.method = method::fft}, cpu_only());
  EXPECT_GT(spectral.workspace, 0);
  EXPECT_GT(spectral.plan, direct.plan);
}

TEST(transforms, are_refused_for_sizes_whose_bytes_could_not_be_counted) {
  problem endless = of_type(float32, std::int64_t{1} << 60, 3);
  endless.mode = mode::same;
  for (const method how : {method::fft, method::overlap_save})
    EXPECT_EQ(refused(endless, {.method = how}), "options.method");
  EXPECT_EQ(refused(endless, {.method = method::direct}), "nothing");
}

TEST(empty_batches, can_be_explained) {
  for (const method how : {method::direct, method::fft, method::overlap_save}) {
    problem empty = of_type(float32);
    empty.batch = 0;
    EXPECT_EQ(choice(empty, how).method, how);
    EXPECT_EQ(memory_needed(empty, {.method = how}, cpu_only()).output, 0);
  }
}

}  // namespace
}  // namespace faltung
