#include "problem/geometry.hpp"

#include <gtest/gtest.h>

#include <limits>
#include <string>
#include <tuple>
#include <vector>

#include "faltung/error.hpp"

namespace faltung {
namespace {

constexpr std::int64_t huge = std::numeric_limits<std::int64_t>::max();

struct expected_axis {
  std::int64_t n;
  std::int64_t m;
  mode part;
  operation what;
  std::int64_t output;
  std::int64_t first;  // index of output 0 in the full result
};

void expect_axis(const axis_geometry& got, const expected_axis& expected) {
  SCOPED_TRACE(std::to_string(expected.n) + " * " + std::to_string(expected.m) + ' ' +
               std::string(to_string(expected.part)) + ' ' + std::string(to_string(expected.what)));
  EXPECT_EQ(got.signal, expected.n);
  EXPECT_EQ(got.filter, expected.m);
  EXPECT_EQ(got.output, expected.output);
  EXPECT_EQ(got.full_first(), expected.first);
  EXPECT_EQ(got.origin, expected.first - (expected.m - 1));
}

constexpr auto convolution = operation::convolution;
constexpr auto correlation = operation::correlation;

// Lengths and places written out by hand from NumPy's answers.
TEST(geometry_1d, follows_numpy_in_every_mode_and_operation) {
  const std::vector<expected_axis> table{
      {5, 3, mode::full, convolution, 7, 0},  {5, 3, mode::full, correlation, 7, 0},
      {5, 3, mode::same, convolution, 5, 1},  {5, 3, mode::same, correlation, 5, 1},
      {5, 4, mode::same, convolution, 5, 1},  {5, 4, mode::same, correlation, 5, 1},
      {5, 3, mode::valid, convolution, 3, 2}, {5, 3, mode::valid, correlation, 3, 2},
      {3, 5, mode::full, convolution, 7, 0},  {3, 5, mode::same, convolution, 5, 1},
      {3, 5, mode::same, correlation, 5, 1},  {4, 5, mode::same, convolution, 5, 1},
      {4, 5, mode::same, correlation, 5, 2},  // swapped and reversed by numpy.correlate
      {2, 3, mode::same, correlation, 3, 1},  {3, 5, mode::valid, convolution, 3, 2},
      {3, 5, mode::valid, correlation, 3, 2}, {1, 1, mode::full, convolution, 1, 0},
      {1, 1, mode::same, correlation, 1, 0},  {1, 1, mode::valid, convolution, 1, 0},
      {4, 4, mode::same, correlation, 4, 1},  {4, 4, mode::valid, correlation, 1, 3}};
  for (const expected_axis& row : table) {
    const geometry got = resolve({.signal = row.n, .filter = row.m, .mode = row.part, .operation = row.what});
    EXPECT_EQ(got.rank, 1);
    EXPECT_EQ(got.rows, axis_geometry{});
    EXPECT_EQ(got.reversed, row.what == convolution);
    expect_axis(got.columns, row);
  }
}

// SciPy centres the filter, keeps the first operand's shape, and rounds up for correlation.
TEST(geometry_2d, follows_scipy_on_each_axis) {
  const std::vector<std::tuple<problem, expected_axis, expected_axis>> table{
      {{.signal = {5, 8}, .filter = {3, 4}, .mode = mode::same},
       {5, 3, mode::same, convolution, 5, 1},
       {8, 4, mode::same, convolution, 8, 1}},
      {{.signal = {5, 8}, .filter = {3, 4}, .mode = mode::same, .operation = correlation},
       {5, 3, mode::same, correlation, 5, 1},
       {8, 4, mode::same, correlation, 8, 2}},
      {{.signal = {2, 3}, .filter = {7, 6}, .mode = mode::same},
       {2, 7, mode::same, convolution, 2, 3},
       {3, 6, mode::same, convolution, 3, 2}},
      {{.signal = {2, 3}, .filter = {7, 6}, .mode = mode::valid},
       {2, 7, mode::valid, convolution, 6, 1},
       {3, 6, mode::valid, convolution, 4, 2}},
      {{.signal = {9, 3}, .filter = {2, 5}, .mode = mode::full},
       {9, 2, mode::full, convolution, 10, 0},
       {3, 5, mode::full, convolution, 7, 0}}};
  for (const auto& [description, rows, columns] : table) {
    const geometry got = resolve(description);
    EXPECT_EQ(got.rank, 2);
    expect_axis(got.rows, rows);
    expect_axis(got.columns, columns);
  }
}

// Any circular length at or above circular_length() keeps what wraps around beside the outputs; one less does not.
TEST(axis_geometry, circular_length_is_the_shortest_that_keeps_aliases_beside_the_outputs) {
  for (std::int64_t n = 1; n <= 12; ++n)
    for (std::int64_t m = 1; m <= 12; ++m)
      for (const mode part : {mode::full, mode::same, mode::valid}) {
        const axis_geometry axis = resolve({.signal = n, .filter = m, .mode = part, .operation = correlation}).columns;
        const std::int64_t first = axis.full_first();
        const auto serves = [&](std::int64_t length) {
          if (length < n || length < m) return false;
          for (std::int64_t k = 0; k < n + m - 1; ++k) {
            const std::int64_t lands = k % length;
            const bool hits = lands >= first && lands < first + axis.output && lands != k;
            if (hits) return false;
          }
          return first + axis.output <= length;
        };
        EXPECT_TRUE(serves(axis.circular_length())) << n << ' ' << m << ' ' << part;
        EXPECT_FALSE(serves(axis.circular_length() - 1)) << n << ' ' << m << ' ' << part;
      }
}

TEST(geometry, counts_elements_filters_and_terms) {
  const geometry got = resolve({.signal = {6, 10}, .filter = {8, 3}, .batch = 4, .filters = filters::per_signal});
  EXPECT_EQ(got.signal_elements(), 60);
  EXPECT_EQ(got.filter_elements(), 24);
  EXPECT_EQ(got.output_elements(), 13 * 12);
  EXPECT_EQ(got.filter_count(), 4);
  EXPECT_EQ(got.terms(), 6 * 3);
  EXPECT_EQ(got.output_shape(), shape(13, 12));
  EXPECT_EQ(resolve({.signal = 6, .filter = 3, .batch = 4}).filter_count(), 1);
}

std::string refused_argument(const problem& description) {
  try {
    (void)resolve(description);
  } catch (const invalid_argument& refused) {
    return refused.argument();
  }
  return "nothing";
}

TEST(geometry, takes_the_largest_sizes_whose_bytes_fit_63_bits_and_refuses_the_next) {
  const std::int64_t floats = huge / 4;
  EXPECT_EQ(resolve({.signal = floats, .filter = 1}).output_elements(), floats);
  EXPECT_EQ(refused_argument({.signal = floats + 1, .filter = 1}), "problem.signal");
  EXPECT_EQ(refused_argument({.signal = floats, .filter = 2}), "problem.signal") << "the output is one longer";
  EXPECT_EQ(resolve({.signal = floats, .filter = 2, .mode = mode::same}).output_elements(), floats);
  EXPECT_EQ(refused_argument({.signal = floats, .filter = 1, .type = float64}), "problem.signal");
  EXPECT_EQ(resolve({.signal = 1, .filter = 1, .batch = floats}).batch, floats);
  EXPECT_EQ(refused_argument({.signal = 1, .filter = 1, .batch = floats + 1}), "problem.batch");
  EXPECT_EQ(refused_argument({.signal = huge, .filter = huge, .mode = mode::valid}), "problem.signal");
  EXPECT_EQ(refused_argument({.signal = {std::int64_t{1} << 31, std::int64_t{1} << 31}, .filter = {1, 1}}),
            "problem.signal");
}

TEST(geometry, keeps_signals_to_62_bits_so_that_no_sum_of_lengths_wraps) {
  const std::int64_t longest = huge / 2;
  for (const std::int64_t filter : {std::int64_t{1}, std::int64_t{2}, longest / 2}) {
    const axis_geometry bytes = resolve({.signal = longest, .filter = filter, .type = uint8}).columns;
    EXPECT_EQ(bytes.output, longest + (filter - 1)) << filter;
    EXPECT_EQ(bytes.circular_length(), longest + (filter - 1)) << filter;
  }
  for (const std::int64_t signal : {longest + 1, huge})
    EXPECT_EQ(refused_argument({.signal = signal, .filter = 1, .type = uint8}), "problem.signal") << signal;
  EXPECT_EQ(refused_argument({.signal = longest, .filter = longest, .type = uint8}), "problem.signal");
  EXPECT_EQ(refused_argument({.signal = 1, .filter = huge, .type = uint8}), "problem.signal");
}

TEST(output_shape, is_the_resolved_geometrys) {
  EXPECT_EQ(output_shape({.signal = 10, .filter = 3}), shape(12));
  EXPECT_EQ(output_shape({.signal = {4, 5}, .filter = {2, 2}, .mode = mode::valid}), shape(3, 4));
}

}  // namespace
}  // namespace faltung
