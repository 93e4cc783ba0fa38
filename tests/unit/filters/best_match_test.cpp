// What is made of scores: the best of a picture, the peaks of a signal.
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "faltung/template_matching.hpp"
#include "golden.hpp"
#include "random_picture.hpp"

namespace faltung {
namespace {

using test::random_picture;
using test::refusal;

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

TEST(best_match, is_the_least_difference_and_the_greatest_correlation) {
  const image<float> scores{2, 3, {0.5F, -1, std::numeric_limits<float>::quiet_NaN(), 2, 2, -1}};
  const image_match greatest = best_match(scores);
  EXPECT_EQ(greatest.row, 1);
  EXPECT_EQ(greatest.column, 0);
  EXPECT_EQ(greatest.score, 2);
  const image_match least = best_match(scores, measure::squared_difference);
  EXPECT_EQ(least.row, 0);
  EXPECT_EQ(least.column, 1);
  EXPECT_EQ(refusal([] { (void)best_match(image<double>{1, 2, {nan, nan}}); }), "scores: NaN");
  EXPECT_EQ(refusal([] { (void)best_match(image<double>{}); }), "scores: {0, 0}");
}

TEST(best_match, finds_a_part_of_a_picture) {
  const image<double> picture = random_picture(40, 50, 12, 5.0);
  image<double> pattern{7, 9, {}};
  for (std::int64_t i = 0; i < 7; ++i)
    for (std::int64_t j = 0; j < 9; ++j) pattern.pixels.push_back(picture(20 + i, 31 + j));
  // Plain correlation is won by brightness.
  for (const measure by :
       {measure::squared_difference, measure::squared_difference_normalised, measure::correlation_normalised,
        measure::correlation_coefficient, measure::correlation_coefficient_normalised}) {
    const image_match best = best_match(match_template(picture, pattern, by), by);
    EXPECT_EQ(shape(best.row, best.column), shape(20, 31)) << by;
  }
}

TEST(find_pattern, gives_the_places_of_all_scaled_and_shifted_copies) {
  const std::vector<float> pattern{0, 3, -1, 2};
  std::vector<float> signal(60, 1.0F);
  for (const std::size_t place : {0u, 17u, 56u})
    for (std::size_t k = 0; k < 4; ++k) signal[place + k] = 10 + static_cast<float>(place + 1) * pattern[k];
  std::vector<std::int64_t> found;
  for (const signal_match& match : find_pattern(signal, pattern, 0.999)) {
    found.push_back(match.position);
    EXPECT_NEAR(match.score, 1, 1e4 * test::u);
  }
  EXPECT_EQ(found, (std::vector<std::int64_t>{0, 17, 56}));
}

TEST(find_pattern, reports_the_first_of_equal_scores_and_skips_slopes) {
  const std::vector<double> scores{0.5, 0.9, 0.9, 0.2, 0.8, 0.8, 0.9, nan, 0.7, 0.7};
  std::vector<std::int64_t> found;
  for (const signal_match& match : detail::peaks(scores, 0.6)) found.push_back(match.position);
  EXPECT_EQ(found, (std::vector<std::int64_t>{1, 6, 8}));
}

TEST(find_pattern, refuses_what_it_cannot_find_and_names_it) {
  const std::vector<double> x{1, 2, 3};
  EXPECT_EQ(refusal([&] { (void)find_pattern(x, x, 1.5); }), "threshold: 1.5");
  EXPECT_EQ(refusal([&] { (void)find_pattern(x, x, nan); }), "threshold: nan");
  EXPECT_EQ(refusal([&] { (void)find_pattern(x, std::vector<double>(4), 0.5); }), "pattern: {1, 4}");
  EXPECT_EQ(refusal([&] { (void)find_pattern(std::vector<double>{}, x, 0.5); }), "signal: {1, 0}");
}

}  // namespace
}  // namespace faltung
