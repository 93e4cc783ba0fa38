// An array's axes as footprints take them.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>

#include "faltung/array_view.hpp"
#include "problem/footprint.hpp"

namespace faltung {

// An axis that the array lacks has one element, and so has one that is empty.
inline std::array<memory_axis, axis_numbers::most> memory_axes(const axis_numbers& extents,
                                                               const axis_numbers& strides) {
  std::array<memory_axis, axis_numbers::most> axes{};
  axes.fill({0, 1});
  for (int axis = 0; axis < extents.rank(); ++axis)
    axes[static_cast<std::size_t>(axis)] = {strides[axis], std::max<std::int64_t>(extents[axis], 1)};
  return axes;
}

}  // namespace faltung
