// Which memory the elements of an array touch, from its strides.
#pragma once

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <limits>
#include <optional>
#include <span>

namespace faltung {

struct memory_axis {
  std::int64_t stride;
  std::int64_t extent;  // at least 1
};

// Element offsets from element (0, ..., 0).
struct footprint {
  std::int64_t lowest = 0;   // not above 0
  std::int64_t highest = 0;  // not below 0
};

// Nothing where one of them does not fit 63 bits.
inline std::optional<footprint> footprint_of(std::span<const memory_axis> axes) {
  footprint made;
  for (const memory_axis& axis : axes) {
    std::int64_t reach = 0;
    std::int64_t& side = axis.stride < 0 ? made.lowest : made.highest;
    if (axis.stride < -std::numeric_limits<std::int64_t>::max() ||
        __builtin_mul_overflow(axis.stride, axis.extent - 1, &reach) || __builtin_add_overflow(side, reach, &side))
      return std::nullopt;
  }
  return made;
}

// Sufficient for distinct addresses: each axis steps over all that lies within a step of the next smaller one. The axes
// have a footprint; they are left sorted.
inline bool distinct(std::span<memory_axis> axes) {
  std::sort(axes.begin(), axes.end(),
            [](const memory_axis& a, const memory_axis& b) { return std::abs(a.stride) < std::abs(b.stride); });
  std::int64_t covered = 1;
  for (const memory_axis& axis : axes) {
    if (axis.extent <= 1) continue;
    if (std::abs(axis.stride) < covered) return false;
    covered += std::abs(axis.stride) * (axis.extent - 1);
  }
  return true;
}

}  // namespace faltung
