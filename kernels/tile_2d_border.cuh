// How a window that hangs out of the signal comes into shared memory in the direct 2D kernel for images.
#pragma once

#include "tile_2d_policy.hpp"
#include "tile_2d_window.cuh"

namespace faltung::kernel {

// Function of its own: no register of it is held while sums are formed.
FALTUNG_NOINLINE __device__ inline int tile_2d_outside(boundary_rule rule, int place, int count) {
  return detail::extended_index<int>(rule, place, count);
}

template <class Type>
__device__ inline pack<Type> pack_of(Type value) {
  pack<Type> made;
  FALTUNG_UNROLL
  for (int e = 0; e < pack<Type>::size; ++e) made.lane[e] = value;
  return made;
}
// Those elements of a pack that lie in a row: the pack begins at `place` of `count`. Of one that holds the row's end
// the rest may be nobody's memory.
template <class Type, class Stored, class Reader>
__device__ inline void take_part(const Reader& reader, pack<Type>& made, const Stored* from, int place, int count) {
  FALTUNG_UNROLL
  for (int e = 0; e < pack<Type>::size; ++e) {
    if (static_cast<unsigned>(place + e) < static_cast<unsigned>(count)) made.lane[e] = reader.element(from[e]);
  }
}

// Whether the border of a window is one number's and its rows all begin alike modulo a pack, of which threads have one
// each.
template <class Type>
__device__ inline bool rows_are_even(const signal_view<Type>& signal, const tile_2d_tiling& tiling) {
  return (signal.rule == boundary_rule::zero || signal.rule == boundary_rule::constant) &&
         (signal.at.row & (pack<Type>::size - 1)) == 0 && tiling.packs.value <= tiling.threads;
}

// Of one that need not hold it, with one number outside of it, and rows that all begin alike modulo a pack; `first` is
// its element (0, 0). A thread has one of a row's `packs` packs and goes from row to row, so that little is reckoned
// for each: half of the instructions of the copy below.
template <class Type, class Stored, class Reader>
__device__ inline int copy_even_tile_at_border(const Reader& reader, Type* to, int to_pitch,
                                               const tile_2d_divisor& packs, const signal_view<Type>& signal,
                                               const Stored* first, const tile_2d_window& window) {
  constexpr int width = pack<Type>::size;
  constexpr int together = 4;
  const int thread = static_cast<int>(threadIdx.x);
  const int rows_at_once = packs.divide(static_cast<int>(blockDim.x));
  const int first_row = packs.divide(thread);
  int row = window.row + first_row;  // of the signal
  const Stored* source = first + row * signal.at.row + window.column;
  const int shift = shift_of<Type>(source);
  const int j = (thread - first_row * packs.value) * width - shift;
  if (first_row >= rows_at_once || j >= window.columns) return 0;
  source += j;
  const int place = window.column + j;
  const int across = static_cast<int>(signal.columns);
  const unsigned height = place > -width && place < across ? static_cast<unsigned>(signal.rows) : 0u;
  const bool whole = place >= 0 && place <= across - width;
  Type* target = to + first_row * to_pitch + j;
  const int end = window.row + window.rows;
  const Stored* next = source + rows_at_once * signal.at.row;
  pin(next);  // or how far it is would be found anew for each row, in ten instructions
  const long long step = reinterpret_cast<const char*>(next) - reinterpret_cast<const char*>(source);
  tile_2d_samples<Type> samples;
  with_stores(stores_of<Type>(shift), [&](auto how) {
#pragma unroll 1
    while (row < end) {
      pack<Type> made[together];
      FALTUNG_UNROLL
      for (int k = 0; k < together; ++k) {
        made[k] = pack_of(signal.outside[0]);
        if (static_cast<unsigned>(row + k * rows_at_once) < height) {
          if (whole) {
            made[k] = reader.made(reader.template fetch<0>(source));
          } else {
            take_part(reader, made[k], source, place, across);
          }
        }
        source = reinterpret_cast<const Stored*>(reinterpret_cast<const char*>(source) + step);
      }
      FALTUNG_UNROLL
      for (int k = 0; k < together; ++k) {
        if constexpr (has_delicate<Stored>) {
          FALTUNG_UNROLL
          for (int e = 0; e < width; ++e) samples.take(made[k].lane[e]);
        }
        if (k == 0 || row + k * rows_at_once < end) write_parts<decltype(how)::value>(target, made[k]);
        target += rows_at_once * to_pitch;
      }
      row += together * rows_at_once;
    }
  });
  return signal.rule == boundary_rule::zero && samples.delicate() ? 1 : 0;
}

// Of one that need not hold it; `first` is its element (0, 0). Whether one is delicate where that matters.
template <class Type, class Stored, class Reader>
__device__ inline int copy_tile_at_border(const Reader& reader, Type* to, int to_pitch, const signal_view<Type>& signal,
                                          const Stored* first, const tile_2d_window& window) {
  constexpr int width = pack<Type>::size;
  constexpr int together = 3;
  // Four threads suffice for the rows of small images, and waste less.
  const int lane_bits = window.columns < 16 * width ? 2 : 3;
  const int lanes = 1 << lane_bits;
  const int step = lanes * width;
  const int lane = static_cast<int>(threadIdx.x) & (lanes - 1);
  const int first_row = static_cast<int>(threadIdx.x) >> lane_bits;
  const int row_step = static_cast<int>(blockDim.x) >> lane_bits;
  const bool extended = signal.rule != boundary_rule::zero && signal.rule != boundary_rule::constant;
  const int height = static_cast<int>(signal.rows);
  const int across = static_cast<int>(signal.columns);
  const int left = smaller(window.columns, larger(0, -window.column));
  const int inside = larger(0, smaller(window.columns, across - window.column) - left);
  const Type outside = signal.outside[0];
  tile_2d_samples<Type> samples;
#pragma unroll 1
  for (int i = first_row; i < window.rows; i += row_step) {
    int found = window.row + i;
    if (static_cast<unsigned>(found) >= static_cast<unsigned>(height))
      found = extended ? tile_2d_outside(signal.rule, found, height) : -1;
    const Stored* const row = first + larger(0, found) * signal.at.row;
    const int within = found < 0 ? 0 : inside;
    const Stored* const source = row + window.column;
    const int shift = shift_of<Type>(source);
    const tile_2d_stores how_stored = stores_of<Type>(shift);
    Type* const target = to + i * to_pitch;
#pragma unroll 1
    for (int j = lane * width - shift; j < window.columns; j += together * step) {
      pack<Type> made[together];
      FALTUNG_UNROLL
      for (int k = 0; k < together; ++k) {
        const int place = j + k * step - left;
        made[k] = pack_of(outside);
        if (place >= 0 && place <= within - width) {
          made[k] = reader.made(reader.template fetch<0>(source + j + k * step));
        } else if (place > -width && place < within) {
          take_part(reader, made[k], source + j + k * step, place, within);
        }
      }
      if constexpr (has_delicate<Stored>) {
        FALTUNG_UNROLL
        for (int k = 0; k < together; ++k) {
          FALTUNG_UNROLL
          for (int e = 0; e < width; ++e) samples.take(made[k].lane[e]);
        }
      }
      with_stores(how_stored, [&](auto how) {
        FALTUNG_UNROLL
        for (int k = 0; k < together; ++k) {
          if (j + k * step < window.columns) write_parts<decltype(how)::value>(target + j + k * step, made[k]);
        }
      });
    }
  }
  if (extended) {
    __syncthreads();
    const int on_left = smaller(left, window.needed);
    const int on_right = larger(0, smaller(window.columns, window.needed) - left - inside);
#pragma unroll 1
    for (int i = first_row; i < window.rows; i += row_step) {
      const int found = tile_2d_outside(signal.rule, window.row + i, height);
      const Stored* const row = first + found * signal.at.row;
#pragma unroll 1
      for (int j = lane; j < on_left + on_right; j += lanes) {
        const int place = j < on_left ? j : j - on_left + left + inside;
        to[i * to_pitch + place] = reader.element(row[tile_2d_outside(signal.rule, window.column + place, across)]);
      }
    }
  }
  return signal.rule == boundary_rule::zero && samples.delicate() ? 1 : 0;
}

}  // namespace faltung::kernel
