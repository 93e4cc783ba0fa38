// Rows of signals and outputs that are arrays of the type computed in, or of narrower ones: what the direct 1D kernels
// for them are told, and where a block finds its tile. All of global memory is moved by several elements, outputs by 16
// bytes, wherever rows begin: tiles are laid so that outputs are stored to aligned addresses, and windows are read from
// aligned ones, by kernels that delay their taps, or else put packs together of two.
#pragma once

#include "direct_1d_rows_tiling.hpp"
#include "operand_view.hpp"
#include "pack.cuh"

namespace faltung::kernel {

template <class Type, class Stored = Type, class Result = Type>
struct direct_1d_rows {
  // Of the first line; pitches are bytes from one line to the next.
  const Stored* signal;  // under tap 0 of output 0, wherever that is
  const Type* taps;
  Result* output;
  long long signal_pitch;
  long long taps_pitch;
  long long output_pitch;
  long long filter_length;
  long long output_length;
  unsigned first_inside;
  unsigned inside;
  int chunks;       // of the filter
  int first_chunk;  // taps in the first of them
  int last_chunk;
  // For the other tiles.
  signal_view<Type> samples;
  long long origin;  // signal index under tap 0 of output 0
};

template <class Type>
__device__ inline Type* line_of(Type* first, long long line, long long pitch) {
  using byte = std::conditional_t<std::is_const_v<Type>, const char, char>;
  return reinterpret_cast<Type*>(reinterpret_cast<byte*>(first) + line * pitch);
}

// Tile blockIdx.x of line blockIdx.y.
template <class Type, class Stored = Type, class Result = Type>
struct direct_1d_row_tile {
  const Type* filter;
  const Stored* source;  // under tap 0 of the tile's first output
  Result* output;        // of its first output, at an address for packs
  int ahead;             // outputs of the tile before the line's first, for tile 0
};
// In bytes, which takes fewer instructions than elements.
template <class Type, class Stored, class Result>
__device__ inline direct_1d_row_tile<Type, Stored, Result> row_tile_of(const direct_1d_rows<Type, Stored, Result>& rows,
                                                                       int tile) {
  constexpr auto stored = static_cast<unsigned>(sizeof(Stored));
  constexpr auto result = static_cast<unsigned>(sizeof(Result));
  static_assert(result % stored == 0);
  auto line = static_cast<int>(blockIdx.y);
  pin(line);  // or it would be known not to be negative, and the products would be of 64 bits by 64
  const auto behind = [line](long long pitch) {
    auto bytes = static_cast<int>(pitch);
    pin(bytes);
    return static_cast<long long>(line) * bytes;
  };
  const char* const filter = reinterpret_cast<const char*>(rows.taps) + behind(rows.taps_pitch);
  char* const output =
      reinterpret_cast<char*>(rows.output) + behind(rows.output_pitch) + std::uint64_t{blockIdx.x} * (tile * result);
  const char* const source = reinterpret_cast<const char*>(rows.signal) + behind(rows.signal_pitch) +
                             std::uint64_t{blockIdx.x} * (tile * stored);
  const unsigned ahead = bytes_behind_pack(output);
  return {reinterpret_cast<const Type*>(filter), reinterpret_cast<const Stored*>(source - ahead / (result / stored)),
          reinterpret_cast<Result*>(output - ahead), static_cast<int>(ahead / result)};
}

// Where a window hangs out of the signal under boundary zero, zeros stand in and the sums are looked at afterwards. A
// finite tap times zero is a zero, which changes no sum but one that is -0 (underflow); an infinite tap or NaN makes it
// NaN, which stays. So a sum that is neither zero nor NaN has the bits of the sum without those terms, and the others,
// which are rare, are formed anew.
template <class Type>
__device__ inline bool may_differ_without_outside(Type sum) {
  if constexpr (std::is_integral_v<Type>) {
    return false;
  } else {
    return !(sum < Type{0} || sum > Type{0});
  }
}

// Of taps [begin, end), from global memory; `signal` is under tap 0.
template <class Stored, class Type>
__device__ inline Type sum_of(const Stored* signal, const Type* filter, long long begin, long long end) {
  Type sum{0};
#pragma unroll 1
  for (long long t = begin; t < end; ++t) sum = multiply_add(filter[t], from_stored<Type>(signal[t], false), sum);
  return sum;
}

}  // namespace faltung::kernel
