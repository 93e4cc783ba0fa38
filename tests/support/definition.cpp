#include "support/definition.hpp"

#include <algorithm>

namespace faltung::test {

boundary effective_boundary(const problem& description) {
  return description.mode == mode::valid ? zero : description.boundary;
}

std::int64_t sample_at(boundary_rule rule, std::int64_t place, std::int64_t n) {
  while (place < 0 || place >= n) {
    const bool left = place < 0;
    switch (rule) {
      case boundary_rule::wrap: place += left ? n : -n; break;
      case boundary_rule::reflect: place = left ? -1 - place : 2 * n - 1 - place; break;
      case boundary_rule::mirror: place = n == 1 ? 0 : left ? -place : 2 * n - 2 - place; break;
      case boundary_rule::nearest: place += left ? 1 : -1; break;
      default: return -1;
    }
  }
  return place;
}

part part_of_full(const problem& description, int axis) {
  const std::int64_t n = description.signal[axis];
  const std::int64_t m = description.filter[axis];
  const bool correlation = description.operation == operation::correlation;
  switch (description.mode) {
    case mode::full: return {0, n + m - 1};
    case mode::valid: return {std::min(n, m) - 1, std::max(n, m) - std::min(n, m) + 1};
    case mode::same: break;
  }
  const std::int64_t origin = description.origin[static_cast<std::size_t>(axis)];
  const std::int64_t shift = correlation ? -origin : origin;
  if (description.signal.rank() == 2) return {(correlation ? m / 2 : (m - 1) / 2) + shift, n};
  if (description.boundary.rule != boundary_rule::zero) return {(m - 1) / 2 + shift, n};
  // numpy.correlate swaps the operands where the second is longer and reverses what it gets.
  if (correlation && m > n) return {n / 2 + shift, m};
  return {(std::min(n, m) - 1) / 2 + shift, std::max(n, m)};
}

shape expected_shape(const problem& description) {
  const std::int64_t first = part_of_full(description, 0).length;
  return description.signal.rank() == 1 ? shape(first) : shape(first, part_of_full(description, 1).length);
}

bool has_no_result(const problem& description) {
  if (description.mode != mode::valid || description.signal.rank() != 2) return false;
  const shape& n = description.signal;
  const shape& m = description.filter;
  const bool signal_inside = n[0] <= m[0] && n[1] <= m[1];
  const bool filter_inside = m[0] <= n[0] && m[1] <= n[1];
  return !signal_inside && !filter_inside;
}

}  // namespace faltung::test
