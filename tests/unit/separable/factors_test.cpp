#include "separable/factors.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "faltung/error.hpp"
#include "faltung/separable.hpp"

namespace faltung {
namespace {

using separable::factorize;
using separable::factors;
using separable::numerical_rank;

// The sum of `terms` products of random columns and rows.
std::vector<double> of_rank(std::int64_t terms, std::int64_t height, std::int64_t width) {
  std::mt19937_64 random(7);
  std::normal_distribution<double> normal;
  std::vector<double> taps(static_cast<std::size_t>(height * width));
  for (std::int64_t term = 0; term < terms; ++term) {
    std::vector<double> columns(static_cast<std::size_t>(height));
    std::vector<double> rows(static_cast<std::size_t>(width));
    for (double& value : columns) value = normal(random);
    for (double& value : rows) value = normal(random);
    for (std::size_t y = 0; y < columns.size(); ++y)
      for (std::size_t x = 0; x < rows.size(); ++x) taps[y * rows.size() + x] += columns[y] * rows[x];
  }
  return taps;
}

TEST(factors, give_the_filter_back) {
  for (std::int64_t terms = 1; terms <= 4; ++terms) {
    const std::vector<double> taps = of_rank(terms, 9, 6);
    const factors found = factorize(taps, 9, 6, terms);
    ASSERT_EQ(found.columns.size(), static_cast<std::size_t>(9 * terms));
    ASSERT_EQ(found.rows.size(), static_cast<std::size_t>(6 * terms));
    for (std::int64_t y = 0; y < 9; ++y)
      for (std::int64_t x = 0; x < 6; ++x) {
        double sum = 0;
        for (std::int64_t term = 0; term < terms; ++term)
          sum += found.columns[static_cast<std::size_t>(term * 9 + y)] *
                 found.rows[static_cast<std::size_t>(term * 6 + x)];
        EXPECT_NEAR(sum, taps[static_cast<std::size_t>(y * 6 + x)], 64 * 0x1p-53 * found.norm);
      }
    EXPECT_LE(found.residual, 64 * 0x1p-53 * found.norm);
  }
}

TEST(factors, leave_the_smaller_singular_values_as_the_residual) {
  const std::vector<double> diagonal{3, 0, 0, 0, 2, 0, 0, 0, 1};
  const factors found = factorize(diagonal, 3, 3, 1);
  EXPECT_EQ(found.singular_values.size(), 3);
  EXPECT_NEAR(found.norm, std::sqrt(14.0), 1e-15);
  EXPECT_NEAR(found.residual, std::sqrt(5.0), 1e-15);
}

TEST(numerical_rank, counts_what_stands_above_the_tolerance) {
  for (std::int64_t terms = 1; terms <= 5; ++terms)
    EXPECT_EQ(numerical_rank(factorize(of_rank(terms, 8, 7), 8, 7, 0), 1e-13), terms);
  EXPECT_EQ(numerical_rank(factorize(std::vector<double>(12), 3, 4, 0), 1e-13), 1) << "of zeros";
}

TEST(find_rank, sees_through_the_rounding_of_the_taps_to_their_type) {
  for (const std::int64_t terms : {1, 2, 3}) {
    const std::vector<double> exact = of_rank(terms, 15, 11);
    image<float> rounded{15, 11, {}};
    for (const double tap : exact) rounded.pixels.push_back(static_cast<float>(tap));
    EXPECT_EQ(find_rank(rounded), terms);
    EXPECT_EQ(find_rank(image<double>{15, 11, exact}), terms);
  }
}

TEST(find_rank, refuses_what_has_none) {
  const auto refused = [](const auto& filter) -> std::string {
    try {
      (void)find_rank(filter);
    } catch (const invalid_argument& error) {
      return error.argument() + ' ' + error.value();
    }
    return "nothing";
  };
  EXPECT_EQ(refused(image<std::int32_t>{1, 2, {1, 2}}), "filter int32");
  EXPECT_EQ(refused(image<float>{1, 2, {1, INFINITY}}), "filter inf");
  EXPECT_EQ(refused(image<float>{0, 2, {}}), "filter {0, 2}");
  EXPECT_EQ(refused(image<float>{2, 2, {1}}), "filter 1 elements");
}

}  // namespace
}  // namespace faltung
