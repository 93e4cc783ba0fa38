#include "separable/factors.hpp"

#include <Eigen/SVD>
#include <algorithm>
#include <cmath>

namespace faltung::separable {

factors factorize(std::span<const double> taps, std::int64_t height, std::int64_t width, std::int64_t rank) {
  using matrix = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
  const Eigen::Map<const matrix> filter(taps.data(), height, width);
  // Jacobi's method: small singular values come out with a small error of their own, and filters are small.
  const Eigen::JacobiSVD<matrix> found(filter, Eigen::ComputeThinU | Eigen::ComputeThinV);
  const auto& sigma = found.singularValues();

  factors made;
  made.singular_values.assign(sigma.data(), sigma.data() + sigma.size());
  made.norm = filter.norm();
  for (std::int64_t term = 0; term < rank; ++term) {
    const double share = std::sqrt(sigma[term]);
    for (std::int64_t y = 0; y < height; ++y) made.columns.push_back(share * found.matrixU()(y, term));
    for (std::int64_t x = 0; x < width; ++x) made.rows.push_back(share * found.matrixV()(x, term));
  }
  made.residual = sigma.tail(sigma.size() - rank).norm();
  return made;
}

std::int64_t numerical_rank(const factors& of, double tolerance) {
  double left = 0;
  auto rank = static_cast<std::int64_t>(of.singular_values.size());
  for (; rank > 0; --rank) {
    const double next = of.singular_values[static_cast<std::size_t>(rank - 1)];
    left = std::hypot(left, next);
    if (left > tolerance * of.norm) break;
  }
  return std::max<std::int64_t>(rank, 1);
}

}  // namespace faltung::separable
