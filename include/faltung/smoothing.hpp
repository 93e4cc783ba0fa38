/// Smoothing and differentiation of host data in one call, with the names, the defaults and the results of
/// scipy.ndimage, scipy.signal and numpy.
///
///     const auto calm = faltung::moving_average(x, 5);  // shorter windows at the borders
///     const auto mean = faltung::uniform_filter(x, 5, faltung::nearest);
///     const auto soft = faltung::gaussian_filter(picture, 2.0);
///     const auto slope = faltung::savgol_filter(x, 11, 3, 1, sample_spacing);
///
/// Signals are real, of any element type. The result has the signal's shape; it is float for a signal of float or of
/// 16-bit floating-point numbers, double for any other (where scipy.ndimage rounds integer results, nothing is rounded
/// here). Each filter is a convolution (convolve.hpp): options, errors and complexity are those, and the method is
/// chosen by predicted time. Filters of pictures are convolve2d_separable() (separable.hpp).
///
/// Windows, sigma and pos are counted in samples. A window of even length reaches one sample further to the left, as in
/// scipy.ndimage.uniform_filter. Errors: invalid_argument before any work, naming the argument and its value.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <span>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "faltung/boundary.hpp"
#include "faltung/convolve.hpp"
#include "faltung/export.hpp"
#include "faltung/image.hpp"
#include "faltung/options.hpp"
#include "faltung/separable.hpp"
#include "faltung/types.hpp"
#include "faltung/windows.hpp"

namespace faltung {

/// What a filter does at the borders, other than continuing the signal (boundary.hpp).
namespace edge {
/// Sums over the samples under the window and divides by their number: the "edge correction" of moving averages.
struct shrink_rule {};
inline constexpr shrink_rule shrink{};
/// Evaluates the polynomial that fits the first or the last whole window.
struct interp_rule {};
inline constexpr interp_rule interp{};
}  // namespace edge

/// One value for both axes, or one for each: 2.0, or {rows, columns}, where `rows` is that of the filter that runs down
/// the columns (axis 0).
template <class Value>
struct per_axis {
  Value rows;
  Value columns;

  constexpr per_axis(Value both) : rows(both), columns(both) {}  // NOLINT(google-explicit-constructor)
  constexpr per_axis(Value down, Value along) : rows(down), columns(along) {}
};

namespace detail {

template <class View>
concept real_view = host_view<View> && !is_complex(type_of<element_of<View>>);

template <element Type>
using smoothed = std::conditional_t<type_of<Type> == float16 || type_of<Type> == bfloat16 || type_of<Type> == float32,
                                    float, double>;

/// Refuses a window of less than 1 sample.
FALTUNG_EXPORT void require_window(std::string_view argument, std::int64_t window);

/// `count` ones: a sum that is divided afterwards is rounded once less than one of shares.
template <class Value>
std::vector<Value> ones(std::string_view argument, std::int64_t count) {
  require_window(argument, count);
  std::vector<Value> taps = allocate_output<Value>(count);
  std::fill(taps.begin(), taps.end(), Value{1});
  return taps;
}

template <class Value>
std::vector<Value> rounded(const std::vector<double>& taps) {
  std::vector<Value> made = allocate_output<Value>(static_cast<std::int64_t>(taps.size()));
  std::transform(taps.begin(), taps.end(), made.begin(), [](double tap) { return static_cast<Value>(tap); });
  return made;
}

/// A result of the signal's length, whatever the filter's: with zeros outside, numpy's `same` has that of the longer.
inline region same_length(const boundary& outside, std::int64_t shift = 0) {
  return {mode::same, outside.rule == boundary_rule::zero ? constant(0) : outside, {shift, 0}};
}

/// Values of the polynomial fitted to `samples` at places first .. last - 1 of them, or of its derivative.
[[nodiscard]] FALTUNG_EXPORT std::vector<double> fit_edge(std::span<const double> samples, std::int64_t polyorder,
                                                          std::int64_t deriv, double delta, std::int64_t first,
                                                          std::int64_t last);
FALTUNG_EXPORT void require_savgol_edge(std::int64_t samples, std::int64_t window_length);
FALTUNG_EXPORT void require_gradient(std::int64_t samples, double spacing);

}  // namespace detail

/// scipy.ndimage.uniform_filter1d: the mean of `size` samples around each.
template <class Signal>
  requires detail::real_view<const Signal>
auto uniform_filter(const Signal& signal, std::int64_t size, const boundary& outside = reflect,
                    const options& request = {}) {
  using value = detail::smoothed<element_of<const Signal>>;
  auto output = convolve<value>(signal, detail::ones<value>("size", size), detail::same_length(outside), request);
  for (value& sum : output) sum /= static_cast<value>(size);
  return output;
}

/// scipy.ndimage.uniform_filter of a picture.
template <class Picture>
  requires detail::real_pixels<Picture>
auto uniform_filter(const Picture& picture, per_axis<std::int64_t> size, const boundary& outside = reflect,
                    const options& request = {}) {
  using value = detail::smoothed<detail::pixel_of<Picture>>;
  auto output = convolve2d_separable<value>(picture, detail::ones<value>("size", size.rows),
                                            detail::ones<value>("size", size.columns), {mode::same, outside}, request);
  const auto count = static_cast<value>(size.rows) * static_cast<value>(size.columns);
  for (value& sum : output.pixels) sum /= count;
  return output;
}

/// The mean of those of `window` samples around each that the signal has.
template <class Signal>
  requires detail::real_view<const Signal>
auto moving_average(const Signal& signal, std::int64_t window, edge::shrink_rule = edge::shrink,
                    const options& request = {}) {
  using value = detail::smoothed<element_of<const Signal>>;
  auto output = convolve<value>(signal, detail::ones<value>("window", window), detail::same_length(zero), request);
  const auto n = static_cast<std::int64_t>(output.size());
  for (std::int64_t i = 0; i < n; ++i) {
    const std::int64_t count = std::min(n - 1, i + (window - 1) / 2) - std::max<std::int64_t>(0, i - window / 2) + 1;
    output[static_cast<std::size_t>(i)] /= static_cast<value>(count);
  }
  return output;
}

/// The mean of `window` samples around each of the signal continued by a boundary: uniform_filter.
template <class Signal>
  requires detail::real_view<const Signal>
auto moving_average(const Signal& signal, std::int64_t window, const boundary& outside, const options& request = {}) {
  return uniform_filter(signal, window, outside, request);
}

/// scipy.ndimage.gaussian_filter1d: gaussian_kernel(sigma, order, truncate).
template <class Signal>
  requires detail::real_view<const Signal>
auto gaussian_filter(const Signal& signal, double sigma, int order = 0, const boundary& outside = reflect,
                     double truncate = 4.0, const options& request = {}) {
  using value = detail::smoothed<element_of<const Signal>>;
  const auto taps = detail::rounded<value>(gaussian_kernel(sigma, order, truncate));
  return convolve<value>(signal, taps, detail::same_length(outside), request);
}

/// scipy.ndimage.gaussian_filter of a picture; sigma 0 leaves an axis as it is.
template <class Picture>
  requires detail::real_pixels<Picture>
auto gaussian_filter(const Picture& picture, per_axis<double> sigma, per_axis<int> order = 0,
                     const boundary& outside = reflect, double truncate = 4.0, const options& request = {}) {
  using value = detail::smoothed<detail::pixel_of<Picture>>;
  return convolve2d_separable<value>(picture, detail::rounded<value>(gaussian_kernel(sigma.rows, order.rows, truncate)),
                                     detail::rounded<value>(gaussian_kernel(sigma.columns, order.columns, truncate)),
                                     {mode::same, outside}, request);
}

/// scipy.signal.savgol_filter with modes mirror, nearest, wrap and constant: savgol_coeffs, the signal continued by a
/// boundary. As in SciPy, a window of even length reaches one sample further to the right, and the value is that half a
/// sample further on.
template <class Signal>
  requires detail::real_view<const Signal>
auto savgol_filter(const Signal& signal, std::int64_t window_length, std::int64_t polyorder, std::int64_t deriv,
                   double delta, const boundary& outside, const options& request = {}) {
  using value = detail::smoothed<element_of<const Signal>>;
  auto taps = detail::rounded<value>(savgol_coeffs(window_length, polyorder, deriv, delta));
  std::reverse(taps.begin(), taps.end());
  const std::int64_t shift = window_length % 2 == 0 ? -1 : 0;
  return correlate<value>(signal, taps, detail::same_length(outside, shift), request);
}

/// scipy.signal.savgol_filter with mode interp, SciPy's default: no sample stands outside; the first and the last
/// window_length / 2 outputs are values of the polynomial fitted to the first and the last window_length samples.
template <class Signal>
  requires detail::real_view<const Signal>
auto savgol_filter(const Signal& signal, std::int64_t window_length, std::int64_t polyorder, std::int64_t deriv = 0,
                   double delta = 1.0, edge::interp_rule = edge::interp, const options& request = {}) {
  using value = detail::smoothed<element_of<const Signal>>;
  const auto n = static_cast<std::int64_t>(signal.size());
  detail::require_savgol_edge(n, window_length);
  const auto taps = detail::rounded<value>(savgol_coeffs(window_length, polyorder, deriv, delta));
  const std::vector<value> middle = convolve<value>(signal, taps, mode::valid, request);
  const std::int64_t half = window_length / 2;
  const std::int64_t skipped = window_length % 2 == 0 ? 1 : 0;  // of `middle`: SciPy fits one more output
  std::vector<value> output = detail::allocate_output<value>(n);
  std::copy(middle.begin() + skipped, middle.end(), output.begin() + half);
  const auto fit = [&](std::int64_t start, std::int64_t first) {
    std::vector<double> samples = detail::allocate_output<double>(window_length);
    std::transform(signal.data() + start, signal.data() + start + window_length, samples.begin(),
                   [](const auto& sample) { return static_cast<double>(sample); });
    const std::vector<double> fitted = detail::fit_edge(samples, polyorder, deriv, delta, first, first + half);
    std::transform(fitted.begin(), fitted.end(), output.begin() + start + first,
                   [](double at) { return static_cast<value>(at); });
  };
  fit(0, 0);
  fit(n - window_length, window_length - half);
  return output;
}

/// numpy.gradient: central differences over twice the spacing, at both ends the difference to the neighbour over the
/// spacing. At least 2 samples; spacing is finite and not 0. Complexity: O(n), without a plan.
template <class Signal>
  requires detail::real_view<const Signal>
auto gradient(const Signal& signal, double spacing = 1.0) {
  using value = detail::smoothed<element_of<const Signal>>;
  const auto n = static_cast<std::int64_t>(signal.size());
  detail::require_gradient(n, spacing);
  std::vector<value> output = detail::allocate_output<value>(n);
  for (std::int64_t i = 0; i < n; ++i) {
    const std::int64_t before = std::max<std::int64_t>(i - 1, 0);
    const std::int64_t after = std::min(i + 1, n - 1);
    const auto rise = static_cast<value>(signal.data()[after]) - static_cast<value>(signal.data()[before]);
    output[static_cast<std::size_t>(i)] = rise / static_cast<value>(static_cast<double>(after - before) * spacing);
  }
  return output;
}

}  // namespace faltung
