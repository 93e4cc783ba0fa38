// How a window of an image of complex numbers comes into shared memory in the direct 2D kernel for them: real and
// imaginary parts to planes of their own, by whole elements. Lanes of a warp read neighbouring elements, and what they
// write to a plane are neighbours too.
#pragma once

#include "number_parts.cuh"
#include "tile_2d_border.cuh"

namespace faltung::kernel {

// Of threads there are Lanes to a row; `from` is under the window's first element, all of which are inside the signal.
template <int Lanes, class Type>
__device__ inline void copy_planes(Type* to, int plane, int to_pitch, const Type* from, long long pitch,
                                   const tile_2d_window& window) {
  constexpr int together = 4;
  const int lane = static_cast<int>(threadIdx.x) % Lanes;
#pragma unroll 1
  for (int i = static_cast<int>(threadIdx.x) / Lanes; i < window.rows; i += static_cast<int>(blockDim.x) / Lanes) {
    const Type* source = from + i * pitch + 2 * lane;
    Type* target = to + i * to_pitch + lane;
#pragma unroll 1
    for (int left = window.columns - lane; left > 0; left -= together * Lanes) {
      number<Type, 2> own[together] = {};
      FALTUNG_UNROLL
      for (int k = 0; k < together; ++k) {
        if (k * Lanes < left) own[k] = read_number<2>(source + 2 * k * Lanes);
      }
      FALTUNG_UNROLL
      for (int k = 0; k < together; ++k) {
        if (k * Lanes < left) write_parts(target + k * Lanes, plane, own[k]);
      }
      source += 2 * together * Lanes;
      target += together * Lanes;
    }
  }
}

// The same where part of the window may lie outside; `first` is the signal's element (0, 0). Whether a part of one is
// delicate where that matters.
template <int Lanes, class Type>
__device__ inline int copy_planes_at_border(Type* to, int plane, int to_pitch, const signal_view<Type>& signal,
                                            const Type* first, const tile_2d_window& window) {
  constexpr int together = 4;
  const int lane = static_cast<int>(threadIdx.x) % Lanes;
  const int first_row = static_cast<int>(threadIdx.x) / Lanes;
  const int row_step = static_cast<int>(blockDim.x) / Lanes;
  const bool extended = signal.rule != boundary_rule::zero && signal.rule != boundary_rule::constant;
  const int height = static_cast<int>(signal.rows);
  const int across = static_cast<int>(signal.columns);
  const number<Type, 2> outside{{signal.outside[0], signal.outside[1]}};
  tile_2d_samples<Type> samples;
#pragma unroll 1
  for (int i = first_row; i < window.rows; i += row_step) {
    int found = window.row + i;
    if (static_cast<unsigned>(found) >= static_cast<unsigned>(height))
      found = extended ? tile_2d_outside(signal.rule, found, height) : -1;
    const unsigned within = found < 0 ? 0u : static_cast<unsigned>(across);
    const Type* const row = first + larger(0, found) * signal.at.row;
    Type* target = to + i * to_pitch + lane;
    int place = window.column + lane;
    const Type* source = row + 2 * static_cast<long long>(place);
#pragma unroll 1
    for (int left = window.columns - lane; left > 0; left -= together * Lanes) {
      number<Type, 2> own[together];
      FALTUNG_UNROLL
      for (int k = 0; k < together; ++k) {
        own[k] = outside;
        if (static_cast<unsigned>(place + k * Lanes) < within) own[k] = read_number<2>(source + 2 * k * Lanes);
      }
      FALTUNG_UNROLL
      for (int k = 0; k < together; ++k) {
        samples.take(own[k].part[0]);
        samples.take(own[k].part[1]);
        if (k * Lanes < left) write_parts(target + k * Lanes, plane, own[k]);
      }
      place += together * Lanes;
      source += 2 * together * Lanes;
      target += together * Lanes;
    }
  }
  if (extended) {
    __syncthreads();
    const int needed = smaller(window.columns, window.needed);
    const int left = smaller(needed, larger(0, -window.column));
    const int inside_end = larger(left, smaller(needed, across - window.column));
    const int count = left + needed - inside_end;
#pragma unroll 1
    for (int i = first_row; i < window.rows; i += row_step) {
      const Type* const row = first + tile_2d_outside(signal.rule, window.row + i, height) * signal.at.row;
#pragma unroll 1
      for (int j = lane; j < count; j += Lanes) {
        const int place = j < left ? j : j - left + inside_end;
        const long long found = tile_2d_outside(signal.rule, window.column + place, across);
        write_parts(to + i * to_pitch + place, plane, read_number<2>(row + 2 * found));
      }
    }
  }
  return signal.rule == boundary_rule::zero && samples.delicate() ? 1 : 0;
}

// The window of an image whose elements have SignalParts parts; `inner` says that it and a pack behind are inside.
template <int SignalParts, class Type>
__device__ inline int bring_planes(Type* to, int plane, const tile_2d_tiling& tiling, const signal_view<Type>& signal,
                                   const Type* first, const tile_2d_window& window, bool inner) {
  const int pitch = tiling.window_pitch;
  const Type* const from = first + window.row * signal.at.row + SignalParts * static_cast<long long>(window.column);
  if constexpr (SignalParts == 1) {
    if (inner) {
      copy_tile(as_stored{}, to, pitch, from, signal.at.row, window.rows, window.columns);
      return 0;
    }
    return copy_tile_at_border(as_stored{}, to, pitch, signal, first, window);
  } else {
    // Rows of small images would leave most of a warp idle.
    const bool wide = window.columns > 48;
    if (inner) {
      wide ? copy_planes<32>(to, plane, pitch, from, signal.at.row, window)
           : copy_planes<8>(to, plane, pitch, from, signal.at.row, window);
      return 0;
    }
    return wide ? copy_planes_at_border<32>(to, plane, pitch, signal, first, window)
                : copy_planes_at_border<8>(to, plane, pitch, signal, first, window);
  }
}

}  // namespace faltung::kernel
