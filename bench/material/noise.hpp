// Data for measurements: never zeros, whose multiplications may be cheaper, and the same in every run.
#pragma once

#include <cstddef>
#include <cstdint>
#include <random>
#include <vector>

namespace faltung::bench {

// Uniform on [-1, 1). The standard's distributions differ between libraries; the engine does not.
template <class Type>
std::vector<Type> noise(std::size_t count, std::uint64_t seed) {
  std::mt19937_64 engine(seed);
  std::vector<Type> values(count);
  for (Type& value : values) value = static_cast<Type>(static_cast<double>(engine() >> 40) * 0x1p-23 - 1.0);
  return values;
}

}  // namespace faltung::bench
