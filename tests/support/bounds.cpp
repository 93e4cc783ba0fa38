#include "support/bounds.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <iomanip>
#include <limits>
#include <sstream>

namespace faltung::test {
namespace {

// The oracle's own error: products and sums in 64-bit precision.
double oracle_roundoff(const problem& description) { return (most_terms(description) + 1) * 0x1p-64; }

double smallest_subnormal(element_type type) {
  switch (component_of(type)) {
    case element_type::float16: return 0x1p-24;
    case element_type::bfloat16: return 0x1p-133;
    case element_type::float32: return 0x1p-149;
    default: return 0x1p-1074;
  }
}

// An operand's rounding to the type that sums run in: only 64-bit integers have more digits than float64.
double conversion(element_type type) { return type == int64 || type == uint64 ? 0x1p-53 : 0; }

// (1 + a) (1 + b) - 1 without cancellation.
double compound(double a, double b) { return a + b + a * b; }

// The sum's own relative error, the operands' before it and the rounding to the output's type after it.
double with_conversions(double sum, const problem& description) {
  const double u = unit_roundoff(result_type(description));
  const double narrowed = u > unit_roundoff(sum_type(description)) ? u : 0;
  const double operands = compound(conversion(description.type), conversion(filter_type(description)));
  return compound(compound(sum, operands), narrowed);
}

std::string shown(const elements& of, std::size_t index) {
  std::ostringstream text;
  text << std::setprecision(20);
  for (std::size_t part = 0; part < of.parts(); ++part) text << (part == 0 ? "" : ", ") << of.value(index, part);
  return text.str();
}

testing::AssertionResult equal_integers(const exact_answer& answer, const elements& got) {
  return same_bits(got, answer.rounded_to(got.type()));
}

}  // namespace

double most_terms(const problem& description) {
  const bool beyond = effective_boundary(description).rule != boundary_rule::zero;
  double terms = is_complex(description.type) && is_complex(filter_type(description)) ? 2 : 1;
  for (int axis = 0; axis < description.signal.rank(); ++axis) {
    const std::int64_t m = description.filter[axis];
    terms *= static_cast<double>(beyond ? m : std::min(description.signal[axis], m));
  }
  return terms;
}

error_bound derived_bound(method how, const problem& description, const shape& transform, double c) {
  if (sums_integers(description)) return {0, true};
  const double u = unit_roundoff(sum_type(description));
  const double terms = most_terms(description);
  switch (how) {
    case method::direct: return {with_conversions(terms * u, description), true};
    case method::reference: {
      // Summed in a format of unit roundoff w, rounded once to the type of direct sums.
      const double w = sum_type(description) == float32 ? 0x1p-53 : 0x1p-64;
      return {with_conversions(u + terms * w * (1 + u), description), true};
    }
    default: {
      const double levels = std::max(1.0, std::log2(static_cast<double>(transform.elements())));
      return {with_conversions(c * u * levels, description), false};
    }
  }
}

testing::AssertionResult within(const error_bound& bound, const problem& description, const exact_answer& answer,
                                const elements& got) {
  if (got.size() * answer.parts != std::max(answer.value.size(), answer.whole.size()))
    return testing::AssertionFailure() << got.size() << " outputs instead of "
                                       << std::max(answer.value.size(), answer.whole.size()) / answer.parts;
  if (sums_integers(description)) return equal_integers(answer, got);
  const double slack = oracle_roundoff(description);
  const double underflow =
      most_terms(description) * smallest_subnormal(sum_type(description)) + smallest_subnormal(got.type()) / 2;
  double worst = 0;
  std::size_t where = 0;
  for (std::size_t index = 0; index < answer.value.size(); ++index) {
    const std::size_t element = index / answer.parts;
    const double norm = answer.norms[element / static_cast<std::size_t>(answer.outputs_per_entry)];
    const double allowed = bound.factor * (bound.componentwise ? answer.magnitude[index] : norm) +
                           slack * answer.magnitude[index] + underflow;
    const auto error = static_cast<double>(std::fabs(got.value(element, index % answer.parts) - answer.value[index]));
    const double ratio = std::isfinite(error) ? error / allowed : std::numeric_limits<double>::infinity();
    if (ratio > worst) {
      worst = ratio;
      where = index;
    }
  }
  if (worst <= 1) return testing::AssertionSuccess() << "largest error is " << worst << " of the bound";
  return testing::AssertionFailure() << "output " << where / answer.parts << " is " << shown(got, where / answer.parts)
                                     << ", exactly " << static_cast<double>(answer.value[where]) << " in part "
                                     << where % answer.parts << ": the error is " << worst << " times the "
                                     << (bound.componentwise ? "componentwise" : "normwise") << " bound of factor "
                                     << bound.factor;
}

testing::AssertionResult same_bits(const elements& got, const elements& expected) {
  if (got.type() != expected.type())
    return testing::AssertionFailure() << got.type() << " instead of " << expected.type();
  if (got.size() != expected.size())
    return testing::AssertionFailure() << got.size() << " values instead of " << expected.size();
  if (got == expected) return testing::AssertionSuccess();
  const std::size_t part_bytes = size_of(component_of(got.type()));
  for (std::size_t index = 0; index < got.size() * got.parts(); ++index) {
    const std::size_t element = index / got.parts();
    const std::size_t part = index % got.parts();
    if (std::memcmp(got.bytes().data() + index * part_bytes, expected.bytes().data() + index * part_bytes,
                    part_bytes) == 0)
      continue;
    if (std::isnan(got.value(element, part)) && std::isnan(expected.value(element, part))) continue;
    return testing::AssertionFailure() << "value " << element << " of " << got.size() << " is " << shown(got, element)
                                       << " instead of " << shown(expected, element);
  }
  return testing::AssertionSuccess();
}

}  // namespace faltung::test
