// Elements of any type read and written as the few types that sums run in. A complex number is two elements here. Without
// a CUDA name: host code uses it too.
#pragma once

#include <cstdint>
#include <type_traits>

#include "faltung/types.hpp"
#include "half_conversion.hpp"

namespace faltung::kernel {

// Calls visit with a null pointer to the C++ type that stores one real number of the type.
template <class Visit>
constexpr decltype(auto) with_storage(element_type type, Visit&& visit) {
  switch (component_of(type)) {
    case element_type::boolean:
    case element_type::uint8: return visit(static_cast<std::uint8_t*>(nullptr));
    case element_type::int8: return visit(static_cast<std::int8_t*>(nullptr));
    case element_type::int16: return visit(static_cast<std::int16_t*>(nullptr));
    case element_type::uint16: return visit(static_cast<std::uint16_t*>(nullptr));
    case element_type::int32: return visit(static_cast<std::int32_t*>(nullptr));
    case element_type::uint32: return visit(static_cast<std::uint32_t*>(nullptr));
    case element_type::int64: return visit(static_cast<std::int64_t*>(nullptr));
    case element_type::uint64: return visit(static_cast<std::uint64_t*>(nullptr));
    case element_type::float16: return visit(static_cast<float16_t*>(nullptr));
    case element_type::bfloat16: return visit(static_cast<bfloat16_t*>(nullptr));
    case element_type::float32: return visit(static_cast<float*>(nullptr));
    default: return visit(static_cast<double*>(nullptr));
  }
}

template <class Type>
inline constexpr bool stores_fractions = !std::is_integral_v<Type>;

// Sums of integers are formed modulo 2^32 or 2^64, for which a negative number is its two's complement. Any byte but 0 is
// a true boolean.
template <class Compute, class Stored>
constexpr Compute from_stored(Stored value, bool boolean) {
  if constexpr (std::is_integral_v<Compute> && stores_fractions<Stored>) {
    return Compute{};  // not asked for: integers are computed of integers only
  } else if constexpr (sizeof(Stored) == 1) {
    return boolean ? static_cast<Compute>(value != 0) : static_cast<Compute>(value);
  } else if constexpr (is_half<Stored>) {
    return static_cast<Compute>(float_of_half<Stored, 0>(value.bits));
  } else {
    return static_cast<Compute>(value);
  }
}

// A floating-point result is rounded once. One that goes to an integer comes of a transform, within less than 1/2 of an
// integer below 2^53; it is taken modulo the type's width like a sum of integers.
template <class Stored, class Compute>
constexpr Stored to_stored(Compute value, bool boolean) {
  if constexpr (!stores_fractions<Stored> && !std::is_integral_v<Compute>) {
    const auto whole = static_cast<std::int64_t>(value + (value < 0 ? Compute(-0.5) : Compute(0.5)));
    return boolean ? static_cast<Stored>(whole != 0) : static_cast<Stored>(static_cast<std::uint64_t>(whole));
  } else if constexpr (sizeof(Stored) == 1) {
    return boolean ? static_cast<Stored>(value != 0) : static_cast<Stored>(value);
  } else if constexpr (is_half<Stored> && std::is_same_v<Compute, float>) {
    return half_of_float<Stored>(value);
  } else if constexpr (is_half<Stored>) {
    return Stored(static_cast<double>(value));
  } else {
    return static_cast<Stored>(value);
  }
}

// A number that is one of the element type's values, as that type would be read.
template <class Compute>
constexpr Compute from_number(double value) {
  if constexpr (std::is_integral_v<Compute>) {
    return value < 0 ? static_cast<Compute>(static_cast<std::int64_t>(value))
                     : static_cast<Compute>(static_cast<std::uint64_t>(value));
  } else {
    return static_cast<Compute>(value);
  }
}

template <class Compute>
constexpr Compute read_element(const void* data, element_type type, long long index) {
  return with_storage(type, [&](auto* stored) {
    using type_of_storage = std::remove_pointer_t<decltype(stored)>;
    return from_stored<Compute>(static_cast<const type_of_storage*>(data)[index], type == element_type::boolean);
  });
}

template <class Compute>
constexpr void write_element(void* data, element_type type, long long index, Compute value) {
  with_storage(type, [&](auto* stored) {
    using type_of_storage = std::remove_pointer_t<decltype(stored)>;
    static_cast<type_of_storage*>(data)[index] = to_stored<type_of_storage>(value, type == element_type::boolean);
  });
}

}  // namespace faltung::kernel
