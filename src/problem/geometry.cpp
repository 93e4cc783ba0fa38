#include "problem/geometry.hpp"

#include <limits>
#include <string>
#include <string_view>

#include "faltung/error.hpp"

namespace faltung {
namespace {

constexpr std::int64_t longest = std::numeric_limits<std::int64_t>::max();

// a * b where it fits 63 bits; both are positive.
std::int64_t product(std::int64_t a, std::int64_t b, std::string_view argument, const std::string& value) {
  if (a > longest / b) throw invalid_argument(argument, value, "the number of bytes does not fit 63 bits");
  return a * b;
}

void require_extents(const shape& extents, std::string_view argument) {
  if (extents.rank() == 0) throw invalid_argument(argument, to_string(extents), "no extents were given");
  for (int axis = 0; axis < extents.rank(); ++axis)
    if (extents[axis] < 1) throw invalid_argument(argument, to_string(extents), "every extent must be at least 1");
}

template <class Enumeration>
void require_enumerator(Enumeration value, Enumeration last, std::string_view argument) {
  if (value > last) throw invalid_argument(argument, std::to_string(static_cast<int>(value)), "no such enumerator");
}

// First index of `same` within the full result. NumPy centres the shorter operand's overlap; for correlation with the
// filter the longer one it swaps the operands and reverses the result, which moves the start for even lengths.
// scipy.signal.convolve2d and correlate2d centre the filter, rounding down and up respectively.
std::int64_t same_first(std::int64_t n, std::int64_t m, int rank, operation what) {
  const bool correlation = what == operation::correlation;
  if (rank == 2) return correlation ? m / 2 : (m - 1) / 2;
  if (correlation && m > n) return n / 2;
  return (std::min(n, m) - 1) / 2;
}

axis_geometry resolve_axis(std::int64_t n, std::int64_t m, int rank, const problem& description) {
  axis_geometry axis{.signal = n, .filter = m};
  switch (description.mode) {
    case mode::full:
      axis.output = n + m - 1;
      axis.origin = 1 - m;
      break;
    case mode::same:
      axis.output = rank == 1 ? std::max(n, m) : n;
      axis.origin = same_first(n, m, rank, description.operation) - (m - 1);
      break;
    case mode::valid:
      axis.output = std::max(n, m) - std::min(n, m) + 1;
      axis.origin = std::min(n, m) - m;
      break;
  }
  return axis;
}

// Strides of the batch and sizes in bytes must be representable, or later index arithmetic would wrap.
void require_countable(const geometry& resolved, const problem& description) {
  const auto element = static_cast<std::int64_t>(size_of(description.type));
  const auto bytes = [&](const axis_geometry& rows, std::int64_t axis_geometry::*extent, std::string_view argument,
                         const std::string& value, std::int64_t count) {
    const std::int64_t one = product(rows.*extent, resolved.columns.*extent, argument, value);
    product(product(one, element, argument, value), count, "problem.batch", std::to_string(description.batch));
  };
  bytes(resolved.rows, &axis_geometry::signal, "problem.signal", to_string(description.signal), resolved.batch);
  bytes(resolved.rows, &axis_geometry::filter, "problem.filter", to_string(description.filter),
        resolved.filter_count());
  bytes(resolved.rows, &axis_geometry::output, "problem.signal", to_string(description.signal), resolved.batch);
}

}  // namespace

geometry resolve(const problem& description) {
  const shape& signal = description.signal;
  const shape& filter = description.filter;
  require_extents(signal, "problem.signal");
  require_extents(filter, "problem.filter");
  if (signal.rank() != filter.rank())
    throw invalid_argument("problem.filter", to_string(filter),
                           "the signal " + to_string(signal) + " has another number of axes");
  if (description.batch < 1)
    throw invalid_argument("problem.batch", std::to_string(description.batch), "must be at least 1");
  require_enumerator(description.type, element_type::float64, "problem.type");
  require_enumerator(description.mode, mode::valid, "problem.mode");
  require_enumerator(description.operation, operation::correlation, "problem.operation");
  require_enumerator(description.filters, filters::per_signal, "problem.filters");

  const int rank = signal.rank();
  bool signal_contains = true;
  bool filter_contains = true;
  for (int axis = 0; axis < rank; ++axis) {
    if (signal[axis] > longest - (filter[axis] - 1))
      throw invalid_argument("problem.signal", to_string(signal), "with the filter the full result exceeds 63 bits");
    signal_contains = signal_contains && signal[axis] >= filter[axis];
    filter_contains = filter_contains && filter[axis] >= signal[axis];
  }
  if (description.mode == mode::valid && !signal_contains && !filter_contains)
    throw invalid_argument("problem.filter", to_string(filter),
                           "mode valid needs one operand to contain the other; the signal is " + to_string(signal));

  geometry resolved{.rank = rank,
                    .batch = description.batch,
                    .filter_per_signal = description.filters == filters::per_signal,
                    .reversed = description.operation == operation::convolution,
                    .type = description.type};
  if (rank == 2) resolved.rows = resolve_axis(signal[0], filter[0], rank, description);
  resolved.columns = resolve_axis(signal[rank - 1], filter[rank - 1], rank, description);
  require_countable(resolved, description);
  return resolved;
}

shape output_shape(const problem& description) { return resolve(description).output_shape(); }

}  // namespace faltung
