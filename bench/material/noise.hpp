// Data for measurements: never zeros, whose multiplications may be cheaper, and the same in every run.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <random>
#include <type_traits>
#include <vector>

namespace faltung::bench {

// Uniform on [-1, 1), or of all numbers of an integer type. The standard's distributions differ between libraries; the
// engine does not.
template <class Type>
std::vector<Type> noise(std::size_t count, std::uint64_t seed) {
  std::mt19937_64 engine(seed);
  std::vector<Type> values(count);
  for (Type& value : values) {
    if constexpr (std::is_integral_v<Type>) {
      value = static_cast<Type>(engine() >> 32);
    } else {
      value = static_cast<Type>(static_cast<double>(engine() >> 40) * 0x1p-23 - 1.0);
    }
  }
  return values;
}

// The same as bytes, over and over from some place on: a long signal takes seconds to make otherwise.
template <class Type>
std::vector<std::byte> repeated_noise(std::size_t count, std::uint64_t seed) {
  constexpr std::size_t period = (std::size_t{1} << 18) + 1;  // no row of a usual length begins where another does
  const std::vector<Type> once = noise<Type>(std::min(count, period), seed);
  std::vector<std::byte> values(count * sizeof(Type));
  for (std::size_t first = 0; first < count; first += once.size())
    std::memcpy(values.data() + first * sizeof(Type), once.data(), std::min(once.size(), count - first) * sizeof(Type));
  return values;
}

}  // namespace faltung::bench
