// fft and overlap_save on operands of every type, boundary, layout and bank: integers exact, others within the bound.
#include <gtest/gtest.h>

#include <array>
#include <bit>
#include <cmath>
#include <optional>

#include "any_operands.hpp"
#include "plan/transform_frame.hpp"

namespace cpu_tests {
namespace {

using faltung::boundary;
using faltung::layout;
using faltung::method;
using faltung::mode;
using faltung::operation;
using faltung::shape;

// Least lengths, made even along the rows; or the signal's own where the boundary is periodic.
shape whole_transform(const geometry& g, bool periodic = false) {
  const auto length = [&](const faltung::axis_geometry& axis, std::int64_t granule) {
    if (periodic && faltung::has_period(axis, g.boundary.rule)) return axis.signal;
    return (faltung::frame_of(axis, g.boundary.rule, 0).length + granule - 1) / granule * granule;
  };
  return g.rank == 1 ? shape(length(g.columns, 2)) : shape(length(g.rows, 1), length(g.columns, 2));
}

std::int64_t modulo_of(element_type type, long double sum) {
  if (type == faltung::boolean) return sum != 0 ? 1 : 0;
  const auto bits = static_cast<unsigned>(8 * faltung::size_of(type));
  const auto pattern = static_cast<std::uint64_t>(static_cast<std::int64_t>(sum)) << (64 - bits);
  return faltung::is_signed(type) ? static_cast<std::int64_t>(pattern) >> (64 - bits)
                                  : static_cast<std::int64_t>(pattern >> (64 - bits));
}

// The bound of the transform, and the rounding to the output's type.
void expect_answer(const any_operands& data, const faltung::executor_request& request) {
  const geometry& g = data.resolved;
  // Containment asks for no memory beyond that of the transforms, which selection predicts.
  EXPECT_EQ(faltung::cpu::make_executor(request)->workspace_bytes(), predicted_workspace(request));
  const auto outputs = run(data, request);
  ASSERT_FALSE(outputs.empty()) << "wrote beside the outputs or the workspace";
  constexpr double proved = 12;
  const double points = std::max(2.0, static_cast<double>(request.candidate.transform.elements()));
  const double narrowed = faltung::unit_roundoff(g.output.type);
  const double least = g.output.type == faltung::float16 ? 0x1p-25 : 0;  // half of its smallest number
  int wrong = 0;
  for (std::int64_t entry = 0; entry < g.output_count(); ++entry) {
    const double own = proved * faltung::unit_roundoff(g.spectral) * std::log2(points) * data.norms(entry);
    for (std::int64_t row = 0; row < g.rows.output; ++row)
      for (std::int64_t column = 0; column < g.columns.output; ++column) {
        const exact_number exact = data.exact(entry, row, column);
        const exact_number got = any_operands::element(g.output, outputs, entry, row, column);
        if (faltung::is_integer(g.output.type)) {
          wrong += got.real() != static_cast<long double>(modulo_of(g.output.type, exact.real())) ? 1 : 0;
          continue;
        }
        for (const auto& [is, must] : {std::pair{got.real(), exact.real()}, std::pair{got.imag(), exact.imag()}})
          wrong += std::abs(is - must) <= own + narrowed * (std::abs(must) + own) + least ? 0 : 1;
      }
  }
  EXPECT_EQ(wrong, 0) << "of " << g.output_count() * g.output_elements();
}

// Both methods (segments in 1D only), and transforms of the period where there is one.
void expect_answers(const problem& what) {
  std::ostringstream text;
  text << what;
  SCOPED_TRACE(text.str());
  const any_operands data(what);
  const geometry& g = data.resolved;
  if (faltung::cpu::detect().fft) {
    expect_answer(data, request_for(g, method::fft, 2, whole_transform(g), 2));
    if (whole_transform(g, true) != whole_transform(g))
      expect_answer(data, request_for(g, method::fft, 2, whole_transform(g, true), 2));
  }
  if (g.rank != 1) return;
  for (const std::int64_t beyond : {std::int64_t{14}, g.columns.output + 100}) {
    const auto length = static_cast<std::int64_t>(std::bit_ceil(static_cast<std::uint64_t>(g.columns.filter + beyond)));
    expect_answer(data, request_for(g, method::overlap_save, 2, shape(std::max<std::int64_t>(64, length)), 2));
  }
}

struct types {
  element_type signal;
  element_type filter;
  std::optional<element_type> output{};
  std::optional<element_type> accumulator{};
};

constexpr std::array all_types{
    types{faltung::boolean, faltung::boolean},
    types{faltung::int8, faltung::int8},
    types{faltung::int8, faltung::int8, faltung::int64},
    types{faltung::uint8, faltung::uint8},
    types{faltung::uint8, faltung::int8, faltung::int16},
    types{faltung::int16, faltung::int16},
    types{faltung::int16, faltung::int16, faltung::int32},
    types{faltung::uint16, faltung::uint16},
    types{faltung::int32, faltung::int16},
    types{faltung::uint32, faltung::uint32},
    types{faltung::int64, faltung::uint8},
    types{faltung::uint64, faltung::uint64},
    types{faltung::float16, faltung::float16},
    types{faltung::bfloat16, faltung::bfloat16},
    types{faltung::float16, faltung::bfloat16},
    types{faltung::uint8, faltung::float32},
    types{faltung::int16, faltung::float32, faltung::float64},
    types{faltung::float32, faltung::float32},
    types{faltung::float32, faltung::float32, faltung::float16},
    types{faltung::float32, faltung::float32, {}, faltung::float64},
    types{faltung::float64, faltung::float32},
    types{faltung::float64, faltung::float64},
    types{faltung::complex64, faltung::complex64},
    types{faltung::complex64, faltung::float32},
    types{faltung::float32, faltung::complex64},
    types{faltung::complex64, faltung::complex128},
    types{faltung::complex128, faltung::complex128},
    types{faltung::float64, faltung::complex128},
    types{faltung::complex128, faltung::float64, faltung::complex64},
};

problem with(const types& one, problem what) {
  what.type = one.signal;
  what.filter_type = one.filter;
  what.output_type = one.output;
  what.accumulator = one.accumulator;
  return what;
}

TEST(transform_types, every_type_is_exact_or_within_its_bound) {
  for (const types& one : all_types)
    for (const operation what : {operation::convolution, operation::correlation}) {
      expect_answers(with(one, {.signal = 61, .filter = 12, .batch = 3, .operation = what}));
      expect_answers(with(one, {.signal = {9, 14}, .filter = {4, 3}, .mode = mode::same, .operation = what}));
    }
}

// Among them filters longer than the signal, and places more than one period outside of it.
TEST(transform_types, every_boundary) {
  for (const types& one : {types{faltung::float32, faltung::float32}, types{faltung::int16, faltung::int16},
                           types{faltung::complex64, faltung::complex64}, types{faltung::float16, faltung::float16}})
    for (const boundary outside :
         {faltung::zero, faltung::constant(3), faltung::wrap, faltung::reflect, faltung::mirror, faltung::nearest})
      for (const mode part : {mode::full, mode::same}) {
        for (const auto& [n, m] : {std::pair{64, 9}, {64, 64}, {63, 8}, {7, 30}, {1, 6}, {40, 1}})
          expect_answers(with(one, {.signal = n, .filter = m, .batch = 2, .mode = part, .boundary = outside}));
        for (const auto& [n, m] : {std::pair<shape, shape>{{8, 16}, {3, 5}}, {{3, 20}, {9, 4}}, {{5, 6}, {5, 15}}})
          expect_answers(with(one, {.signal = n, .filter = m, .mode = part, .boundary = outside}));
      }
  expect_answers({.signal = 30,
                  .filter = 7,
                  .type = faltung::complex64,
                  .mode = mode::same,
                  .boundary = faltung::constant({2, -3}),
                  .origin = {-2, 0}});
}

TEST(transform_types, banks) {
  for (const types& one : {types{faltung::float32, faltung::float32}, types{faltung::complex128, faltung::complex128},
                           types{faltung::int8, faltung::int8}, types{faltung::float32, faltung::complex64}})
    for (const faltung::filters filters : {faltung::filters::shared, faltung::filters::per_signal}) {
      expect_answers(with(one, {.signal = 50, .filter = 9, .batch = 4, .filters = filters, .bank = 3}));
      expect_answers(with(one, {.signal = {12, 10}, .filter = {3, 4}, .batch = 2, .filters = filters, .bank = 2}));
    }
}

TEST(transform_types, layouts) {
  const shape image{9, 12};
  for (const types& one : {types{faltung::float32, faltung::float32}, types{faltung::complex64, faltung::complex64},
                           types{faltung::uint8, faltung::uint8}})
    for (const boundary outside : {faltung::zero, faltung::reflect}) {
      expect_answers(with(one, {.signal = image,
                                .filter = {3, 2},
                                .batch = 6,
                                .mode = mode::same,
                                .boundary = outside,
                                .signal_layout = faltung::interleaved(image, 3),
                                .output_layout = faltung::pitched(image, 17)}));
      expect_answers(with(one, {.signal = 40,
                                .filter = 5,
                                .batch = 3,
                                .mode = mode::same,
                                .boundary = outside,
                                .signal_layout = layout{.offset = 3 * 80 - 1, .batch = -80, .column = -2},
                                .filter_layout = layout{.offset = 2, .column = 3},
                                .output_layout = faltung::interleaved(40, 3)}));
    }
}

TEST(transform_types, bits_do_not_depend_on_batch_or_threads) {
  const problem what{
      .signal = 4000, .filter = 100, .batch = 9, .bank = 2, .type = faltung::complex64, .boundary = faltung::mirror};
  const any_operands data(what);
  const geometry& g = data.resolved;
  problem alone = what;
  alone.batch = 1;
  any_operands one(alone);
  one.filters = data.filters;
  const std::size_t signal = one.signals.size();
  for (const method how : transform_methods()) {
    const shape transform = how == method::fft ? whole_transform(g) : shape(512);
    const auto expected = run(data, request_for(g, how, 1, transform, 1));
    ASSERT_FALSE(expected.empty());
    for (const int threads : {2, 3}) EXPECT_EQ(run(data, request_for(g, how, threads, transform, 4)), expected);
    const std::size_t output = static_cast<std::size_t>(one.resolved.output.end) * sizeof(std::complex<float>);
    for (const std::size_t b : {std::size_t{0}, std::size_t{5}}) {
      std::copy_n(data.signals.data() + b * signal, signal, one.signals.data());
      const auto got = run(one, request_for(one.resolved, how, 1, transform, 1));
      ASSERT_FALSE(got.empty());
      EXPECT_TRUE(std::equal(got.data(), got.data() + output, expected.data() + b * output)) << "signal " << b;
    }
  }
}

}  // namespace
}  // namespace cpu_tests
