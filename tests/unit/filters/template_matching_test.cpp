#include "faltung/template_matching.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <sstream>

#include "faltung/capabilities.hpp"
#include "golden.hpp"
#include "random_picture.hpp"

namespace faltung {
namespace {

using nlohmann::json;
using test::by_sums;
using test::golden;
using test::random_picture;
using test::refusal;

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr double infinity = std::numeric_limits<double>::infinity();

constexpr std::array measures{measure::squared_difference,
                              measure::squared_difference_normalised,
                              measure::correlation,
                              measure::correlation_normalised,
                              measure::correlation_coefficient,
                              measure::correlation_coefficient_normalised};

const options by_transform{.backend = backend::cpu, .method = method::fft};

// The definitions, in wider precision; and, of the numbers that the error bounds speak of, the norms of pattern and
// window (as they are, and less the picture's mean) and the window's share of its energy in its variation.
struct naive_match {
  long double score;
  double pattern_norm;
  double window_norm;
  double share = 1;
};

naive_match naive(const image<double>& picture, const image<double>& pattern, std::int64_t y, std::int64_t x,
                  measure by) {
  const auto count = static_cast<long double>(pattern.pixels.size());
  long double mean = 0;
  long double window_mean = 0;
  long double pattern_mean = 0;
  for (const double pixel : picture.pixels) mean += pixel;
  mean /= static_cast<long double>(picture.pixels.size());
  for (std::int64_t i = 0; i < pattern.height; ++i) {
    for (std::int64_t j = 0; j < pattern.width; ++j) {
      window_mean += picture(y + i, x + j) / count;
      pattern_mean += pattern(i, j) / count;
    }
  }
  long double difference = 0, product = 0, covariance = 0, windows = 0, patterns = 0, window_variation = 0;
  long double pattern_variation = 0, shifted_windows = 0, shifted_patterns = 0;
  for (std::int64_t i = 0; i < pattern.height; ++i) {
    for (std::int64_t j = 0; j < pattern.width; ++j) {
      const long double p = picture(y + i, x + j);
      const long double t = pattern(i, j);
      difference += (p - t) * (p - t);
      product += p * t;
      windows += p * p;
      patterns += t * t;
      shifted_windows += (p - mean) * (p - mean);
      shifted_patterns += (t - mean) * (t - mean);
      covariance += (p - window_mean) * (t - pattern_mean);
      window_variation += (p - window_mean) * (p - window_mean);
      pattern_variation += (t - pattern_mean) * (t - pattern_mean);
    }
  }
  const auto norm = [](long double squares) { return static_cast<double>(std::sqrt(squares)); };
  const long double norms = std::sqrt(windows) * std::sqrt(patterns);
  switch (by) {
    case measure::squared_difference: return {difference, norm(shifted_patterns), norm(shifted_windows)};
    case measure::squared_difference_normalised:
      return {std::min(1.0L, difference / norms), norm(shifted_patterns), norm(shifted_windows)};
    case measure::correlation: return {product, norm(patterns), norm(windows)};
    case measure::correlation_normalised: return {product / norms, norm(patterns), norm(windows)};
    case measure::correlation_coefficient: return {covariance, norm(pattern_variation), norm(shifted_windows)};
    default:
      return {covariance / std::sqrt(window_variation) / std::sqrt(pattern_variation), norm(pattern_variation),
              norm(shifted_windows), static_cast<double>(window_variation / shifted_windows)};
  }
}

// Every score within what rounding can do to it: sums of pixels + 16 roundings of numbers as large as the norms say or,
// by a transform, 12 u log2(N) of the whole picture's norm; and the variance as the header says.
void expect_naive(const image<double>& picture, const image<double>& pattern, measure by, const options& request) {
  const image<double> scores = match_template(picture, pattern, by, std::nullopt, request);
  ASSERT_EQ(shape(scores.height, scores.width),
            shape(picture.height - pattern.height + 1, picture.width - pattern.width + 1));
  double whole = 0;
  for (const double pixel : picture.pixels) whole += pixel * pixel;
  const auto count = static_cast<double>(pattern.pixels.size());
  const double log_transform = std::log2(16.0 * static_cast<double>(picture.pixels.size()));
  for (std::int64_t y = 0; y < scores.height; ++y) {
    for (std::int64_t x = 0; x < scores.width; ++x) {
      const naive_match expected = naive(picture, pattern, y, x, by);
      const double sum_of_norms = expected.pattern_norm + expected.window_norm;
      double bound = (count + 16) * test::u * sum_of_norms * sum_of_norms;
      if (request.method == method::fft)
        bound += 24 * test::u * log_transform * std::sqrt(whole) * expected.pattern_norm;
      if (static_cast<int>(by) % 2 == 1) {
        const naive_match plain = naive(picture, pattern, y, x, static_cast<measure>(static_cast<int>(by) - 1));
        const double norms = std::abs(static_cast<double>(plain.score / expected.score));
        const double roundings = 3.0 * static_cast<double>(pattern.height + pattern.width + 2) / expected.share + 8;
        bound = bound / norms + roundings * test::u * std::abs(static_cast<double>(expected.score));
      }
      ASSERT_NEAR(scores(y, x), static_cast<double>(expected.score), bound) << by << " at " << y << ", " << x;
    }
  }
}

TEST(match_template, follows_the_definitions) {
  const std::array<std::array<std::int64_t, 4>, 5> sizes{
      {{9, 12, 3, 4}, {20, 17, 7, 1}, {6, 6, 6, 6}, {1, 40, 1, 9}, {31, 29, 1, 2}}};
  for (const auto& [height, width, rows, columns] : sizes) {
    for (const double offset : {0.0, 100.0}) {
      const image<double> picture = random_picture(height, width, 1, offset);
      const image<double> pattern = random_picture(rows, columns, 2, offset);
      for (const measure by : measures) {
        SCOPED_TRACE(to_string(shape(height, width)) + to_string(shape(rows, columns)));
        expect_naive(picture, pattern, by, by_sums);
        if (detect().cpu.fft) expect_naive(picture, pattern, by, by_transform);
      }
    }
  }
}

template <class Value>
image<Value> picture_from(const json& rows) {
  image<Value> made{static_cast<std::int64_t>(rows.size()), static_cast<std::int64_t>(rows.at(0).size()), {}};
  for (const json& row : rows)
    for (const json& pixel : row) made.pixels.push_back(static_cast<Value>(pixel.get<double>()));
  return made;
}

template <class Value>
void expect_golden(const json& one) {
  const auto picture = picture_from<Value>(one.at("picture"));
  const auto pattern = picture_from<Value>(one.at("pattern"));
  const image<double> expected = picture_from<double>(one.at("values"));
  const auto by = *std::find_if(measures.begin(), measures.end(), [&](measure value) {
    return to_string(value) == one.at("measure").get<std::string>();
  });
  const std::optional<boundary> pad = one.value("pad", false) ? std::optional(zero) : std::nullopt;
  const image<float> got = match_template(picture, pattern, by, pad);
  // Both compute sums of squares and products in float, of numbers up to the largest one.
  double largest = 0;
  for (const auto pixel : picture.pixels) largest = std::max(largest, std::abs(static_cast<double>(pixel)));
  for (const auto pixel : pattern.pixels) largest = std::max(largest, std::abs(static_cast<double>(pixel)));
  const bool normalised = static_cast<int>(by) % 2 == 1;
  const auto count = static_cast<double>(pattern.pixels.size());
  const double tolerance = (count + 8) * 2 * test::u_float * (normalised ? 4 : count * largest * largest);
  ASSERT_EQ(shape(got.height, got.width), shape(expected.height, expected.width));
  EXPECT_TRUE(test::all_near(got.pixels, expected.pixels, tolerance));
}

TEST(match_template, gives_what_opencv_and_skimage_give) {
  EXPECT_GE(golden("matches").size(), 28u);
  for (const json& one : golden("matches")) {
    SCOPED_TRACE(one.dump().substr(0, 90));
    one.at("type") == "uint8" ? expect_golden<std::uint8_t>(one) : expect_golden<float>(one);
  }
}

TEST(match_template, has_scores_of_the_type_that_numpy_has_for_a_product_with_float32) {
  const auto scores_of = []<class Value>(Value) {
    const image<Value> picture{1, 2, {Value(1), Value(2)}};
    return match_template(picture, picture);
  };
  static_assert(std::same_as<decltype(scores_of(std::uint8_t{})), image<float>>);
  static_assert(std::same_as<decltype(scores_of(std::int16_t{})), image<float>>);
  static_assert(std::same_as<decltype(scores_of(float16_t{})), image<float>>);
  static_assert(std::same_as<decltype(scores_of(0.0F)), image<float>>);
  static_assert(std::same_as<decltype(scores_of(std::int32_t{})), image<double>>);
  static_assert(std::same_as<decltype(scores_of(0.0)), image<double>>);
  EXPECT_EQ(scores_of(float16_t{}).pixels, std::vector<float>{1});  // rounded to float
  EXPECT_NEAR(scores_of(std::int64_t{})(0, 0), 1.0, 8 * test::u);
}

TEST(match_template, of_a_picture_with_itself_is_perfect) {
  const image<double> picture = random_picture(8, 9, 7, 3.0);
  EXPECT_EQ(match_template(picture, picture, measure::squared_difference, std::nullopt, by_sums).pixels.size(), 1u);
  for (const measure by : {measure::correlation_normalised, measure::correlation_coefficient_normalised})
    EXPECT_NEAR(match_template(picture, picture, by, std::nullopt, by_sums)(0, 0), 1.0, 200 * test::u);
  const image<std::uint8_t> bytes{2, 3, {9, 200, 31, 4, 5, 255}};
  EXPECT_EQ(match_template(bytes, bytes, measure::squared_difference, std::nullopt, by_sums)(0, 0), 0.0F);
}

TEST(match_template, finds_no_likeness_in_flat_windows_and_flat_patterns) {
  const auto coefficient = measure::correlation_coefficient_normalised;
  for (const double level : {0.0, 0.1, 1e-30, -7e3, 1.0 / 3, 17.7, -2e3 / 7}) {
    image<double> picture = random_picture(16, 16, 5);
    for (std::int64_t y = 0; y < 12; ++y)
      for (std::int64_t x = 0; x < 12; ++x) picture(y, x) = level;
    const image<double> pattern = random_picture(7, 5, 6);
    const image<double> scores = match_template(picture, pattern, coefficient, std::nullopt, by_sums);
    for (std::int64_t y = 0; y < scores.height; ++y)
      for (std::int64_t x = 0; x < scores.width; ++x)
        EXPECT_EQ(scores(y, x) == 0, y + 7 <= 12 && x + 5 <= 12) << level << " at " << y << ", " << x;

    const image<double> flat{7, 5, std::vector<double>(35, level)};
    for (const double score : match_template(picture, flat, coefficient, std::nullopt, by_sums).pixels)
      EXPECT_EQ(score, 0) << level;
  }
}

TEST(match_template, scores_windows_of_zeros_as_opencv_does) {
  const image<float> zeros{1, 3, {0, 0, 0}};
  const image<float> pattern{1, 2, {1, 2}};
  const image<float> nothing{1, 2, {0, 0}};
  EXPECT_EQ(match_template(zeros, pattern, measure::correlation_normalised).pixels, (std::vector<float>{0, 0}));
  EXPECT_EQ(match_template(zeros, pattern, measure::squared_difference_normalised).pixels, (std::vector<float>{1, 1}));
  EXPECT_EQ(match_template(zeros, nothing, measure::squared_difference_normalised).pixels, (std::vector<float>{0, 0}));
}

void expect_contained(double poison, const options& request) {
  image<double> picture = random_picture(10, 11, 8);
  const image<double> pattern = random_picture(3, 2, 9);
  picture(5, 6) = poison;
  for (const measure by : measures) {
    const image<double> scores = match_template(picture, pattern, by, std::nullopt, request);
    for (std::int64_t y = 0; y < scores.height; ++y) {
      for (std::int64_t x = 0; x < scores.width; ++x) {
        const bool holds = y <= 5 && y + 3 > 5 && x <= 6 && x + 2 > 6;
        EXPECT_EQ(std::isfinite(scores(y, x)), !holds) << by << " at " << y << ", " << x;
      }
    }
  }
}

TEST(match_template, lets_a_nan_or_an_infinity_reach_only_windows_that_hold_it) {
  for (const double poison : {nan, infinity}) {
    expect_contained(poison, by_sums);
    if (detect().cpu.fft) expect_contained(poison, by_transform);
  }
}

TEST(match_template, continues_the_picture_by_a_boundary) {
  const image<double> picture = random_picture(6, 7, 10);
  const image<double> pattern = random_picture(3, 4, 11);
  const auto by = measure::squared_difference;
  const image<double> valid = match_template(picture, pattern, by, std::nullopt, by_sums);
  for (const boundary& outside : {zero, constant(2), wrap, reflect, mirror, nearest}) {
    const image<double> same = match_template(picture, pattern, by, outside, by_sums);
    ASSERT_EQ(shape(same.height, same.width), shape(6, 7));
    for (std::int64_t y = 0; y < valid.height; ++y)
      for (std::int64_t x = 0; x < valid.width; ++x) EXPECT_NEAR(same(y + 1, x + 2), valid(y, x), 1e3 * test::u);
    long double corner = 0;
    for (std::int64_t i = 0; i < 3; ++i) {
      for (std::int64_t j = 0; j < 4; ++j) {
        const std::int64_t row = extended_index(outside.rule, i - 1, 6);
        const std::int64_t column = extended_index(outside.rule, j - 2, 7);
        const double pixel = row < 0 || column < 0 ? outside.value.real() : picture(row, column);
        corner += (pixel - pattern(i, j)) * (pixel - pattern(i, j));
      }
    }
    EXPECT_NEAR(same(0, 0), static_cast<double>(corner), 1e3 * test::u) << outside;
  }
}

TEST(match_template, refuses_what_it_cannot_match_and_names_it) {
  const image<double> picture = random_picture(4, 5, 1);
  const auto refused = [&](const auto& in, const auto& pattern) {
    return refusal([&] { (void)match_template(in, pattern); });
  };
  EXPECT_EQ(refused(picture, random_picture(5, 1, 1)), "pattern: {5, 1}");
  EXPECT_EQ(refused(picture, random_picture(1, 6, 1)), "pattern: {1, 6}");
  EXPECT_EQ(refused(picture, image<double>{}), "pattern: {0, 0}");
  EXPECT_EQ(refused(image<double>{}, picture), "picture: {0, 0}");
  EXPECT_EQ(refused(image<double>{2, 3, {1}}, picture), "picture: 1 elements");
  const std::int64_t huge = std::int64_t{1} << 62;
  EXPECT_EQ(refused(image<double>{huge, 4, {}}, picture), "picture: 0 elements");
  EXPECT_EQ(refusal([&] { (void)match_template(picture, picture, static_cast<measure>(6)); }), "by: 6");
  EXPECT_EQ(refusal([&] { (void)match_template(picture, picture, measure::correlation, constant(nan)); }),
            "problem.boundary: nan");
  EXPECT_EQ(
      refusal([&] { (void)match_template(picture, picture, measure::correlation, zero, {.memory = memory::device}); }),
      "options.memory: device");
}

TEST(measures, have_names) {
  std::ostringstream text;
  text << measure::correlation_normalised;
  EXPECT_EQ(text.str(), "correlation_normalised");
  EXPECT_EQ(to_string(static_cast<measure>(99)), "unknown");
}

}  // namespace
}  // namespace faltung
