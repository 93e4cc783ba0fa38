// A matrix of taps as a sum of products of columns and rows, by its singular values.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace faltung::separable {

struct factors {
  std::vector<double> singular_values;  ///< all, descending
  // For each of the largest, as asked for: [rank, height] and [rank, width], the singular value shared evenly.
  std::vector<double> columns;
  std::vector<double> rows;
  double norm = 0;      ///< Frobenius norm of the matrix
  double residual = 0;  ///< and of what the sum leaves of it
};

// `taps` row-major and finite; rank at most min(height, width).
factors factorize(std::span<const double> taps, std::int64_t height, std::int64_t width, std::int64_t rank);

// Number of terms that leave no more than `tolerance` of the norm.
std::int64_t numerical_rank(const factors& of, double tolerance);

// What is left of a filter whose taps are a sum of products rounded to a type: u of the norm for the rounding, and a few
// more for that of the decomposition.
constexpr double tolerance_of(double unit_roundoff) { return 4 * unit_roundoff; }

}  // namespace faltung::separable
