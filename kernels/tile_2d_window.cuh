// How window and taps come into shared memory in the direct 2D kernel for images: by 16 bytes wherever rows begin,
// eight threads to a row, so that rows of narrow images keep a warp busy too.
#pragma once

#include <bit>
#include <limits>
#include <type_traits>

#include "as_stored.cuh"
#include "operand_view.hpp"
#include "quad.cuh"

namespace faltung::kernel {

inline constexpr int tile_2d_lanes = 8;

// Where a window hangs out of the signal under boundary zero, zeros stand in. Their products change no sum where
//  - no tap is infinite or no number, so that the products are zeros, and
//  - no sum is ever -0, the one number that adding +0 changes. Sums start at +0. As long as each product is a multiple
//    of the smallest number above zero, so is each exact sum: it is not rounded to a zero, and where it is one it is +0
//    (round to nearest). Of p bits, a number of 2^-e at least is a multiple of 2^-(e + p - 1), and a product of two of
//    2^-2(e + p - 1), which is to be 2^-149 or more in float (p = 24), 2^-1074 in double (p = 53): e = 51 and e = 485.
// Taps and samples that are less, and no zero, are delicate: a tile at the border that meets one guards each product.
template <class Type>
__device__ inline bool is_delicate(Type value) {
  if constexpr (std::is_integral_v<Type>) {
    return false;
  } else {
    constexpr Type least = sizeof(Type) == 4 ? static_cast<Type>(0x1p-51) : static_cast<Type>(0x1p-485);
    return (value != Type{0}) & (fabs(value) < least);
  }
}
template <class Type>
__device__ inline bool is_delicate_tap(Type value) {
  if constexpr (std::is_integral_v<Type>) {
    return false;
  } else {
    constexpr Type most = std::numeric_limits<Type>::max();
    return is_delicate(value) | !(fabs(value) <= most);
  }
}

// The least of half's numbers is 2^-24.
template <class Stored>
inline constexpr bool has_delicate = !std::is_integral_v<Stored> && !std::is_same_v<Stored, float16_t>;

// Whether one of many samples is delicate.
template <class Type>
struct tile_2d_samples {
  int found = 0;

  __device__ void take(Type value) { found = is_delicate(value) ? 1 : found; }
  __device__ bool delicate() const { return found != 0; }
};
// Two instructions for each: of the bits without the sign, less one, the least are those of the least that is no zero.
template <>
struct tile_2d_samples<float> {
  std::uint32_t least = ~std::uint32_t{0};

  __device__ void take(float value) { least = smaller(least, 2 * std::bit_cast<std::uint32_t>(value) - 1); }
  __device__ bool delicate() const { return is_delicate(std::bit_cast<float>((least + 1) / 2)); }
};

// Where a window lies: row and column of the signal under its first element, and its size; of the columns the first
// `needed` meet taps.
struct tile_2d_window {
  int row;
  int column;
  int rows;
  int columns;
  int needed;
};

// Elements of a pack that are stored together where it does not belong at an aligned place: how many lie in front of
// such a place decides. Fewer instructions than to put packs of the row together, and of the bank conflicts that stores
// of single elements have, a pack apart, half or more. What is left, for 32 packs of float: 12 wavefronts where an odd
// number lies in front, 8 where two do, 4 where none does. Of all that a picture's 32 outputs take at 2 x 2 taps (9.8)
// that is 3, and memory takes half as long again as all.
enum class tile_2d_stores : unsigned char { whole, halves, parts };
template <class Type>
__device__ inline tile_2d_stores stores_of(int shift) {
  if (shift == 0) return tile_2d_stores::whole;
  return pack<Type>::size == 4 && shift == 2 ? tile_2d_stores::halves : tile_2d_stores::parts;
}
template <tile_2d_stores How, class Type>
__device__ inline void write_parts(Type* to, const pack<Type>& value) {
  const auto* const words = reinterpret_cast<const unsigned*>(value.lane);
  if constexpr (How == tile_2d_stores::whole) {
    write_pack(to, value);
  } else if constexpr (pack<Type>::size == 2) {
    to[0] = value.lane[0];
    to[1] = value.lane[1];
  } else if constexpr (How == tile_2d_stores::halves) {
    *reinterpret_cast<uint2*>(to) = make_uint2(words[0], words[1]);
    *reinterpret_cast<uint2*>(to + 2) = make_uint2(words[2], words[3]);
  } else {
    to[0] = value.lane[0];
    *reinterpret_cast<uint2*>(to + 1) = make_uint2(words[1], words[2]);
    to[3] = value.lane[3];
  }
}
// `call` with the way as a constant.
template <class Call>
__device__ inline void with_stores(tile_2d_stores how, Call call) {
  switch (how) {
    case tile_2d_stores::whole: return call(std::integral_constant<tile_2d_stores, tile_2d_stores::whole>{});
    case tile_2d_stores::halves: return call(std::integral_constant<tile_2d_stores, tile_2d_stores::halves>{});
    case tile_2d_stores::parts: return call(std::integral_constant<tile_2d_stores, tile_2d_stores::parts>{});
  }
}

#if defined(FALTUNG_EMULATION)
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"  // packs that are not loaded are not written either
#pragma GCC diagnostic ignored "-Wuninitialized"
#endif
// Of a signal that holds the window and a pack behind, less one element; `from` is under its first element.
template <class Type, class Stored, class Reader>
__device__ inline void copy_tile(const Reader& reader, Type* to, int to_pitch, const Stored* from, long long pitch,
                                 int rows, int columns) {
  constexpr int width = pack<Type>::size;
  // Of 16 threads across a tile and 29 columns of taps 7 are all. What is widened takes more registers.
  constexpr int together = std::is_same_v<Type, Stored> ? 7 : 4;
  constexpr int step = tile_2d_lanes * width;
  const int lane = static_cast<int>(threadIdx.x) % tile_2d_lanes * width;
#pragma unroll 1
  for (int i = static_cast<int>(threadIdx.x) / tile_2d_lanes; i < rows;
       i += static_cast<int>(blockDim.x) / tile_2d_lanes) {
    const Stored* const row = from + i * pitch;
    const int shift = shift_of<Type>(row);
    const Stored* source = row - shift + lane;
    Type* target = to + i * to_pitch - shift + lane;
#pragma unroll 1
    for (int left = columns + shift - lane; left > 0; left -= together * step) {
      decltype(reader.template fetch<0>(source)) loaded[together];
      FALTUNG_UNROLL
      for (int k = 0; k < together; ++k) {
        if (k * step < left) loaded[k] = reader.template fetch<0>(source + k * step);
      }
      with_stores(stores_of<Type>(shift), [&](auto how) {
        FALTUNG_UNROLL
        for (int k = 0; k < together; ++k) {
          if (k * step < left) write_parts<decltype(how)::value>(target + k * step, reader.made(loaded[k]));
        }
      });
      source += together * step;
      target += together * step;
    }
  }
}

#if defined(FALTUNG_EMULATION)
#pragma GCC diagnostic pop
#endif

// A chunk of `rows` by `columns` taps in rows of `Pitch`, with zeros up to whole packs: the compiler reads three as
// four. Whether one is delicate.
template <int Pitch, class Type>
__device__ inline int copy_taps(Type* to, const Type* from, int pitch, int rows, int columns) {
  const int lane = static_cast<int>(threadIdx.x) % tile_2d_lanes;
  const int padded = round_up(columns, pack<Type>::size);
  int delicate = 0;
#pragma unroll 1
  for (int i = static_cast<int>(threadIdx.x) / tile_2d_lanes; i < rows;
       i += static_cast<int>(blockDim.x) / tile_2d_lanes) {
#pragma unroll 1
    for (int j = lane; j < padded; j += tile_2d_lanes) {
      const Type tap = j < columns ? from[i * pitch + j] : Type{0};
      to[i * Pitch + j] = tap;
      delicate = is_delicate_tap(tap) ? 1 : delicate;
    }
  }
  return delicate;
}

}  // namespace faltung::kernel
