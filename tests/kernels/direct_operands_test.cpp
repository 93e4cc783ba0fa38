// The direct kernels on operands of every kind - types, boundaries, layouts, complex numbers, banks - against the
// oracle's chain, bit for bit.
#include <gtest/gtest.h>

#include <complex>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <utility>
#include <vector>

#include "cuda/enqueue_direct_1d.cuh"
#include "cuda/enqueue_direct_2d.cuh"
#include "kernels/operands_case.hpp"
#include "kernels/schedules.hpp"

namespace faltung::test {
namespace {

// Tiles and chunks so small that a hundred samples have tiles of every kind and filters of several chunks.
template <class Type>
struct small_1d {
  static constexpr int pack = kernel::pack<Type>::size;
  static constexpr kernel::direct_1d_policy value{pack, 2 * pack, 32, 1};
};
template <class Type>
struct small_2d {
  static constexpr int pack = kernel::pack<Type>::size;
  static constexpr kernel::direct_2d_policy value{pack, 1, 8, 4, 4, pack + 1, 16 * 1024, 1};
};

template <class Type>
void run(const geometry& where, const elements& signal, const elements& filter, elements& output) {
  std::vector<Type> taps(static_cast<std::size_t>(where.filter_count() * where.filter_elements()) *
                         where.products().size());
  cuda::enqueue_direct_taps(where, filter.bytes().data(), taps.data(), nullptr);
  const auto launch =
      where.rank == 1 ? &cuda::launch_direct_1d<Type, small_1d<Type>> : &cuda::launch_direct_2d<Type, small_2d<Type>>;
  launch(where, signal.bytes().data(), taps.data(), output.bytes().data(), nullptr);
}

void check_with(const problem& p, const operands& data) {
  check_operands(p, data, [](const geometry& where, const elements& signal, const elements& filter, elements& output) {
    switch (where.compute) {
      case element_type::float32: run<float>(where, signal, filter, output); break;
      case element_type::float64: run<double>(where, signal, filter, output); break;
      case element_type::uint32: run<std::uint32_t>(where, signal, filter, output); break;
      default: run<std::uint64_t>(where, signal, filter, output);
    }
  });
}
void check(const problem& p) { check_with(p, random_operands(p)); }

constexpr boundary_rule rules[]{boundary_rule::zero,    boundary_rule::constant, boundary_rule::wrap,
                                boundary_rule::reflect, boundary_rule::mirror,   boundary_rule::nearest};
boundary with_value(boundary_rule rule, element_type signal) {
  if (rule != boundary_rule::constant) return rule;
  return constant(is_complex(signal) ? std::complex<double>(1.5, -2) : is_signed(signal) ? -1.0 : 1.0);
}

TEST(direct_operands, of_every_two_types) {
  std::size_t number = 0;
  for (const element_type signal : every_type) {
    for (const element_type filter : every_type) {
      const boundary outside = with_value(rules[number++ % std::size(rules)], signal);
      check({.signal = {140}, .filter = {11}, .type = signal, .filter_type = filter, .boundary = outside});
      check({.signal = {18, 37}, .filter = {3, 6}, .type = signal, .filter_type = filter, .boundary = outside});
    }
  }
}

TEST(direct_operands, of_every_result_and_accumulator) {
  for (const element_type output : {int8, uint8, int16, uint16, int32, uint32, int64, uint64})
    for (const element_type type : {int8, uint16, int64, boolean})
      check({.signal = {50}, .filter = {7}, .batch = 2, .type = type, .output_type = output});
  for (const element_type output : {float16, bfloat16, float32, float64})
    for (const element_type accumulator : {float32, float64})
      if (output != float64 || accumulator == float64)
        check({.signal = {50}, .filter = {7}, .type = float16, .output_type = output, .accumulator = accumulator});
  check({.signal = {50}, .filter = {7}, .type = complex64, .output_type = complex128});
  check({.signal = {50}, .filter = {7}, .type = complex64, .accumulator = complex128});
}

TEST(direct_operands, beyond_every_boundary) {
  for (const element_type type : {float32, float64, uint8, int64, complex64})
    for (const boundary_rule rule : rules)
      for (const mode part : {mode::full, mode::same})
        for (const operation what : {operation::convolution, operation::correlation}) {
          const boundary outside = with_value(rule, type);
          // From filters far longer than the signal to signals of several tiles.
          for (const std::int64_t n : {1, 2, 7, 300})
            for (const std::int64_t m : {1, 2, 19})
              check({.signal = {n}, .filter = {m}, .type = type, .mode = part, .operation = what, .boundary = outside});
          check({.signal = {3, 2},
                 .filter = {8, 13},
                 .type = type,
                 .mode = part,
                 .operation = what,
                 .boundary = outside});
          check({.signal = {20, 45},
                 .filter = {4, 5},
                 .type = type,
                 .mode = part,
                 .operation = what,
                 .boundary = outside});
          if (testing::Test::HasFailure()) return;
        }
}

// {signal, filter} of every mix.
constexpr std::pair<element_type, element_type> mixes[]{
    {complex64, complex64}, {complex64, float32}, {float32, complex64},   {complex128, complex64},
    {float16, complex64},   {complex64, int8},    {complex128, bfloat16}, {float32, float32}};

TEST(direct_operands, complex_numbers_conjugated_or_not) {
  for (const auto& [signal, filter] : mixes)
    for (const operation what : {operation::convolution, operation::correlation})
      for (const mode part : {mode::full, mode::same, mode::valid}) {
        check({.signal = {150},
               .filter = {21},
               .batch = 2,
               .type = signal,
               .filter_type = filter,
               .mode = part,
               .operation = what});
        check({.signal = {11, 40},
               .filter = {5, 7},
               .batch = 2,
               .type = signal,
               .filter_type = filter,
               .mode = part,
               .operation = what});
      }
}

TEST(direct_operands, meet_the_filters_of_a_bank) {
  for (const auto& [signal, filter] : mixes)
    for (const filters which : {filters::shared, filters::per_signal})
      for (const std::int64_t bank : {1, 3}) {
        check({.signal = {60},
               .filter = {5},
               .batch = 2,
               .filters = which,
               .bank = bank,
               .type = signal,
               .filter_type = filter});
        check({.signal = {9, 20},
               .filter = {2, 3},
               .batch = 2,
               .filters = which,
               .bank = bank,
               .type = signal,
               .filter_type = filter,
               .boundary = mirror});
      }
}

TEST(direct_operands, lie_anywhere_in_one_dimension) {
  const shape n{150};
  const shape m{9};
  const shape o{158};
  const layout backwards{.offset = 149, .batch = 150, .column = -1};
  const layout steps{.offset = 3, .batch = 460, .column = 3};
  const layout channels = interleaved(n, 2);
  const layout same_for_all{.batch = 0, .column = 1};
  const layout off_alignment{.offset = 1, .batch = 151};
  for (const element_type type : {float32, float64, int16, uint32, int64, float16, complex64})
    for (const boundary outside : {zero, reflect})
      for (const layout& at : {backwards, steps, channels, same_for_all, off_alignment}) {
        const problem p{.signal = n, .filter = m, .batch = 4, .type = type, .boundary = outside, .signal_layout = at};
        check(p);
        problem filters_too = p;
        filters_too.bank = 2;
        filters_too.filter_layout = layout{.offset = 20, .batch = 3, .column = -2};
        check(filters_too);
        problem outputs_too = p;
        for (const layout& to : {interleaved(o, 2), layout{.offset = 157, .batch = 160, .column = -1},
                                 layout{.offset = 2, .batch = 1000, .column = 5}, layout{.offset = 1, .batch = 159}}) {
          outputs_too.output_layout = to;
          check(outputs_too);
        }
      }
}

TEST(direct_operands, lie_anywhere_in_two_dimensions) {
  const shape n{17, 40};
  const shape m{3, 4};
  const shape o{19, 43};
  const layout upside_down{.offset = 16 * 40 + 39, .batch = 680, .row = -40, .column = -1};
  const layout transposed{.offset = 2, .batch = 700, .row = 1, .column = 17};
  const layout row_for_all{.batch = 40, .row = 0, .column = 1};
  for (const element_type type : {float32, float64, uint8, uint32, int64, bfloat16, complex64})
    for (const boundary outside : {zero, wrap})
      for (const layout& at : {upside_down, transposed, row_for_all, pitched(n, 41), interleaved(n, 4)})
        for (const layout& to : {pitched(o, 44), interleaved(o, 2), contiguous(o)})
          check({.signal = n,
                 .filter = m,
                 .batch = 4,
                 .type = type,
                 .boundary = outside,
                 .signal_layout = at,
                 .filter_layout = layout{.offset = 11, .row = -4, .column = -1},
                 .output_layout = to});
}

TEST(direct_operands, outside_are_left_out_even_under_an_infinite_tap) {
  for (const element_type type : {float32, float64, float16, complex64})
    for (const std::int64_t step : {1, 2}) {
      problem p{.signal = {90}, .filter = {31}, .type = type, .signal_layout = layout{.column = step}};
      operands data = random_operands(p);
      data.filter.set(0, std::numeric_limits<long double>::infinity());
      data.signal.set(45, -std::numeric_limits<long double>::infinity());
      check_with(p, data);
      // Anywhere else than with boundary zero they count: infinity * 0 is no number.
      p.boundary = constant(0);
      check_with(p, data);
    }
}

TEST(direct_operands, give_the_same_bits_under_every_schedule) {
  for (const schedule& how : schedules) {
    SCOPED_TRACE(how.name);
    const scheduled scope(how);
    for (const element_type type : {float32, float64, uint8, int64, complex64})
      for (const boundary outside : {zero, reflect}) {
        check({.signal = {300},
               .filter = {23},
               .batch = 2,
               .bank = 2,
               .type = type,
               .boundary = outside,
               .output_layout = layout{.batch = 700, .column = 2}});
        check({.signal = {20, 45},
               .filter = {5, 7},
               .batch = 2,
               .type = type,
               .boundary = outside,
               .output_layout = interleaved({24, 51}, 2)});
      }
  }
}

}  // namespace
}  // namespace faltung::test
