// Where operands lie, and which layouts are none.
#include <gtest/gtest.h>

#include <limits>
#include <string>

#include "faltung/error.hpp"
#include "problem/geometry.hpp"

namespace faltung {
namespace {

constexpr std::int64_t huge = std::numeric_limits<std::int64_t>::max();

problem signals_at(const layout& at) { return {.signal = {4, 5}, .filter = {2, 2}, .batch = 3, .signal_layout = at}; }
problem outputs_at(const layout& at) {
  return {.signal = {4, 5}, .filter = {2, 2}, .batch = 3, .mode = mode::same, .output_layout = at};
}

std::string refused(const problem& description) {
  try {
    (void)resolve(description);
  } catch (const invalid_argument& error) {
    return error.argument();
  }
  return "nothing";
}

TEST(operand, spans_what_its_layout_reaches) {
  const auto reach = [](const layout& at) {
    const operand got = resolve(signals_at(at)).signal;
    return std::pair(got.begin, got.end);
  };
  EXPECT_EQ(reach(contiguous({4, 5})), std::pair(0L, 60L));
  EXPECT_EQ(reach(pitched({4, 5}, 8)), std::pair(0L, 2 * 32 + 3 * 8 + 5L));
  EXPECT_EQ(reach(interleaved({4, 5}, 3)), std::pair(0L, 60L));
  EXPECT_EQ(reach({.offset = 59, .batch = -20, .row = -5, .column = -1}), std::pair(0L, 60L));
  EXPECT_EQ(reach({.offset = 7, .batch = 0, .row = 5, .column = 1}), std::pair(7L, 27L)) << "one signal for all";
  // Of the second image there is one channel.
  EXPECT_EQ(reach({.batch = 100, .row = 10, .column = 2, .channels = 2, .channel = 1}), std::pair(0L, 139L));
  EXPECT_EQ(reach({.batch = 1, .row = 10, .column = 2, .channels = 2, .channel = 100}), std::pair(0L, 139L));
}

// However long: nothing may come of a step that is never taken.
TEST(operand, has_no_stride_along_an_axis_of_one_element) {
  const layout at{.offset = 3, .batch = -huge, .row = huge, .column = 2, .channels = 4, .channel = huge};
  const operand line = resolve({.signal = 9, .filter = 3, .signal_layout = at}).signal;
  EXPECT_EQ(line.at, (layout{.offset = 3, .batch = 0, .row = 0, .column = 2, .channels = 4, .channel = 0}));
  EXPECT_EQ(std::pair(line.begin, line.end), std::pair(3L, 20L));
  const layout tall{.batch = 7, .row = 2, .column = huge, .channels = 2, .channel = 40};
  const operand column = resolve({.signal = {3, 1}, .filter = {2, 1}, .batch = 3, .signal_layout = tall}).signal;
  EXPECT_EQ(column.at, (layout{.batch = 7, .row = 2, .column = 1, .channels = 2, .channel = 40}));
}

TEST(operand, of_an_empty_batch_spans_nothing) {
  const geometry got = resolve({.signal = 10, .filter = 3, .batch = 0, .filters = filters::per_signal, .bank = 4});
  EXPECT_EQ(got.signal.end, 0);
  EXPECT_EQ(got.filter.end, 0);
  EXPECT_EQ(got.output.end, 0);
  EXPECT_EQ(got.output_count(), 0);
}

TEST(operand, of_outputs_must_not_meet_itself) {
  EXPECT_EQ(refused(outputs_at(contiguous({4, 5}))), "nothing");
  EXPECT_EQ(refused(outputs_at(interleaved({4, 5}, 3))), "nothing");
  EXPECT_EQ(refused(outputs_at({.offset = 59, .batch = -20, .row = -5, .column = -1})), "nothing");
  EXPECT_EQ(refused(outputs_at({.batch = 20, .row = 4, .column = 1})), "problem.output_layout");
  EXPECT_EQ(refused(outputs_at({.batch = 19, .row = 5, .column = 1})), "problem.output_layout");
  EXPECT_EQ(refused(outputs_at({.batch = 0, .row = 5, .column = 1})), "problem.output_layout");
}

TEST(operand, must_lie_within_what_can_be_addressed) {
  EXPECT_EQ(refused(signals_at({.offset = -1, .batch = 20, .row = 5})), "problem.signal_layout");
  EXPECT_EQ(refused(signals_at({.offset = 3, .batch = 20, .row = 5, .column = -1})), "problem.signal_layout");
  EXPECT_EQ(refused(signals_at({.batch = 20, .row = 5, .channels = 0})), "problem.signal_layout");
  EXPECT_EQ(refused(signals_at({.batch = huge / 2, .row = 5})), "problem.signal_layout");
  EXPECT_EQ(refused(signals_at({.batch = huge, .row = huge})), "problem.signal_layout");
  EXPECT_EQ(refused(signals_at({.batch = std::numeric_limits<std::int64_t>::min()})), "problem.signal_layout");
}

TEST(geometry, pairs_outputs_with_signals_and_filters) {
  const geometry shared = resolve({.signal = 9, .filter = 3, .batch = 5, .bank = 4});
  EXPECT_EQ(shared.filter_count(), 4);
  EXPECT_EQ(shared.output_count(), 20);
  EXPECT_EQ(shared.filter_of(6), 2);
  EXPECT_EQ(shared.output.end, 20 * 11);
  const geometry own = resolve({.signal = 9, .filter = 3, .batch = 5, .filters = filters::per_signal, .bank = 4});
  EXPECT_EQ(own.filter_count(), 20);
  EXPECT_EQ(own.filter_of(6), 6);
}

TEST(geometry, counts_the_terms_of_complex_and_of_continued_signals) {
  EXPECT_EQ(resolve({.signal = 6, .filter = 9}).terms(), 6);
  EXPECT_EQ(resolve({.signal = 6, .filter = 9, .mode = mode::same, .boundary = wrap}).terms(), 9);
  EXPECT_EQ(resolve({.signal = 9, .filter = 6, .type = complex64}).terms(), 12);
  EXPECT_EQ(resolve({.signal = 9, .filter = 6, .type = complex64, .filter_type = float32}).terms(), 6);
}

TEST(geometry, forgets_a_boundary_that_no_window_reaches) {
  EXPECT_EQ(resolve({.signal = 9, .filter = 1, .mode = mode::same, .boundary = wrap}).boundary, zero);
  EXPECT_EQ(resolve({.signal = 9, .filter = 4, .mode = mode::valid, .boundary = wrap}).boundary, zero);
  EXPECT_EQ(resolve({.signal = 4, .filter = 9, .mode = mode::valid, .boundary = wrap}).boundary, zero);
  EXPECT_EQ(resolve({.signal = 9, .filter = 2, .mode = mode::same, .boundary = wrap}).boundary, wrap);
}

TEST(geometry, moves_the_centre_by_the_origin_with_the_sign_of_scipy_ndimage) {
  const auto first = [](operation what, std::int64_t shift) {
    return resolve({.signal = 9, .filter = 4, .mode = mode::same, .operation = what, .origin = {shift, 0}})
        .columns.full_first();
  };
  EXPECT_EQ(first(operation::convolution, 0), 1);
  EXPECT_EQ(first(operation::convolution, 1), 2);
  EXPECT_EQ(first(operation::convolution, -2), -1);
  EXPECT_EQ(first(operation::correlation, 1), 0);
  const auto refuses = [](std::int64_t row, std::int64_t column, mode part) {
    return refused({.signal = {9, 9}, .filter = {3, 4}, .mode = part, .origin = {row, column}});
  };
  EXPECT_EQ(refuses(1, 1, mode::same), "nothing");
  EXPECT_EQ(refuses(-1, -2, mode::same), "nothing");
  EXPECT_EQ(refuses(2, 0, mode::same), "problem.origin");
  EXPECT_EQ(refuses(0, 2, mode::same), "nothing");
  EXPECT_EQ(refuses(0, 3, mode::same), "problem.origin");
  EXPECT_EQ(refuses(0, -3, mode::same), "problem.origin");
  EXPECT_EQ(refuses(0, 1, mode::full), "problem.origin");
  EXPECT_EQ(refused({.signal = 9, .filter = 4, .mode = mode::same, .origin = {0, 1}}), "problem.origin");
}

TEST(geometry, takes_a_constant_that_the_signals_type_holds) {
  const auto with = [](std::complex<double> value, element_type type) {
    return refused({.signal = 9, .filter = 3, .type = type, .mode = mode::same, .boundary = constant(value)});
  };
  constexpr double infinity = std::numeric_limits<double>::infinity();
  EXPECT_EQ(with(2.5, float32), "nothing");
  EXPECT_EQ(with({1, 2}, complex64), "nothing");
  EXPECT_EQ(with(-128, int8), "nothing");
  EXPECT_EQ(with(0x1p63, uint64), "nothing");
  EXPECT_EQ(with(1, boolean), "nothing");
  for (const auto& [value, type] : std::initializer_list<std::pair<std::complex<double>, element_type>>{
           {infinity, float64},
           {std::numeric_limits<double>::quiet_NaN(), float32},
           {{0, infinity}, complex128},
           {{0, 1}, float32},
           {1e39, float32},
           {70000, float16},
           {2.5, int32},
           {128, int8},
           {-129, int8},
           {-1, uint8},
           {0x1p63, int64},
           {2, boolean}})
    EXPECT_EQ(with(value, type), "problem.boundary") << value << ' ' << type;
}

}  // namespace
}  // namespace faltung
