/// Element types as run-time values, and the way from a C++ type to one.
#pragma once

#include <concepts>
#include <cstddef>
#include <iosfwd>
#include <memory>
#include <string_view>
#include <type_traits>

#include "faltung/export.hpp"

/// A stream is known to callers without the CUDA Toolkit as a pointer only: cudaStream_t is this type.
struct CUstream_st;

namespace faltung {

using cuda_stream = CUstream_st*;

enum class element_type : unsigned char { float32, float64 };
inline constexpr element_type float32 = element_type::float32;
inline constexpr element_type float64 = element_type::float64;

template <class Type>
concept element = std::same_as<Type, float> || std::same_as<Type, double>;

template <element Type>
inline constexpr element_type type_of = std::same_as<Type, float> ? float32 : float64;

[[nodiscard]] constexpr std::size_t size_of(element_type type) noexcept {
  return type == float32 ? sizeof(float) : sizeof(double);
}

/// Unit roundoff u: half the distance from 1 to the next number (2^-24, 2^-53).
[[nodiscard]] constexpr double unit_roundoff(element_type type) noexcept { return type == float32 ? 0x1p-24 : 0x1p-53; }

/// Anything with data() and size() over contiguous elements: std::span, std::vector, thrust::device_vector, ...
template <class View>
concept contiguous_view = requires(View& view) {
  {*std::to_address(view.data())};
  { view.size() } -> std::convertible_to<std::size_t>;
};

template <contiguous_view View>
using element_of = std::remove_cvref_t<decltype(*std::to_address(std::declval<View&>().data()))>;

/// A contiguous view that the host may read: data() is a plain pointer, which a device_vector's is not.
template <class View>
concept host_view =
    contiguous_view<View> && std::is_pointer_v<decltype(std::declval<View&>().data())> && element<element_of<View>>;

template <class View, class Type>
concept host_view_of = host_view<View> && std::same_as<element_of<View>, Type>;

[[nodiscard]] FALTUNG_EXPORT std::string_view to_string(element_type type);
FALTUNG_EXPORT std::ostream& operator<<(std::ostream& out, element_type type);

}  // namespace faltung
