/// The common type of two element types: numpy.promote_types, with bfloat16 added by the same rule (the smallest type that
/// holds every value of both).
#pragma once

#include <algorithm>
#include <complex>
#include <cstdint>

#include "faltung/types.hpp"

namespace faltung {
namespace detail {

constexpr element_type signed_of_size(std::size_t bytes) {
  return bytes == 1 ? int8 : bytes == 2 ? int16 : bytes == 4 ? int32 : int64;
}

/// The smallest floating-point type that NumPy takes for an integer's values: those of int64 do not all fit float64.
constexpr element_type floating_for(element_type integer, element_type small) {
  const std::size_t bytes = size_of(integer);
  return bytes == 1 ? small : bytes == 2 ? float32 : float64;
}

constexpr element_type promote_integers(element_type a, element_type b) {
  if (a == boolean) return b;
  if (b == boolean) return a;
  if (is_signed(a) == is_signed(b)) return size_of(a) >= size_of(b) ? a : b;
  const element_type with_sign = is_signed(a) ? a : b;
  const element_type without = is_signed(a) ? b : a;
  if (size_of(with_sign) > size_of(without)) return with_sign;
  return size_of(without) == 8 ? float64 : signed_of_size(2 * size_of(without));
}

constexpr element_type promote_real(element_type a, element_type b) {
  if (is_integer(a) && is_integer(b)) return promote_integers(a, b);
  if (is_integer(b)) std::swap(a, b);
  if (is_integer(a)) return size_of(a) == 1 ? b : std::max(b, floating_for(a, b));
  if (a != b && size_of(a) == 2 && size_of(b) == 2) return float32;  // float16 and bfloat16
  return std::max(a, b);
}

}  // namespace detail

[[nodiscard]] constexpr element_type promote(element_type a, element_type b) {
  const element_type real = detail::promote_real(component_of(a), component_of(b));
  if (!is_complex(a) && !is_complex(b)) return real;
  return real == float64 ? complex128 : complex64;
}

namespace detail {
template <element_type Value>
struct cxx_type;
#define FALTUNG_CXX_TYPE(value, ...)     \
  template <>                            \
  struct cxx_type<element_type::value> { \
    using type = __VA_ARGS__;            \
  }
FALTUNG_CXX_TYPE(boolean, bool);
FALTUNG_CXX_TYPE(int8, std::int8_t);
FALTUNG_CXX_TYPE(int16, std::int16_t);
FALTUNG_CXX_TYPE(int32, std::int32_t);
FALTUNG_CXX_TYPE(int64, std::int64_t);
FALTUNG_CXX_TYPE(uint8, std::uint8_t);
FALTUNG_CXX_TYPE(uint16, std::uint16_t);
FALTUNG_CXX_TYPE(uint32, std::uint32_t);
FALTUNG_CXX_TYPE(uint64, std::uint64_t);
FALTUNG_CXX_TYPE(float16, float16_t);
FALTUNG_CXX_TYPE(bfloat16, bfloat16_t);
FALTUNG_CXX_TYPE(float32, float);
FALTUNG_CXX_TYPE(float64, double);
FALTUNG_CXX_TYPE(complex64, std::complex<float>);
FALTUNG_CXX_TYPE(complex128, std::complex<double>);
#undef FALTUNG_CXX_TYPE
}  // namespace detail

/// The C++ type that holds elements of a type.
template <element_type Value>
using element_for = typename detail::cxx_type<Value>::type;

/// The common type of two C++ types: a type of its own where both are the same.
template <element First, element Second>
using promoted =
    std::conditional_t<std::same_as<First, Second>, First, element_for<promote(type_of<First>, type_of<Second>)>>;

}  // namespace faltung
