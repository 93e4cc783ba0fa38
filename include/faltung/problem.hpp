/// What is to be computed: a plain description, checked when a plan is made from it or its output shape is asked for.
#pragma once

#include <array>
#include <cstdint>
#include <iosfwd>
#include <optional>
#include <string_view>

#include "faltung/boundary.hpp"
#include "faltung/export.hpp"
#include "faltung/layout.hpp"
#include "faltung/promotion.hpp"
#include "faltung/shape.hpp"
#include "faltung/types.hpp"

namespace faltung {

/// With full[k] = sum_j g[j] x[k - j], g the filter (convolution) or the reversed, conjugated filter (correlation), which
/// part of it is returned. n is the signal's length, m the filter's, per axis.
///  - full:  all n + m - 1 values
///  - same:  1D max(n, m) values, as numpy.convolve; 2D the signal's shape, as scipy.signal.convolve2d; centred. With a
///           boundary other than zero the signal's shape in 1D too: an extended signal has no length to compare.
///  - valid: the max - min + 1 values that need no sample from outside, whatever the boundary; in 2D one operand must
///           contain the other
enum class mode : unsigned char { full, same, valid };

/// convolution flips the filter; correlation does not, and conjugates a complex one. Positions follow numpy.convolve and
/// numpy.correlate in 1D, scipy.signal.convolve2d and correlate2d in 2D (they differ for even filters).
enum class operation : unsigned char { convolution, correlation };

/// The same filters for all signals of a batch, or [batch, ...] filters, one (or one bank) for each.
enum class filters : unsigned char { shared, per_signal };

/// What an integer result that its type cannot hold becomes: its value modulo 2^bits, or an error instead of any result.
enum class overflow : unsigned char { modulo, error };

struct problem {
  /// Extents of one signal and one filter, of the same rank: {n} or {height, width}.
  shape signal{};
  shape filter{};
  /// Number of signals: [batch, n] or [batch, height, width]. 0 is a batch like others; its result is empty.
  std::int64_t batch = 1;
  faltung::filters filters = faltung::filters::shared;
  /// Number of filters that each signal meets: filters are [bank, m], or [batch, bank, m] with filters::per_signal, and
  /// outputs [batch, bank, ...].
  std::int64_t bank = 1;

  /// Element type of the signal. Left out, the filter has the same, and the output has their common type (promote).
  element_type type = float32;
  std::optional<element_type> filter_type{};
  std::optional<element_type> output_type{};
  /// In which the sums run. Left out: the common type of operands and output, float32 at least for floating-point types;
  /// integer sums are exact modulo 2^64 in any case. Each operand is converted to it before the work.
  std::optional<element_type> accumulator{};
  faltung::overflow overflow = faltung::overflow::modulo;

  faltung::mode mode = faltung::mode::full;
  faltung::operation operation = faltung::operation::convolution;
  faltung::boundary boundary = faltung::zero;
  /// Shift of the filter's centre for `same`, per axis, with scipy.ndimage's sign: positive moves the result of a
  /// convolution to the left and that of a correlation to the right. From -(m / 2) to m / 2. scipy.ndimage's own
  /// centre of an even filter is origin 1 here in 2D and for convolutions.
  std::array<std::int64_t, 2> origin{0, 0};

  /// What is known of a 2D filter's rank: it is the sum of so many products of a column and a row filter, which method
  /// separable applies one after the other. 0: nothing. find_rank() (separable.hpp) finds it.
  std::int64_t filter_rank = 0;

  /// Where the operands lie; left out, contiguous.
  std::optional<layout> signal_layout{};
  std::optional<layout> filter_layout{};
  std::optional<layout> output_layout{};
};

/// Extents of one output. Throws invalid_argument where the problem is not one (see plan).
[[nodiscard]] FALTUNG_EXPORT shape output_shape(const problem& description);

/// Element type of the output: the one asked for, or the operands' common type.
[[nodiscard]] FALTUNG_EXPORT element_type output_type(const problem& description);

[[nodiscard]] FALTUNG_EXPORT std::string_view to_string(mode value);
[[nodiscard]] FALTUNG_EXPORT std::string_view to_string(operation value);
[[nodiscard]] FALTUNG_EXPORT std::string_view to_string(filters value);
[[nodiscard]] FALTUNG_EXPORT std::string_view to_string(overflow value);

/// The value of that name as to_string() gives it; otherwise an invalid_argument that names the string.
[[nodiscard]] FALTUNG_EXPORT mode parse_mode(std::string_view name);

FALTUNG_EXPORT std::ostream& operator<<(std::ostream& out, mode value);
FALTUNG_EXPORT std::ostream& operator<<(std::ostream& out, operation value);
FALTUNG_EXPORT std::ostream& operator<<(std::ostream& out, filters value);
FALTUNG_EXPORT std::ostream& operator<<(std::ostream& out, overflow value);
FALTUNG_EXPORT std::ostream& operator<<(std::ostream& out, const problem& description);

}  // namespace faltung
