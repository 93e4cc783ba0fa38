// Orthonormal polynomials on equally spaced points, with which least-squares fits need no equations solved.
#pragma once

#include <cstdint>
#include <vector>

namespace faltung {

// Gram's polynomials q_0 .. q_order on the points 0 .. points - 1: sum over i of q_j(i) q_k(i) is 1 for j = k, else 0.
// order < points.
class gram_polynomials {
 public:
  gram_polynomials(std::int64_t points, std::int64_t order);

  // Derivatives of all of them at a place.
  [[nodiscard]] std::vector<double> at(double place, std::int64_t derivative) const;

 private:
  double centre_;
  std::vector<double> norms_;  // of the recurrence x q_k = norms[k + 1] q_(k+1) + norms[k] q_(k-1); norms[0] is q_0
};

}  // namespace faltung
