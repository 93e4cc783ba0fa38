/// What stands outside a signal.
#pragma once

#include <complex>
#include <cstdint>
#include <iosfwd>
#include <string_view>

#include "faltung/export.hpp"

namespace faltung {

/// A signal a b c d is continued on both sides, as often as the filter reaches:
///  - zero:     nothing: products with samples outside are left out of the sum
///  - constant: k k k | a b c d | k k k
///  - wrap:     b c d | a b c d | a b c      (periodic)
///  - reflect:  c b a | a b c d | d c b      (the edge twice)
///  - mirror:   d c b | a b c d | c b a      (the edge once)
///  - nearest:  a a a | a b c d | d d d
/// The names are those of scipy.ndimage. In 2D rows and columns are continued independently. Elsewhere:
///  - scipy.signal.convolve2d: fill = zero or constant, wrap = wrap, symm = reflect
///  - numpy.pad: constant, wrap, symmetric = reflect, reflect = mirror, edge = nearest
///  - OpenCV: BORDER_CONSTANT, BORDER_WRAP, BORDER_REFLECT = reflect, BORDER_REFLECT_101 = mirror,
///    BORDER_REPLICATE = nearest
///  - ArrayFire: AF_PAD_ZERO, AF_PAD_PERIODIC = wrap, AF_PAD_SYM = reflect, AF_PAD_CLAMP_TO_EDGE = nearest
enum class boundary_rule : unsigned char { zero, constant, wrap, reflect, mirror, nearest };

struct boundary {
  boundary_rule rule = boundary_rule::zero;
  /// What stands outside with rule constant; finite, and a value of the signal's element type.
  std::complex<double> value{};

  constexpr boundary() = default;
  constexpr boundary(boundary_rule of) : rule(of) {}  // NOLINT(google-explicit-constructor)
  constexpr boundary(boundary_rule of, std::complex<double> outside) : rule(of), value(outside) {}

  friend constexpr bool operator==(const boundary&, const boundary&) = default;
};

inline constexpr boundary zero{boundary_rule::zero};
inline constexpr boundary wrap{boundary_rule::wrap};
inline constexpr boundary reflect{boundary_rule::reflect};
inline constexpr boundary mirror{boundary_rule::mirror};
inline constexpr boundary nearest{boundary_rule::nearest};
[[nodiscard]] constexpr boundary constant(std::complex<double> value) { return {boundary_rule::constant, value}; }

namespace detail {

// 2 n is one of its values.
template <class Index>
constexpr Index extended_index(boundary_rule rule, Index index, Index n) {
  if (index >= 0 && index < n) return index;
  const auto modulo = [index](Index period) {
    const Index rest = index % period;
    return rest < 0 ? rest + period : rest;
  };
  switch (rule) {
    case boundary_rule::wrap: return modulo(n);
    case boundary_rule::reflect: {
      const Index place = modulo(2 * n);
      return place < n ? place : 2 * n - 1 - place;
    }
    case boundary_rule::mirror: {
      if (n == 1) return 0;
      const Index place = modulo(2 * n - 2);
      return place < n ? place : 2 * n - 2 - place;
    }
    case boundary_rule::nearest: return index < 0 ? 0 : n - 1;
    default: return -1;
  }
}

}  // namespace detail

/// Where the sample that stands at place `index` is found in a signal of n samples; -1 where none of them does (zero,
/// constant). Holds however far outside the place lies.
[[nodiscard]] constexpr std::int64_t extended_index(boundary_rule rule, std::int64_t index, std::int64_t n) {
  return detail::extended_index<std::int64_t>(rule, index, n);
}

[[nodiscard]] FALTUNG_EXPORT std::string_view to_string(boundary_rule value);
/// The rule of that name; otherwise an invalid_argument that names the string.
[[nodiscard]] FALTUNG_EXPORT boundary_rule parse_boundary(std::string_view name);
FALTUNG_EXPORT std::ostream& operator<<(std::ostream& out, boundary_rule value);
FALTUNG_EXPORT std::ostream& operator<<(std::ostream& out, const boundary& value);

}  // namespace faltung
