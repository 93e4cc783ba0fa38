/// What is to be computed: a plain description, checked when a plan is made from it or its output shape is asked for.
#pragma once

#include <cstdint>
#include <iosfwd>
#include <string_view>

#include "faltung/export.hpp"
#include "faltung/shape.hpp"
#include "faltung/types.hpp"

namespace faltung {

/// With full[k] = sum_j g[j] x[k - j], g the filter (convolution) or the reversed filter (correlation), which part of it
/// is returned. n is the signal's length, m the filter's, per axis.
///  - full:  all n + m - 1 values
///  - same:  1D max(n, m) values, as numpy.convolve; 2D the signal's shape, as scipy.signal.convolve2d; centred
///  - valid: the max - min + 1 values that need no sample from outside; in 2D one operand must contain the other
enum class mode : unsigned char { full, same, valid };

/// convolution flips the filter; correlation does not. Positions follow numpy.convolve and numpy.correlate in 1D,
/// scipy.signal.convolve2d and correlate2d in 2D (they differ for even filters).
enum class operation : unsigned char { convolution, correlation };

/// One filter for all signals of a batch, or [batch, ...] filters, one for each.
enum class filters : unsigned char { shared, per_signal };

struct problem {
  /// Extents of one signal and one filter, of the same rank: {n} or {height, width}.
  shape signal{};
  shape filter{};
  /// Number of signals, stored one after another: [batch, n] or [batch, height, width].
  std::int64_t batch = 1;
  faltung::filters filters = faltung::filters::shared;
  element_type type = float32;
  faltung::mode mode = faltung::mode::full;
  faltung::operation operation = faltung::operation::convolution;
};

/// Extents of one output. Throws invalid_argument where the problem is not one (see plan).
[[nodiscard]] FALTUNG_EXPORT shape output_shape(const problem& description);

[[nodiscard]] FALTUNG_EXPORT std::string_view to_string(mode value);
[[nodiscard]] FALTUNG_EXPORT std::string_view to_string(operation value);
[[nodiscard]] FALTUNG_EXPORT std::string_view to_string(filters value);

/// The value of that name as to_string() gives it; otherwise an invalid_argument that names the string.
[[nodiscard]] FALTUNG_EXPORT mode parse_mode(std::string_view name);

FALTUNG_EXPORT std::ostream& operator<<(std::ostream& out, mode value);
FALTUNG_EXPORT std::ostream& operator<<(std::ostream& out, operation value);
FALTUNG_EXPORT std::ostream& operator<<(std::ostream& out, filters value);
FALTUNG_EXPORT std::ostream& operator<<(std::ostream& out, const problem& description);

}  // namespace faltung
