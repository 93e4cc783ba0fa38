// An array's axes as footprints take them.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "api/extent.hpp"
#include "faltung/array_plan.hpp"
#include "faltung/array_view.hpp"
#include "faltung/types.hpp"
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

// Refuses no axis, a negative extent, strides for another number of axes, and an element beyond 63 bits, naming the
// extents or strides of `operand`, or without one themselves.
void require_axes(const axis_numbers& extents, const axis_numbers& strides, std::string_view operand);

// From the lowest element to the highest of an array that is not empty, whose strides lead nowhere beyond 63 bits.
inline extent memory_of(const void* first, const array_form& form, element_type type) {
  const footprint touched = *footprint_of(memory_axes(form.extents, form.strides));
  const std::int64_t bytes = static_cast<std::int64_t>(size_of(type));
  return {static_cast<const std::byte*>(first) + touched.lowest * bytes,
          static_cast<std::size_t>((touched.highest - touched.lowest + 1) * bytes)};
}

}  // namespace faltung
