/// Arrays of any number of axes and any strides: a view of memory that is the caller's, and one that owns its elements.
///
///     const faltung::array_view pixels(data, {height, width, 3});       // row-major
///     const faltung::array_view column(data + 2, {rows}, {row_stride});  // strides in elements
///     const faltung::array_view other(mdspan);                           // std::mdspan, cuda::std::mdspan
#pragma once

#include <algorithm>
#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "faltung/export.hpp"
#include "faltung/image.hpp"
#include "faltung/types.hpp"

namespace faltung {

/// One number for each axis, the slowest first: extents, or strides. Holds at most 8, without allocating.
class axis_numbers {
 public:
  static constexpr int most = 8;

  constexpr axis_numbers() = default;

  // Implicit, so that extents can be written where they are meant: {height, width, 3}. An unsigned number above the
  // signed range turns negative, and a negative extent is refused.
  template <std::integral... Numbers>
    requires(sizeof...(Numbers) >= 1 && sizeof...(Numbers) <= most)
  constexpr axis_numbers(Numbers... numbers)  // NOLINT(google-explicit-constructor)
      : numbers_{static_cast<std::int64_t>(numbers)...}, rank_(sizeof...(Numbers)) {}

  /// Throws invalid_argument where there are more than 8.
  template <contiguous_view Numbers>
    requires std::integral<element_of<const Numbers>> axis_numbers(const Numbers& numbers)
        : rank_(checked_rank(numbers.size())) {  // NOLINT(google-explicit-constructor)
      for (std::size_t axis = 0; axis < numbers.size(); ++axis)
        numbers_[axis] = static_cast<std::int64_t>(numbers.data()[axis]);
    }

    [[nodiscard]] constexpr int rank() const noexcept { return rank_; }
    [[nodiscard]] constexpr std::int64_t& operator[](int axis) noexcept {
      return numbers_[static_cast<std::size_t>(axis)];
    }
    [[nodiscard]] constexpr std::int64_t operator[](int axis) const noexcept {
      return numbers_[static_cast<std::size_t>(axis)];
    }

    friend constexpr bool operator==(const axis_numbers&, const axis_numbers&) = default;

   private:
    FALTUNG_EXPORT static int checked_rank(std::size_t count);

    std::array<std::int64_t, most> numbers_{};
    int rank_ = 0;
};

/// "{480, 640, 3}".
[[nodiscard]] FALTUNG_EXPORT std::string to_string(const axis_numbers& numbers);

namespace detail {

/// Strides without gaps, the last axis fastest. Throws where the number of elements does not fit 63 bits.
FALTUNG_EXPORT axis_numbers row_major(const axis_numbers& extents);

/// Refuses no axis, a negative extent, strides for another number of axes, and an element beyond 63 bits.
FALTUNG_EXPORT void require_axes(const axis_numbers& extents, const axis_numbers& strides);

/// Refuses a container whose elements are not as many as its extents say.
FALTUNG_EXPORT void require_elements(std::size_t size, const axis_numbers& extents);

/// The axis as a number from 0 on; a negative one counts from the end. Throws invalid_argument naming `argument`.
FALTUNG_EXPORT int resolve_axis(int axis, int rank, std::string_view argument);

/// Refuses a slice that is not 0 <= first <= last <= extent with a step of at least 1.
FALTUNG_EXPORT void require_slice(std::int64_t first, std::int64_t last, std::int64_t step, std::int64_t extent);

}  // namespace detail

/// What std::mdspan and cuda::std::mdspan are, over plain memory with strides.
template <class View>
concept mdspan_like = requires(const View& view) {
  typename View::element_type;
  requires std::same_as < std::remove_cvref_t<decltype(view.data_handle())>,
  typename View::element_type* > ;
  { view.extent(0) } -> std::convertible_to<std::int64_t>;
  { view.stride(0) } -> std::convertible_to<std::int64_t>;
  requires View::is_always_strided();
  requires View::rank()
  >= 1 && View::rank() <= axis_numbers::most;
  requires std::same_as<typename View::reference, typename View::element_type&>;
}
&&element<std::remove_const_t<typename View::element_type>>;

/// An array that owns its elements: row-major, without gaps.
template <element Type>
struct array {
  axis_numbers extents{};
  std::vector<detail::stored<Type>> elements{};
};

/// A pointer to element (0, ..., 0), extents, and strides in elements, for 1 to 8 axes. Strides may be negative and,
/// where the elements are only read, 0. `Type` is const where they are only read. The memory behind the pointer is not
/// checked: the view says how far it reaches. Making one throws invalid_argument where extents and strides make no
/// array.
template <class Type>
  requires element<std::remove_const_t<Type>>
class array_view {
 public:
  using value_type = std::remove_const_t<Type>;
  using stored_type =
      std::conditional_t<std::is_const_v<Type>, const detail::stored<value_type>, detail::stored<value_type>>;

  /// Row-major, without gaps.
  array_view(Type* first, const axis_numbers& extents) : array_view(first, extents, detail::row_major(extents)) {}

  array_view(Type* first, const axis_numbers& extents, const axis_numbers& strides)
      : first_(first), extents_(extents), strides_(strides) {
    detail::require_axes(extents, strides);
  }

  // Implicit from here on: containers and other views are usable as views of themselves. NOLINTBEGIN(google-explicit-*)
  template <host_view View>
    requires std::convertible_to<decltype(std::declval<View&>().data()), Type*> array_view(View&& contiguous)
        : array_view(contiguous.data(), contiguous.size()) {}

    template <mdspan_like View>
      requires std::convertible_to<typename View::element_type*, Type*> array_view(const View& view)
          : first_(view.data_handle()) {
        extents_ = per_axis<View>([&](auto axis) { return view.extent(axis); });
        strides_ = per_axis<View>([&](auto axis) { return view.stride(axis); });
        detail::require_axes(extents_, strides_);
      }

      array_view(image<value_type>& whole) requires(!std::is_const_v<Type>)
          : array_view(typed(whole.pixels.data()), {whole.height, whole.width}) {
        detail::require_elements(whole.pixels.size(), extents_);
      }
      array_view(const image<value_type>& whole) requires std::is_const_v<Type>
          : array_view(typed(whole.pixels.data()), {whole.height, whole.width}) {
        detail::require_elements(whole.pixels.size(), extents_);
      }
      array_view(const image_view<value_type>& whole) requires std::is_const_v<Type>
          : array_view(typed(whole.data), {whole.height, whole.width}) {
        detail::require_elements(whole.size, extents_);
      }

      array_view(array<value_type>& whole) requires(!std::is_const_v<Type>)
          : array_view(typed(whole.elements.data()), whole.extents) {
        detail::require_elements(whole.elements.size(), extents_);
      }
      array_view(const array<value_type>& whole) requires std::is_const_v<Type>
          : array_view(typed(whole.elements.data()), whole.extents) {
        detail::require_elements(whole.elements.size(), extents_);
      }

      // A template, or it would be the copy constructor of a view that writes.
      template <class Writable>
        requires std::same_as<const Writable, Type> array_view(const array_view<Writable>& writable)
            : array_view(typed(writable.data()), writable.extents(), writable.strides()) {}
        // NOLINTEND(google-explicit-*)

        /// Element (0, ..., 0). The bytes behind it are not contiguous in general, so there is no size().
        [[nodiscard]] stored_type* data() const noexcept { return reinterpret_cast<stored_type*>(first_); }
        [[nodiscard]] int rank() const noexcept { return extents_.rank(); }
        [[nodiscard]] const axis_numbers& extents() const noexcept { return extents_; }
        [[nodiscard]] const axis_numbers& strides() const noexcept { return strides_; }

        /// Unchecked; as many indices as there are axes.
        template <std::integral... Indices>
        [[nodiscard]] stored_type& operator()(Indices... indices) const {
          std::int64_t offset = 0;
          int axis = 0;
          ((offset += static_cast<std::int64_t>(indices) * strides_[axis++]), ...);
          return data()[offset];
        }

        /// Elements first, first + step, ... below last of one axis.
        [[nodiscard]] array_view sliced(int axis, std::int64_t first, std::int64_t last, std::int64_t step = 1) const {
          const int along = detail::resolve_axis(axis, rank(), "axis");
          detail::require_slice(first, last, step, extents_[along]);
          array_view made = *this;
          made.extents_[along] = (last - first) / step + ((last - first) % step != 0 ? 1 : 0);
          if (made.extents_[along] == 0) return made;
          made.first_ += first * strides_[along];
          // The stride of a single element is never used, and with a large step would not fit.
          made.strides_[along] *= made.extents_[along] == 1 ? 1 : step;
          return made;
        }

        /// One axis backwards.
        [[nodiscard]] array_view reversed(int axis = -1) const {
          const int along = detail::resolve_axis(axis, rank(), "axis");
          array_view made = *this;
          if (extents_[along] > 0) made.first_ += (extents_[along] - 1) * strides_[along];
          made.strides_[along] = -strides_[along];
          return made;
        }

       private:
        static Type* typed(stored_type* first) { return reinterpret_cast<Type*>(first); }
        template <class View, class Number>
        static axis_numbers per_axis(const Number& number) {
          std::array<std::int64_t, View::rank()> numbers{};
          for (typename View::rank_type axis = 0; axis < View::rank(); ++axis)
            numbers[axis] = static_cast<std::int64_t>(number(axis));
          return numbers;
        }

        Type* first_;
        axis_numbers extents_;
        axis_numbers strides_;
};

template <class Type>
array_view(Type*, const axis_numbers&) -> array_view<Type>;
template <class Type>
array_view(Type*, const axis_numbers&, const axis_numbers&) -> array_view<Type>;
template <host_view View>
array_view(View&&) -> array_view<std::remove_pointer_t<decltype(std::declval<View&>().data())>>;
template <mdspan_like View>
array_view(const View&) -> array_view<typename View::element_type>;
template <element Type>
array_view(image<Type>&) -> array_view<Type>;
template <element Type>
array_view(const image<Type>&) -> array_view<const Type>;
template <element Type>
array_view(const image_view<Type>&) -> array_view<const Type>;
template <element Type>
array_view(array<Type>&) -> array_view<Type>;
template <element Type>
array_view(const array<Type>&) -> array_view<const Type>;

/// Anything that an array_view can be made of: one, a contiguous view, an mdspan, an image, an array.
template <class Operand>
concept array_like = requires(Operand& operand) {
  array_view(operand);
};

/// The array_view that it makes.
template <array_like Operand>
using array_view_of = decltype(array_view(std::declval<Operand&>()));

}  // namespace faltung
