/// Where the elements of a batch lie in memory.
#pragma once

#include <cstdint>
#include <iosfwd>

#include "faltung/export.hpp"
#include "faltung/shape.hpp"

namespace faltung {

/// Strides in elements. Element (row, column) of entry b of a batch lies, counted from the operand's data(), at
///     offset + b / channels * batch + b % channels * channel + row * row + column * column.
/// Strides may be negative (offset then points into the memory) and, for operands that are read, 0 (a broadcast).
/// Entries are signals, filters (of a bank or one for each signal) or outputs; a 1D operand has one row.
struct layout {
  std::int64_t offset = 0;
  std::int64_t batch = 0;
  std::int64_t row = 0;
  std::int64_t column = 1;
  /// A second batch axis, the faster one: the channels of interleaved images, the trailing axes of an array that is
  /// convolved along a middle axis.
  std::int64_t channels = 1;
  std::int64_t channel = 0;

  [[nodiscard]] constexpr std::int64_t entry(std::int64_t b) const {
    return offset + b / channels * batch + b % channels * channel;
  }

  friend constexpr bool operator==(const layout&, const layout&) = default;
};

/// [batch, n] or [batch, height, width] without gaps: what an operand has that is given no layout.
[[nodiscard]] constexpr layout contiguous(const shape& extents) {
  const std::int64_t width = extents.rank() == 2 ? extents[1] : extents[0];
  return {.batch = extents.elements(), .row = width, .column = 1};
}

/// Rows that start `pitch` elements apart.
[[nodiscard]] constexpr layout pitched(const shape& extents, std::int64_t pitch) {
  return {.batch = detail::saturating_product(extents[0], pitch), .row = pitch, .column = 1};
}

/// [images, height, width, channels]: each channel of each image is one entry of the batch.
[[nodiscard]] constexpr layout interleaved(const shape& extents, std::int64_t channels) {
  const std::int64_t width = extents.rank() == 2 ? extents[1] : extents[0];
  return {.batch = detail::saturating_product(extents.elements(), channels),
          .row = detail::saturating_product(width, channels),
          .column = channels,
          .channels = channels,
          .channel = 1};
}

FALTUNG_EXPORT std::ostream& operator<<(std::ostream& out, const layout& value);

}  // namespace faltung
