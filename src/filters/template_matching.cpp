#include "faltung/template_matching.hpp"

#include <array>
#include <cmath>
#include <ostream>
#include <string>

#include "faltung/error.hpp"
#include "filters/require.hpp"
#include "filters/window_sums.hpp"

namespace faltung {
namespace {

constexpr std::array names{
    "squared_difference",     "squared_difference_normalised", "correlation",
    "correlation_normalised", "correlation_coefficient",       "correlation_coefficient_normalised"};

bool squared(measure by) { return by <= measure::squared_difference_normalised; }
bool coefficient(measure by) { return by >= measure::correlation_coefficient; }
bool normalised(measure by) { return static_cast<int>(by) % 2 == 1; }

// Continued on all sides, so that a window lies around every pixel.
image<double> padded(const image<double>& picture, const image<double>& pattern, const boundary& outside) {
  // Refuses a boundary that is none.
  (void)output_shape({.signal = {picture.height, picture.width},
                      .filter = {pattern.height, pattern.width},
                      .type = float64,
                      .mode = mode::same,
                      .boundary = outside});
  const std::int64_t height = picture.height + pattern.height - 1;
  const std::int64_t width = picture.width + pattern.width - 1;
  image<double> made{height, width, detail::allocate_output<double>(height * width)};
  for (std::int64_t y = 0; y < height; ++y) {
    const std::int64_t row = extended_index(outside.rule, y - pattern.height / 2, picture.height);
    for (std::int64_t x = 0; x < width; ++x) {
      const std::int64_t column = extended_index(outside.rule, x - pattern.width / 2, picture.width);
      made(y, x) = row < 0 || column < 0 ? outside.value.real() : picture(row, column);
    }
  }
  return made;
}

// Of the finite pixels: any number near them serves, one NaN must not reach all windows. With integers it is rounded to
// one, so that deviations are integers and their sums exact.
double centre(const detail::match_operand& picture) {
  double sum = 0;
  double count = 0;
  for (const double pixel : picture.values.pixels) {
    if (!std::isfinite(pixel)) continue;
    sum += pixel;
    ++count;
  }
  const double mean = count == 0 || !std::isfinite(sum) ? 0.0 : sum / count;
  return picture.integers ? std::round(mean) : mean;
}

void subtract(std::vector<double>& from, double value) {
  for (double& number : from) number -= value;
}

// To the deviations from its mean. Of the first pixel first: a pattern of equal ones then becomes zeros exactly.
void remove_mean(std::vector<double>& pattern) {
  subtract(pattern, double{pattern.front()});
  double sum = 0;
  for (const double number : pattern) sum += number;
  subtract(pattern, sum / static_cast<double>(pattern.size()));
}

double energy(const std::vector<double>& of) {
  double sum = 0;
  for (const double number : of) sum += number * number;
  return sum;
}

image<double> window_energies(image<double> picture, const image<double>& pattern) {
  for (double& pixel : picture.pixels) pixel *= pixel;
  return window_sums(picture, pattern.height, pattern.width);
}

image<double> correlations(const image<double>& picture, const image<double>& pattern, const options& request) {
  if (picture.height > 1) return correlate2d(picture, pattern, mode::valid, request);
  // One row: methods for long signals are to be had.
  std::vector<double> scores = correlate(picture.pixels, pattern.pixels, mode::valid, request);
  return {1, picture.width - pattern.width + 1, std::move(scores)};
}

// Sums of squared deviations from the window's own mean; 0 where rounding leaves no more to be said (see measure).
image<double> window_variations(const image<double>& picture, const image<double>& pattern) {
  image<double> variations = window_energies(picture, pattern);
  const image<double> sums = window_sums(picture, pattern.height, pattern.width);
  const double noise = 3 * 0x1p-53 * static_cast<double>(pattern.height + pattern.width + 2);
  const auto count = static_cast<double>(pattern.pixels.size());
  for (std::size_t i = 0; i < sums.pixels.size(); ++i) {
    double& at = variations.pixels[i];
    const double variation = at - sums.pixels[i] * (sums.pixels[i] / count);
    at = variation <= noise * at ? 0.0 : variation;
  }
  return variations;
}

// Score over the norms of pattern and window, cut to what exact arithmetic could give; NaN stays.
double ratio(double score, double pattern_energy, double window_energy, double where_zero) {
  const double norms = std::sqrt(pattern_energy) * std::sqrt(window_energy);
  if (norms == 0) return where_zero;
  const double value = score / norms;
  return value > 1 ? 1.0 : value < -1 ? -1.0 : value;
}

}  // namespace

std::string_view to_string(measure value) {
  const auto index = static_cast<std::size_t>(value);
  return index < names.size() ? names[index] : "unknown";
}
std::ostream& operator<<(std::ostream& out, measure value) { return out << to_string(value); }

namespace detail {

void require_picture(std::string_view argument, std::size_t size, std::int64_t height, std::int64_t width) {
  const std::string extents = to_string(shape(height, width));
  if (height < 1 || width < 1) throw invalid_argument(argument, extents, "every extent must be at least 1");
  const auto columns = static_cast<std::size_t>(width);
  if (size % columns != 0 || size / columns != static_cast<std::size_t>(height))
    throw invalid_argument(argument, std::to_string(size) + " elements", "the extents are " + extents);
}

void require_threshold(double threshold) {
  require(threshold >= -1 && threshold <= 1, "threshold", threshold, "must lie in -1 .. 1");
}

void require_scores(bool found) {
  if (!found) throw invalid_argument("scores", "NaN", "no score is a number");
}

image<double> match(match_operand picture, match_operand pattern, measure by, const std::optional<boundary>& pad,
                    const options& request) {
  image<double>& wanted = pattern.values;
  if (by > measure::correlation_coefficient_normalised)
    throw invalid_argument("by", std::to_string(static_cast<int>(by)), "no such enumerator");
  if (wanted.height > picture.values.height || wanted.width > picture.values.width)
    throw invalid_argument(
        "pattern", to_string(shape(wanted.height, wanted.width)),
        "is larger than the picture " + to_string(shape(picture.values.height, picture.values.width)));
  const double mean = centre(picture);
  image<double> within = pad ? padded(picture.values, wanted, *pad) : std::move(picture.values);

  // What the scores are divided by; squares of the pixels themselves for all but the coefficients.
  image<double> window_energy;
  double pattern_energy = 0;
  if (normalised(by) && !coefficient(by)) {
    window_energy = window_energies(within, wanted);
    pattern_energy = energy(wanted.pixels);
  }
  // Differences do not change with a shift of both, coefficients not with one of the picture; cancellation does.
  if (squared(by) || coefficient(by)) subtract(within.pixels, mean);
  if (squared(by)) subtract(wanted.pixels, mean);
  if (coefficient(by)) remove_mean(wanted.pixels);
  if (by == measure::correlation_coefficient_normalised) {
    window_energy = window_variations(within, wanted);
    pattern_energy = energy(wanted.pixels);
  }

  image<double> scores = correlations(within, wanted, request);
  if (squared(by)) {
    const double own = energy(wanted.pixels);
    const image<double> others = window_energies(std::move(within), wanted);
    for (std::size_t i = 0; i < scores.pixels.size(); ++i) {
      const double difference = others.pixels[i] - 2 * scores.pixels[i] + own;
      scores.pixels[i] = difference < 0 ? 0.0 : difference;
    }
  }
  for (std::size_t i = 0; i < window_energy.pixels.size(); ++i) {
    double& score = scores.pixels[i];
    const bool differs = pattern_energy != 0 || window_energy.pixels[i] != 0;
    score = ratio(score, pattern_energy, window_energy.pixels[i], squared(by) && differs ? 1.0 : 0.0);
  }
  return scores;
}

std::vector<signal_match> peaks(const std::vector<double>& scores, double threshold) {
  std::vector<signal_match> found;
  for (std::size_t first = 0, next = 0; first < scores.size(); first = next) {
    const double score = scores[first];
    for (next = first + 1; next < scores.size() && scores[next] == score;) ++next;
    const bool rises = first == 0 || !(scores[first - 1] > score);
    const bool falls = next == scores.size() || !(scores[next] > score);
    if (score >= threshold && rises && falls) found.push_back({static_cast<std::int64_t>(first), score});
  }
  return found;
}

}  // namespace detail
}  // namespace faltung
