// The tables of block transforms, made once for each length and kept: all of them together take half a megabyte.
#pragma once

#include <cstdint>

namespace faltung::cpu {

inline constexpr int most_block_levels = 13;  ///< of 2^levels points, the largest transform there is

// Type is float or double. Element b is the table of a radix-4 stage of 2^b points (kernels/block_fft.hpp), correctly
// rounded, for every stage of a transform of 2^levels points. Throws out_of_memory.
template <class Type>
const Type* const* block_twiddles(int levels);

// sin and cos of pi k / 2^levels for each place of a spectrum of 2^levels points, k being its frequency: a filter's
// table is made with them. Throws out_of_memory.
const double* packing_turns(int levels);

// The frequency at a place in bit-reversed order.
constexpr std::int64_t frequency_at(std::int64_t place, int levels) {
  std::int64_t frequency = 0;
  for (int i = 0; i < levels; ++i) frequency |= (place >> i & 1) << (levels - 1 - i);
  return frequency;
}

}  // namespace faltung::cpu
