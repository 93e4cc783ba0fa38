/// Extents of one signal, filter or output: {n} in 1D, {height, width} in 2D, row-major, in elements.
#pragma once

#include <array>
#include <concepts>
#include <cstdint>
#include <iosfwd>
#include <limits>
#include <string>

#include "faltung/export.hpp"

namespace faltung {
namespace detail {

/// A product that stays at the end of the range instead of wrapping round, where it is refused as too large.
constexpr std::int64_t saturating_product(std::int64_t a, std::int64_t b) {
  constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max();
  const bool negative = (a < 0) != (b < 0);
  std::int64_t product = 0;
  return __builtin_mul_overflow(a, b, &product) ? (negative ? -most : most) : product;
}

}  // namespace detail

class shape {
 public:
  constexpr shape() = default;

  // Implicit, so that lengths can be written where shapes are meant: {.signal = n, .filter = m}.
  template <std::integral Length>  // NOLINTNEXTLINE(google-explicit-constructor)
  constexpr shape(Length length) : extents_{as_extent(length), 1}, rank_(1) {}

  template <std::integral Height, std::integral Width>
  constexpr shape(Height height, Width width) : extents_{as_extent(height), as_extent(width)}, rank_(2) {}

  /// 0 for a default-made shape, which every function refuses.
  [[nodiscard]] constexpr int rank() const noexcept { return rank_; }
  [[nodiscard]] constexpr std::int64_t operator[](int axis) const noexcept {
    return extents_[static_cast<std::size_t>(axis)];
  }
  /// Product of the extents; the largest number where it does not fit, which no operand has.
  [[nodiscard]] constexpr std::int64_t elements() const noexcept {
    return rank_ == 0 ? 0 : detail::saturating_product(extents_[0], extents_[1]);
  }

  friend constexpr bool operator==(const shape&, const shape&) = default;

 private:
  // An unsigned value above the signed range turns negative here and is refused as such, with its argument's name.
  template <std::integral Extent>
  static constexpr std::int64_t as_extent(Extent extent) {
    return static_cast<std::int64_t>(extent);
  }

  std::array<std::int64_t, 2> extents_{0, 1};
  int rank_ = 0;
};

/// "{4096}" or "{480, 640}".
FALTUNG_EXPORT std::string to_string(const shape& extents);
FALTUNG_EXPORT std::ostream& operator<<(std::ostream& out, const shape& extents);

}  // namespace faltung
