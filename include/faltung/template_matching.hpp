/// Where a pattern is found: normalised cross-correlation of host data in one call, with the measures of OpenCV's
/// matchTemplate and the results of skimage.feature.match_template.
///
///     const auto scores = faltung::match_template(picture, pattern);
///     const auto best = faltung::best_match(scores);                 // best.row, best.column, best.score
///     const auto beats = faltung::find_pattern(recording, beat, 0.8);  // positions in 1D
///
/// Elements are real, of any type. Scores are float where picture and pattern are float, of 16-bit floating-point
/// numbers, or integers of at most 16 bits (NumPy's common type with float32), double otherwise. Whatever the type, the
/// work is done in double (64-bit integers are rounded to it), and only scores are rounded to float.
///
/// Errors: invalid_argument before any work, naming the argument and its value: an empty picture or pattern, a size
/// that is not height * width, a pattern larger than the picture along an axis; further those of correlate2d;
/// out_of_memory. Complexity: one correlation, by the method with the least predicted time, and O(1) per pixel for all
/// window sums, whatever the pattern's size. Memory: about 50 bytes per pixel besides the correlation's.
#pragma once

#include <algorithm>
#include <cstdint>
#include <iosfwd>
#include <optional>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "faltung/boundary.hpp"
#include "faltung/convolve.hpp"
#include "faltung/export.hpp"
#include "faltung/image.hpp"
#include "faltung/options.hpp"
#include "faltung/promotion.hpp"

namespace faltung {

/// How alike a window I of the picture and the pattern T are; sums run over the pattern's pixels, and ' marks
/// deviations from the window's and the pattern's mean. In parentheses OpenCV's name (TM_...), whose documentation has
/// the formulas.
///  - squared_difference (SQDIFF): sum (T - I)^2; this and the next are 0 where they match and larger elsewhere
///  - squared_difference_normalised: divided by sqrt(sum T^2 sum I^2), and at most 1, which is also the score of a
///    window that is all zero, unless the pattern is too
///  - correlation (CCORR): sum T I
///  - correlation_normalised: divided by sqrt(sum T^2 sum I^2), in -1 .. 1; 0 for an all-zero window
///  - correlation_coefficient (CCOEFF): sum T' I'
///  - correlation_coefficient_normalised: divided by sqrt(sum T'^2 sum I'^2), in -1 .. 1: Pearson's coefficient; 0 for
///    a flat window or a flat pattern, which resemble nothing (as in skimage)
/// J. P. Lewis, "Fast normalized cross-correlation", Vision Interface (1995).
///
/// Accuracy. Window sums are formed of deviations J from the picture's mean by additions alone (no sliding differences,
/// no summed-area table): with c = height + width of the pattern + 1 and u = 2^-53, sum J^2 is right to c u of itself,
/// and the variance sum J^2 - (sum J)^2 / pixels to 3 (c + 1) u sum J^2. A window whose variance is not above that
/// cannot be told from a flat one and counts as flat. With the share f of sum J^2 in its variance, a score is right to
/// 3 (c + 1) u / f, and to the correlation's own bound over the norms of T' and I'; noise beyond -1 .. 1 is cut off.
enum class measure : unsigned char {
  squared_difference,
  squared_difference_normalised,
  correlation,
  correlation_normalised,
  correlation_coefficient,
  correlation_coefficient_normalised
};

[[nodiscard]] FALTUNG_EXPORT std::string_view to_string(measure value);
FALTUNG_EXPORT std::ostream& operator<<(std::ostream& out, measure value);

/// A position, in pixels from the top left corner, and the score there.
struct image_match {
  std::int64_t row = 0;
  std::int64_t column = 0;
  double score = 0;
};

/// A position in a signal, that of the pattern's first sample, and the score there.
struct signal_match {
  std::int64_t position = 0;
  double score = 0;
};

namespace detail {

/// What is matched: a picture or a pattern as double.
struct match_operand {
  image<double> values;
  bool integers = false;
};

/// Refuses extents and a size that make no picture.
FALTUNG_EXPORT void require_picture(std::string_view argument, std::size_t size, std::int64_t height,
                                    std::int64_t width);

template <class Picture>
match_operand as_double(std::string_view argument, const Picture& picture) {
  const image_view view(picture);
  require_picture(argument, view.size, view.height, view.width);
  match_operand made{{view.height, view.width, allocate_output<double>(view.height * view.width)},
                     is_integer(type_of<pixel_of<Picture>>)};
  std::transform(view.data, view.data + view.size, made.values.pixels.begin(),
                 [](const auto& pixel) { return static_cast<double>(pixel); });
  return made;
}

[[nodiscard]] FALTUNG_EXPORT image<double> match(match_operand picture, match_operand pattern, measure by,
                                                 const std::optional<boundary>& pad, const options& request);
[[nodiscard]] FALTUNG_EXPORT std::vector<signal_match> peaks(const std::vector<double>& scores, double threshold);
FALTUNG_EXPORT void require_threshold(double threshold);
FALTUNG_EXPORT void require_scores(bool found);

}  // namespace detail

/// The measure for every place of the pattern within the picture: [H - h + 1, W - w + 1] scores, as OpenCV; score (r,
/// c) is that of the window whose top left pixel is (r, c). With a boundary, [H, W] scores of windows with their
/// centre, pixel (h / 2, w / 2), at (r, c), of the picture so continued; faltung::zero then stands for pixels of value
/// 0, which is skimage's pad_input=True.
/// A NaN or an infinity in the picture reaches only the scores of windows that hold it (with options::non_finite at
/// contain); one in the pattern reaches all.
template <class Picture, class Pattern>
  requires detail::real_pixels<Picture> && detail::real_pixels<Pattern>
auto match_template(const Picture& picture, const Pattern& pattern,
                    measure by = measure::correlation_coefficient_normalised,
                    const std::optional<boundary>& pad = std::nullopt, const options& request = {}) {
  using value = promoted<promoted<detail::pixel_of<Picture>, detail::pixel_of<Pattern>>, float>;
  image<double> scores =
      detail::match(detail::as_double("picture", picture), detail::as_double("pattern", pattern), by, pad, request);
  if constexpr (std::same_as<value, double>) {
    return scores;
  } else {
    image<value> output{scores.height, scores.width, detail::allocate_output<value>(scores.height * scores.width)};
    std::transform(scores.pixels.begin(), scores.pixels.end(), output.pixels.begin(),
                   [](double score) { return static_cast<value>(score); });
    return output;
  }
}

/// The best score and where it is: the least for squared differences, else the greatest; the first in row-major order
/// of equal ones. Scores that are NaN count for nothing; where there is no other, invalid_argument.
template <class Scores>
  requires detail::real_pixels<Scores> image_match
  best_match(const Scores& scores, measure by = measure::correlation_coefficient_normalised) {
    const image_view view(scores);
    detail::require_picture("scores", view.size, view.height, view.width);
    const bool least = by <= measure::squared_difference_normalised;
    const auto* best = view.data + view.size;
    for (const auto* at = view.data; at != view.data + view.size; ++at) {
      if (!(*at == *at)) continue;
      if (best == view.data + view.size || (least ? *at < *best : *at > *best)) best = at;
    }
    detail::require_scores(best != view.data + view.size);
    const std::int64_t index = best - view.data;
    return {index / view.width, index % view.width, static_cast<double>(*best)};
  }

/// Where a pattern occurs in a signal, from left to right: the places whose Pearson coefficient with the pattern
/// (correlation_coefficient_normalised) is at least `threshold`, -1 .. 1, and greater than at the places before and not
/// less than at the place after; the first of several equal ones. Errors as match_template, whose picture here has one
/// row.
template <host_view Signal, host_view Pattern>
std::vector<signal_match> find_pattern(const Signal& signal, const Pattern& pattern, double threshold,
                                       const options& request = {}) {
  detail::require_threshold(threshold);
  const image_view row(signal, 1, static_cast<std::int64_t>(signal.size()));
  const image_view wanted(pattern, 1, static_cast<std::int64_t>(pattern.size()));
  static_assert(detail::real_pixels<decltype(row)> && detail::real_pixels<decltype(wanted)>, "elements must be real");
  return detail::peaks(detail::match(detail::as_double("signal", row), detail::as_double("pattern", wanted),
                                     measure::correlation_coefficient_normalised, std::nullopt, request)
                           .pixels,
                       threshold);
}

}  // namespace faltung
