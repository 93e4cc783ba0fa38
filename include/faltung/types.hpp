/// Element types as run-time values, and the way from a C++ type to one.
#pragma once

#include <complex>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <iosfwd>
#include <memory>
#include <string_view>
#include <type_traits>

#include "faltung/export.hpp"
#include "faltung/float16.hpp"

/// A stream is known to callers without the CUDA Toolkit as a pointer only: cudaStream_t is this type.
struct CUstream_st;

namespace faltung {

using cuda_stream = CUstream_st*;

/// NumPy's names; bfloat16 is not one of NumPy's.
enum class element_type : unsigned char {
  boolean,
  int8,
  int16,
  int32,
  int64,
  uint8,
  uint16,
  uint32,
  uint64,
  float16,
  bfloat16,
  float32,
  float64,
  complex64,   ///< two float32
  complex128,  ///< two float64
};
inline constexpr element_type boolean = element_type::boolean;
inline constexpr element_type int8 = element_type::int8;
inline constexpr element_type int16 = element_type::int16;
inline constexpr element_type int32 = element_type::int32;
inline constexpr element_type int64 = element_type::int64;
inline constexpr element_type uint8 = element_type::uint8;
inline constexpr element_type uint16 = element_type::uint16;
inline constexpr element_type uint32 = element_type::uint32;
inline constexpr element_type uint64 = element_type::uint64;
inline constexpr element_type float16 = element_type::float16;
inline constexpr element_type bfloat16 = element_type::bfloat16;
inline constexpr element_type float32 = element_type::float32;
inline constexpr element_type float64 = element_type::float64;
inline constexpr element_type complex64 = element_type::complex64;
inline constexpr element_type complex128 = element_type::complex128;

/// From a C++ type to its element_type. Specialise it for types of your own with the same layout:
///     template <> struct faltung::element_type_of<__half> : faltung::element_constant<faltung::float16> {};
template <class Type>
struct element_type_of {};

template <element_type Value>
struct element_constant {
  static constexpr element_type value = Value;
};
template <>
struct element_type_of<bool> : element_constant<boolean> {};
template <>
struct element_type_of<float16_t> : element_constant<float16> {};
template <>
struct element_type_of<bfloat16_t> : element_constant<bfloat16> {};
template <>
struct element_type_of<float> : element_constant<float32> {};
template <>
struct element_type_of<double> : element_constant<float64> {};
template <>
struct element_type_of<std::complex<float>> : element_constant<complex64> {};
template <>
struct element_type_of<std::complex<double>> : element_constant<complex128> {};

// By size, so that long and long long, char and signed char, are what they are on the machine. std::byte and wide
// characters are no numbers.
template <class Type>
  requires(std::integral<Type> && !std::same_as<Type, bool> && !std::same_as<Type, wchar_t> &&
           !std::same_as<Type, char8_t> && !std::same_as<Type, char16_t> && !std::same_as<Type, char32_t> &&
           sizeof(Type) <= 8)  //
struct element_type_of<Type> {
  static constexpr element_type value = std::is_signed_v<Type> ? (sizeof(Type) == 1   ? int8
                                                                  : sizeof(Type) == 2 ? int16
                                                                  : sizeof(Type) == 4 ? int32
                                                                                      : int64)
                                                               : (sizeof(Type) == 1   ? uint8
                                                                  : sizeof(Type) == 2 ? uint16
                                                                  : sizeof(Type) == 4 ? uint32
                                                                                      : uint64);
};

template <class Type>
concept element = requires {
  { element_type_of<Type>::value } -> std::convertible_to<element_type>;
};

template <element Type>
inline constexpr element_type type_of = element_type_of<Type>::value;

[[nodiscard]] constexpr bool is_complex(element_type type) noexcept { return type >= complex64; }
[[nodiscard]] constexpr bool is_integer(element_type type) noexcept { return type <= uint64; }  ///< or boolean
[[nodiscard]] constexpr bool is_signed(element_type type) noexcept { return type >= int8 && type <= int64; }

/// The type of the real and the imaginary part; a real type is its own.
[[nodiscard]] constexpr element_type component_of(element_type type) noexcept {
  return type == complex64 ? float32 : type == complex128 ? float64 : type;
}

[[nodiscard]] constexpr std::size_t size_of(element_type type) noexcept {
  switch (type) {
    case element_type::boolean:
    case element_type::int8:
    case element_type::uint8: return 1;
    case element_type::int16:
    case element_type::uint16:
    case element_type::float16:
    case element_type::bfloat16: return 2;
    case element_type::int32:
    case element_type::uint32:
    case element_type::float32: return 4;
    case element_type::int64:
    case element_type::uint64:
    case element_type::float64:
    case element_type::complex64: return 8;
    case element_type::complex128: return 16;
  }
  return 0;
}

/// What addresses of elements are multiples of: a complex number is aligned like its parts.
[[nodiscard]] constexpr std::size_t alignment_of(element_type type) noexcept { return size_of(component_of(type)); }

/// Unit roundoff u: half the distance from 1 to the next number; 0 for integers, whose arithmetic is exact.
[[nodiscard]] constexpr double unit_roundoff(element_type type) noexcept {
  switch (component_of(type)) {
    case element_type::float16: return 0x1p-11;
    case element_type::bfloat16: return 0x1p-8;
    case element_type::float32: return 0x1p-24;
    case element_type::float64: return 0x1p-53;
    default: return 0;
  }
}

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

[[nodiscard]] FALTUNG_EXPORT std::string_view to_string(element_type type);
FALTUNG_EXPORT std::ostream& operator<<(std::ostream& out, element_type type);

}  // namespace faltung
