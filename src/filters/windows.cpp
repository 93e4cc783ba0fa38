#include "faltung/windows.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include "faltung/host_memory.hpp"
#include "filters/require.hpp"

namespace faltung {
namespace {

std::vector<double> allocate(std::int64_t length) {
  const auto count = static_cast<std::size_t>(length);
  return detail::reporting_host_memory("window", count * sizeof(double), [&] { return std::vector<double>(count); });
}

// weight(d, d / half) with d >= 0 the distance from the middle: both halves come out with the same bits.
template <class Weight>
std::vector<double> sampled(std::int64_t length, symmetry kind, const Weight& weight) {
  require_length("length", length);
  require(kind <= symmetry::periodic, "kind", static_cast<std::int64_t>(kind), "no such enumerator");
  std::vector<double> window = allocate(length);
  const double half = static_cast<double>(kind == symmetry::periodic ? length : length - 1) / 2;
  for (std::size_t k = 0; k < window.size(); ++k) {
    const double distance = std::abs(static_cast<double>(k) - half);
    window[k] = length == 1 ? 1.0 : weight(distance, distance / half);
  }
  return window;
}

std::vector<double> cosines(std::int64_t length, symmetry kind, const std::array<double, 3>& share) {
  constexpr double pi = std::numbers::pi;
  return sampled(length, kind, [&](double, double t) {
    return share[0] + share[1] * std::cos(pi * t) + share[2] * std::cos(2 * pi * t);
  });
}

// Abramowitz and Stegun 9.6.10: sum of ((x / 2)^k / k!)^2. Every term is positive, so nothing cancels.
double bessel_i0(double x) {
  double term = 1;
  double sum = 1;
  for (double k = 1; term > sum * 0x1p-54; ++k) {
    term *= (x / 2 / k) * (x / 2 / k);
    sum += term;
  }
  return sum;
}

}  // namespace

namespace windows {

std::vector<double> boxcar(std::int64_t length, symmetry kind) { return cosines(length, kind, {1, 0, 0}); }
std::vector<double> hann(std::int64_t length, symmetry kind) { return cosines(length, kind, {0.5, 0.5, 0}); }
std::vector<double> hamming(std::int64_t length, symmetry kind) { return cosines(length, kind, {0.54, 0.46, 0}); }
std::vector<double> blackman(std::int64_t length, symmetry kind) { return cosines(length, kind, {0.42, 0.5, 0.08}); }

std::vector<double> bartlett(std::int64_t length, symmetry kind) {
  return sampled(length, kind, [](double, double t) { return 1 - t; });
}

std::vector<double> gaussian(std::int64_t length, double sigma, symmetry kind) {
  require(std::isfinite(sigma) && sigma > 0, "sigma", sigma, "must be finite and above 0");
  return sampled(length, kind, [&](double distance, double) {
    const double deviations = distance / sigma;
    return std::exp(-0.5 * deviations * deviations);
  });
}

std::vector<double> kaiser(std::int64_t length, double beta, symmetry kind) {
  require(std::abs(beta) <= 700, "beta", beta, "must lie in -700 .. 700");
  return sampled(length, kind, [&](double, double t) {
    return bessel_i0(beta * std::sqrt(std::max(0.0, 1 - t * t))) / bessel_i0(beta);
  });
}

}  // namespace windows

std::vector<double> gaussian_kernel(double sigma, int order, double truncate) {
  require(std::isfinite(sigma) && sigma >= 0, "sigma", sigma, "must be finite and not negative");
  require(order >= 0 && order <= 20, "order", std::int64_t{order}, "must lie in 0 .. 20");
  require(std::isfinite(truncate) && truncate >= 0, "truncate", truncate, "must be finite and not negative");
  require(truncate * sigma < 0x1p40, "sigma", sigma, "the kernel's radius must stay below 2^40");
  if (sigma == 0) {
    require(order == 0, "sigma", sigma, "has no derivative");
    return {1.0};
  }
  const auto radius = static_cast<std::int64_t>(truncate * sigma + 0.5);
  std::vector<double> kernel = windows::gaussian(2 * radius + 1, sigma);
  double sum = 0;
  for (const double value : kernel) sum += value;
  for (std::size_t k = 0; k < kernel.size(); ++k) {
    const double deviations = (static_cast<double>(k) - static_cast<double>(radius)) / sigma;
    double factor = 1 / sum;  // He_degree, starting with He_0 = 1
    double before = 0;
    for (int degree = 0; degree < order; ++degree) {
      const double next = deviations * factor - degree * before;
      before = factor;
      factor = next;
    }
    kernel[k] *= factor * std::pow(-1 / sigma, order);
  }
  return kernel;
}

}  // namespace faltung
