/// A 2D array that owns its pixels and knows its extents, and a view of one: row-major, contiguous.
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "faltung/shape.hpp"
#include "faltung/types.hpp"

namespace faltung {

template <element Type>
struct image {
  std::int64_t height = 0;
  std::int64_t width = 0;
  std::vector<Type> pixels;

  [[nodiscard]] Type& operator()(std::int64_t row, std::int64_t column) {
    return pixels[static_cast<std::size_t>(row * width + column)];
  }
  [[nodiscard]] const Type& operator()(std::int64_t row, std::int64_t column) const {
    return pixels[static_cast<std::size_t>(row * width + column)];
  }
};

/// `size` counts the elements behind `data`; it is checked against height * width before any work.
template <element Type>
struct image_view {
  const Type* data = nullptr;
  std::size_t size = 0;
  std::int64_t height = 0;
  std::int64_t width = 0;

  image_view(const image<Type>& whole)  // NOLINT(google-explicit-constructor): an image is usable as a view of itself
      : data(whole.pixels.data()), size(whole.pixels.size()), height(whole.height), width(whole.width) {}

  template <host_view Pixels>
  image_view(const Pixels& pixels, std::int64_t rows, std::int64_t columns)
      : data(pixels.data()), size(pixels.size()), height(rows), width(columns) {}
};

template <host_view Pixels>
image_view(const Pixels&, std::int64_t, std::int64_t) -> image_view<element_of<const Pixels>>;

}  // namespace faltung
