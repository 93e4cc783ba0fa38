#include <cmath>
#include <numeric>
#include <string>

#include "faltung/host_memory.hpp"
#include "faltung/smoothing.hpp"
#include "faltung/windows.hpp"
#include "filters/gram_polynomials.hpp"
#include "filters/require.hpp"

namespace faltung {
namespace {

void require_fit(std::int64_t window_length, std::int64_t polyorder, std::int64_t deriv, double delta) {
  require_length("window_length", window_length);
  require(polyorder >= 0 && polyorder < window_length, "polyorder", polyorder,
          "must not be negative, and less than the window's length");
  require(deriv >= 0, "deriv", deriv, "must not be negative");
  require(std::isfinite(delta) && delta != 0, "delta", delta, "must be finite and not 0");
}

template <class Work>
auto reporting(std::int64_t window_length, const Work& work) {
  return detail::reporting_host_memory("window_length", static_cast<std::size_t>(window_length) * sizeof(double), work);
}

}  // namespace

std::vector<double> savgol_coeffs(std::int64_t window_length, std::int64_t polyorder, std::int64_t deriv, double delta,
                                  std::optional<double> pos) {
  require_fit(window_length, polyorder, deriv, delta);
  const auto length = static_cast<double>(window_length);
  const double place = pos.value_or((length - 1) / 2);
  require(place >= 0 && place < length, "pos", place, "must not be negative, and less than the window's length");
  return reporting(window_length, [&] {
    std::vector<double> taps(static_cast<std::size_t>(window_length), 0.0);
    if (deriv > polyorder) return taps;
    // The fit is sum over k of q_k times the samples' product with q_k.
    const gram_polynomials basis(window_length, polyorder);
    const std::vector<double> wanted = basis.at(place, deriv);
    const double scale = std::pow(delta, -static_cast<double>(deriv));
    for (std::size_t i = 0; i < taps.size(); ++i) {
      const std::vector<double> values = basis.at(static_cast<double>(i), 0);
      taps[taps.size() - 1 - i] = scale * std::inner_product(values.begin(), values.end(), wanted.begin(), 0.0);
    }
    return taps;
  });
}

namespace detail {

void require_savgol_edge(std::int64_t samples, std::int64_t window_length) {
  require(window_length <= samples, "window_length", window_length,
          "edge::interp needs as many samples; the signal has " + std::to_string(samples));
}

std::vector<double> fit_edge(std::span<const double> samples, std::int64_t polyorder, std::int64_t deriv, double delta,
                             std::int64_t first, std::int64_t last) {
  const auto window_length = static_cast<std::int64_t>(samples.size());
  require_fit(window_length, polyorder, deriv, delta);
  return reporting(window_length, [&] {
    std::vector<double> fitted(static_cast<std::size_t>(last - first), 0.0);
    if (deriv > polyorder) return fitted;
    const gram_polynomials basis(window_length, polyorder);
    std::vector<double> share(static_cast<std::size_t>(polyorder) + 1, 0.0);
    for (std::size_t i = 0; i < samples.size(); ++i) {
      const std::vector<double> values = basis.at(static_cast<double>(i), 0);
      for (std::size_t k = 0; k < share.size(); ++k) share[k] += samples[i] * values[k];
    }
    const double scale = std::pow(delta, -static_cast<double>(deriv));
    for (std::int64_t place = first; place < last; ++place) {
      const std::vector<double> values = basis.at(static_cast<double>(place), deriv);
      fitted[static_cast<std::size_t>(place - first)] =
          scale * std::inner_product(values.begin(), values.end(), share.begin(), 0.0);
    }
    return fitted;
  });
}

}  // namespace detail
}  // namespace faltung
