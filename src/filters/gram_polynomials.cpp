#include "filters/gram_polynomials.hpp"

#include <cmath>

namespace faltung {

// The discrete Chebyshev polynomials of Abramowitz and Stegun 22.17.7, shifted to the middle and made orthonormal: the
// squared coefficient of q_k is k^2 (n^2 - k^2) / (4 (4 k^2 - 1)).
gram_polynomials::gram_polynomials(std::int64_t points, std::int64_t order)
    : centre_(static_cast<double>(points - 1) / 2), norms_(static_cast<std::size_t>(order) + 1) {
  const auto n = static_cast<double>(points);
  norms_[0] = 1 / std::sqrt(n);
  for (std::size_t degree = 1; degree < norms_.size(); ++degree) {
    const auto k = static_cast<double>(degree);
    norms_[degree] = k * std::sqrt((n - k) * (n + k) / (4 * (4 * k * k - 1)));
  }
}

std::vector<double> gram_polynomials::at(double place, std::int64_t derivative) const {
  const double x = place - centre_;
  std::vector<double> values(norms_.size(), 0.0);
  std::vector<double> lower(norms_.size(), 0.0);  // one derivative less
  for (std::int64_t order = 0; order <= derivative; ++order) {
    lower.swap(values);
    values[0] = order == 0 ? norms_[0] : 0;
    for (std::size_t k = 1; k < values.size(); ++k) {
      const double before = k > 1 ? norms_[k - 1] * values[k - 2] : 0.0;
      const double product_rule = order > 0 ? static_cast<double>(order) * lower[k - 1] : 0.0;
      values[k] = (x * values[k - 1] + product_rule - before) / norms_[k];
    }
  }
  return values;
}

}  // namespace faltung
