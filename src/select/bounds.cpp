#include "select/bounds.hpp"

#include <algorithm>
#include <cmath>

#include "separable/factors.hpp"

namespace faltung {
namespace {

constexpr error_bound exact{0, true};

// Added to a method's own error: operands that are no values of the type computed in (64-bit integers in float64), and
// the rounding of a result to an output type of fewer digits than that.
double conversion_factor(const geometry& problem, element_type compute) {
  const auto rounded = [](element_type type) { return type == int64 || type == uint64 ? 0x1p-53 : 0.0; };
  const double narrowed =
      unit_roundoff(problem.output.type) > unit_roundoff(compute) ? unit_roundoff(problem.output.type) : 0;
  return rounded(problem.signal.type) + rounded(problem.filter.type) + narrowed;
}

// Products of factors 1 + error, to first order in each but exact for those above.
error_bound with_conversions(const error_bound& own, const geometry& problem, element_type compute) {
  const double conversions = conversion_factor(problem, compute);
  return {own.factor + conversions * (1 + own.factor), own.componentwise};
}

double percival(const shape& transform, element_type type) {
  constexpr double proved = 12;
  return proved * unit_roundoff(type) * std::log2(static_cast<double>(std::max<std::int64_t>(2, transform.elements())));
}

// Largest magnitude of a type's values.
double largest(element_type type) {
  if (type == boolean) return 1;
  return std::ldexp(1.0, static_cast<int>(8 * size_of(type)) - (is_signed(type) ? 1 : 0));
}

}  // namespace

// A chain of m fused multiply-adds from zero rounds m times, the first one a product only.
error_bound direct_bound(const geometry& problem) {
  if (is_integer(problem.compute)) return exact;
  return with_conversions({static_cast<double>(problem.terms()) * unit_roundoff(problem.compute), true}, problem,
                          problem.compute);
}

// Accumulated with a unit roundoff of u^2 at most (float in double) or 2^-64 (double in long double), then rounded once.
error_bound reference_bound(const geometry& problem) {
  if (is_integer(problem.compute)) return exact;
  const double u = unit_roundoff(problem.compute);
  const double wide = problem.compute == float32 ? 0x1p-53 : 0x1p-64;
  return with_conversions({u + (1 + u) * static_cast<double>(problem.terms()) * wide, true}, problem, problem.compute);
}

// Row filters, column filters and the rounding of both to the type computed in; what the decomposition leaves of the
// filter. Where terms cancel the sum of their norms is up to sqrt(rank) times the filter's.
error_bound separable_bound(const geometry& problem) {
  const double u = unit_roundoff(problem.compute);
  const auto rank = static_cast<double>(problem.filter_rank);
  const double across = (static_cast<double>(problem.columns.filter) + 1) * u;
  const double down = (static_cast<double>(problem.rows.filter) * rank + 1) * u;
  const double left = separable::tolerance_of(unit_roundoff(problem.filter.type));
  return with_conversions({(across + down + across * down) * std::sqrt(rank) + left, false}, problem, problem.compute);
}

// Parts of a complex result add up to no more than the product of the norms, by Cauchy and Schwarz.
error_bound transform_bound(const shape& transform, const geometry& problem) {
  if (is_integer(problem.compute)) return exact;
  return with_conversions({percival(transform, problem.spectral), false}, problem, problem.spectral);
}

bool rounds_exactly(const shape& transform, const geometry& problem) {
  const double samples = static_cast<double>(transform.elements());
  const double taps = static_cast<double>(problem.filter_elements());
  const double norms =
      largest(problem.signal.type) * std::sqrt(samples) * largest(problem.filter.type) * std::sqrt(taps);
  return percival(transform, problem.spectral) * norms < 0.5;
}

bool may_overflow(const geometry& problem) {
  if (!is_integer(problem.compute) || problem.output.type == boolean) return false;
  if (!is_signed(problem.output.type) && (is_signed(problem.signal.type) || is_signed(problem.filter.type)))
    return true;
  const double most =
      static_cast<double>(problem.terms()) * largest(problem.signal.type) * largest(problem.filter.type);
  return most >= largest(problem.output.type);
}

}  // namespace faltung
