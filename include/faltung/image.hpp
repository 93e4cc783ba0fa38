/// A 2D array that owns its pixels and knows its extents, and a view of one: row-major, contiguous.
#pragma once

#include <concepts>
#include <cstdint>
#include <type_traits>
#include <utility>
#include <vector>

#include "faltung/shape.hpp"
#include "faltung/types.hpp"

namespace faltung {

namespace detail {
/// A std::vector<bool> has no elements to point to; a boolean in memory is a byte that is 0 or 1.
template <element Type>
using stored = std::conditional_t<std::same_as<Type, bool>, std::uint8_t, Type>;
}  // namespace detail

template <element Type>
struct image {
  std::int64_t height = 0;
  std::int64_t width = 0;
  std::vector<detail::stored<Type>> pixels;

  [[nodiscard]] detail::stored<Type>& operator()(std::int64_t row, std::int64_t column) {
    return pixels[static_cast<std::size_t>(row * width + column)];
  }
  [[nodiscard]] const detail::stored<Type>& operator()(std::int64_t row, std::int64_t column) const {
    return pixels[static_cast<std::size_t>(row * width + column)];
  }
};

/// `size` counts the elements behind `data`; it is checked against height * width before any work.
template <element Type>
struct image_view {
  using value_type = Type;

  const detail::stored<Type>* data = nullptr;
  std::size_t size = 0;
  std::int64_t height = 0;
  std::int64_t width = 0;

  image_view(const image<Type>& whole)  // NOLINT(google-explicit-constructor): an image is usable as a view of itself
      : data(whole.pixels.data()), size(whole.pixels.size()), height(whole.height), width(whole.width) {}

  template <host_view Pixels>
  image_view(const Pixels& pixels, std::int64_t rows, std::int64_t columns)
      : data(pixels.data()), size(pixels.size()), height(rows), width(columns) {}
};

template <element Type>
image_view(const image<Type>&) -> image_view<Type>;
template <host_view Pixels>
image_view(const Pixels&, std::int64_t, std::int64_t) -> image_view<element_of<const Pixels>>;

/// An image or a view of one.
template <class Type>
concept pixels = requires(const Type& of) {
  image_view(of);
};

namespace detail {
/// Element type of an image or a view of one.
template <class Picture>
using pixel_of = std::remove_cvref_t<decltype(*image_view(std::declval<const Picture&>()).data)>;
template <class Picture>
concept real_pixels = pixels<Picture> && !is_complex(type_of<pixel_of<Picture>>);
}  // namespace detail

}  // namespace faltung
