// Direct 2D convolution of images that are arrays of the type computed in or of narrower ones, one real chain to an
// output (direct_2d.cuh does the same for operands of every kind): output[y][x] = sum over i, j of taps[i][j] *
// signal[row_origin + y + i][column_origin + x + j]. With boundary zero terms outside the signal are left out. Filters
// of every size: stream_2d.cuh is for those that are compiled.
//
// Every output is one chain of fused multiply-adds over the taps in row-major order, starting from +0, so its bits
// depend on nothing else. A block owns a tile of outputs, or several small images, and brings the filter through shared
// memory in chunks of rows (of one row, in parts, where that is long), each with the part of the signal that it meets;
// where the filter is one chunk, all of a bank's filters meet the same window. A thread owns A rows by R columns of
// outputs in registers and walks down the window: a row of it gives each of the A rows of sums its next row of taps.
//
// Elements narrower than the 32 bits computed in are widened once, on their way into the window, and outputs of a
// narrow type are made of the sums before they are staged. In a picture, 5 x 5 and 9 x 9 taps take 48 and 115
// instructions for an output from halves to halves, of which 0.7 look for NaN, and 47 and 115 from bytes to bytes.
#pragma once

#include "tile_2d_walk.cuh"

namespace faltung::kernel {

// Images of real numbers, as the walk asks for them.
template <class Type, class Stored, class Result>
struct tile_2d_images {
  using outputs = tile_2d_outputs<Type, Result>;
  static constexpr int products = 1;

  __device__ static int plane_of(int) { return 0; }
  __device__ static void bring(int& delicate, Type* to, const tile_2d_problem<Type, Stored, Result>& problem,
                               const Stored* first, const tile_2d_window& window, bool inner) {
    const signal_view<Type>& signal = problem.signal;
    const tile_2d_tiling& tiling = problem.tiling;
    if (inner) {
      copy_tile(problem.reader, to, tiling.window_pitch, first + window.row * signal.at.row + window.column,
                signal.at.row, window.rows, window.columns);
    } else if (rows_are_even(signal, tiling)) {
      delicate |=
          copy_even_tile_at_border(problem.reader, to, tiling.window_pitch, tiling.packs, signal, first, window);
    } else {
      delicate |= copy_tile_at_border(problem.reader, to, tiling.window_pitch, signal, first, window);
    }
  }
};

// Launches have no more blocks than a grid may have: the first is always block 0.
template <class Type, class Stored, class Result, class Policy>
__global__ void __launch_bounds__(Policy::value.most_threads, Policy::value.min_blocks)
    tile_2d(const __grid_constant__ tile_2d_problem<Type, Stored, Result> problem, const long long) {
  static_assert(valid<Type>(Policy::value));
  walk_tile_2d<Policy>(tile_2d_images<Type, Stored, Result>{}, problem);
}

}  // namespace faltung::kernel
