#include "support/bounds.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <type_traits>

namespace faltung::test {
namespace {

// The oracle's own error: products and sums in 64-bit precision.
double oracle_roundoff(const problem& description) { return (most_terms(description) + 1) * 0x1p-64; }

}  // namespace

double most_terms(const problem& description) {
  double terms = 1;
  for (int axis = 0; axis < description.signal.rank(); ++axis)
    terms *= static_cast<double>(std::min(description.signal[axis], description.filter[axis]));
  return terms;
}

error_bound derived_bound(method how, const problem& description, const shape& transform, double c) {
  const double u = unit_roundoff(description.type);
  const double terms = most_terms(description);
  switch (how) {
    case method::direct: return {terms * u, true};
    case method::reference: {
      // Summed in a format of unit roundoff w, rounded once to the element type.
      const double w = description.type == float32 ? 0x1p-53 : 0x1p-64;
      return {u + terms * w * (1 + u), true};
    }
    default: return {c * u * std::max(1.0, std::log2(static_cast<double>(transform.elements()))), false};
  }
}

template <element Type>
testing::AssertionResult within(const error_bound& bound, const problem& description, const exact_answer& answer,
                                std::span<const Type> got) {
  if (got.size() != answer.value.size())
    return testing::AssertionFailure() << got.size() << " outputs instead of " << answer.value.size();
  const double slack = oracle_roundoff(description);
  const double underflow = most_terms(description) * static_cast<double>(std::numeric_limits<Type>::denorm_min());
  double worst = 0;
  std::size_t where = 0;
  for (std::size_t index = 0; index < got.size(); ++index) {
    const double norm = answer.norms[index / static_cast<std::size_t>(answer.outputs_per_signal)];
    const double allowed = bound.factor * (bound.componentwise ? answer.magnitude[index] : norm) +
                           slack * answer.magnitude[index] + underflow;
    const auto error = static_cast<double>(std::fabs(static_cast<long double>(got[index]) - answer.value[index]));
    const double ratio = std::isfinite(error) ? error / allowed : std::numeric_limits<double>::infinity();
    if (ratio > worst) {
      worst = ratio;
      where = index;
    }
  }
  if (worst <= 1) return testing::AssertionSuccess() << "largest error is " << worst << " of the bound";
  return testing::AssertionFailure() << "output " << where << " is " << got[where] << ", exactly "
                                     << static_cast<double>(answer.value[where]) << ": the error is " << worst
                                     << " times the " << (bound.componentwise ? "componentwise" : "normwise")
                                     << " bound of factor " << bound.factor;
}

template <element Type>
testing::AssertionResult same_bits(std::span<const Type> got, std::span<const Type> expected) {
  using word = std::conditional_t<sizeof(Type) == 4, std::uint32_t, std::uint64_t>;
  if (got.size() != expected.size())
    return testing::AssertionFailure() << got.size() << " values instead of " << expected.size();
  for (std::size_t index = 0; index < got.size(); ++index) {
    if (std::isnan(got[index]) && std::isnan(expected[index])) continue;
    if (std::bit_cast<word>(got[index]) != std::bit_cast<word>(expected[index]))
      return testing::AssertionFailure() << "value " << index << " of " << got.size() << " is " << std::hexfloat
                                         << got[index] << " instead of " << expected[index];
  }
  return testing::AssertionSuccess();
}

template testing::AssertionResult within<float>(const error_bound&, const problem&, const exact_answer&,
                                                std::span<const float>);
template testing::AssertionResult within<double>(const error_bound&, const problem&, const exact_answer&,
                                                 std::span<const double>);
template testing::AssertionResult same_bits<float>(std::span<const float>, std::span<const float>);
template testing::AssertionResult same_bits<double>(std::span<const double>, std::span<const double>);

}  // namespace faltung::test
