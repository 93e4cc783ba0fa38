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
// narrow type are made of the sums before they are staged. In a picture, 5 x 5 and 9 x 9 taps take 47.7 and 115
// instructions for an output from halves to halves, of which 0.7 look for NaN, and 46.8 and 114 from bytes to bytes.
#pragma once

#include "tile_2d_border.cuh"
#include "tile_2d_store.cuh"
#include "tile_2d_sums.cuh"

namespace faltung::kernel {

// Launches have no more blocks than a grid may have: the first is always block 0.
template <class Type, class Stored, class Result, class Policy>
__global__ void __launch_bounds__(Policy::value.most_threads, Policy::value.min_blocks)
    tile_2d(const __grid_constant__ tile_2d_problem<Type, Stored, Result> problem, const long long) {
  constexpr tile_2d_policy policy = Policy::value;
  static_assert(valid<Type>(policy));
  constexpr int A = policy.rows_per_thread;
  constexpr int R = policy.columns_per_thread;
  constexpr int tap_pitch = policy.columns_per_chunk;
  const signal_view<Type>& signal = problem.signal;
  const tile_2d_tiling& tiling = problem.tiling;
  Type* const taps = shared_arena<Type>();
  Type* const windows = taps + tiling.window;
  int* const notes = reinterpret_cast<int*>(taps + tiling.notes);  // of each of up to four warps, then of the block
  const int thread = static_cast<int>(threadIdx.x);
  const int warp = thread / 32;

  const tile_2d_block block = tile_2d_block_of(policy, problem);
  // Threads without outputs sum what the first does.
  tile_2d_slot slot = tile_2d_slot_of(tiling, thread);
  if (slot.image >= block.images) slot = {0, 0, 0};
  const Type* const own =
      windows + slot.image * tiling.window_elements + slot.down * A * tiling.window_pitch + slot.across * R;
  const int sets = problem.filter_per_signal ? block.images : 1;
  const int filter_elements = problem.filter_rows * problem.filter_columns;
  const bool zero = signal.rule == boundary_rule::zero;
  const int tile_rows = tiling.down * A;
  const int tile_columns = tiling.across.value * R;
  if (thread % 32 == 0) notes[warp] = 0;
#pragma unroll 1
  for (int filter = block.filter; filter < block.end_filter; ++filter) {
    Type sums[A][R] = {};
#pragma unroll 1
    for (int tap_row = 0; tap_row < problem.filter_rows; tap_row += tiling.chunk_rows) {
      const int chunk_rows = smaller(tiling.chunk_rows, problem.filter_rows - tap_row);
#pragma unroll 1
      for (int tap_column = 0; tap_column < problem.filter_columns; tap_column += tiling.chunk_columns) {
        const int chunk_columns = smaller(tiling.chunk_columns, problem.filter_columns - tap_column);
        const tile_2d_window window{problem.row_origin + block.row + tap_row,
                                    problem.column_origin + block.column + tap_column, tile_rows + chunk_rows - 1,
                                    tile_columns + round_up(chunk_columns - 1, pack<Type>::size),
                                    smaller(tile_columns, problem.output_columns - block.column) + chunk_columns - 1};
        const bool inner = window.row >= 0 && window.row + window.rows <= signal.rows && window.column >= 0 &&
                           window.column + window.columns + pack<Type>::size - 1 <= signal.columns;
        const bool guards = zero && !inner && !std::is_integral_v<Type>;
        int delicate = 0;
#pragma unroll 1
        for (int set = 0; set < sets; ++set) {
          const long long number =
              (problem.filter_per_signal ? static_cast<long long>(block.image + set) * problem.bank : 0) + filter;
          const Type* const from =
              problem.taps + number * filter_elements + tap_row * problem.filter_columns + tap_column;
          delicate |= copy_taps<tap_pitch>(taps + set * tiling.chunk_rows * tap_pitch, from, problem.filter_columns,
                                           chunk_rows, chunk_columns);
        }
        if (!tiling.kept || filter == block.filter) {
#pragma unroll 1
          for (int image = 0; image < block.images; ++image) {
            const Stored* const first =
                static_cast<const Stored*>(signal.at.data) + signal.at.entry(block.image + image, 0);
            Type* const to = windows + image * tiling.window_elements;
            if (inner) {
              copy_tile(problem.reader, to, tiling.window_pitch, first + window.row * signal.at.row + window.column,
                        signal.at.row, window.rows, window.columns);
            } else if (rows_are_even(signal, tiling)) {
              delicate |= copy_even_tile_at_border(problem.reader, to, tiling.window_pitch, tiling.packs, signal, first,
                                                   window);
            } else {
              delicate |= copy_tile_at_border(problem.reader, to, tiling.window_pitch, signal, first, window);
            }
          }
        }
        if (guards) {
          const int any = __any_sync(0xffffffffu, delicate);
          if (thread % 32 == 0) notes[warp] |= any != 0 ? 1 : 0;
        }
        // Known to be the warp's, a number is compared by the warp's own unit, whose result takes another instruction
        // to branch by: 2 % of all at 12 x 12 taps. By way of memory it is each thread's.
        if (thread == 0) notes[4] = chunk_rows;
        __syncthreads();
        const int rows = notes[4];
        int guarded = 0;
        if (guards) {
#pragma unroll 1
          for (int w = 0; w < tiling.threads / 32; ++w) guarded |= notes[w];
        }
        const Type* const own_taps = taps + (sets > 1 ? slot.image * tiling.chunk_rows * tap_pitch : 0);
        if (guarded != 0) {
          add_tile_guarded<tap_pitch>(sums, own, tiling.window_pitch, own_taps, rows, chunk_columns,
                                      {window.row + slot.down * A, window.column + slot.across * R},
                                      static_cast<int>(signal.rows), static_cast<int>(signal.columns));
        } else {
          add_tile<policy.taps_together, tap_pitch>(sums, own, tiling.window_pitch, own_taps, rows, chunk_columns);
        }
        if (!tiling.kept || filter + 1 < block.end_filter) __syncthreads();
      }
    }
    const bool whole = problem.aligned && tiling.threads == tiling.slots.value && tiling.images == 1 &&
                       block.row + tile_rows <= problem.output_rows &&
                       block.column + tile_columns <= problem.output_columns;
    auto* const staged = reinterpret_cast<Result*>(taps + tiling.staged);
    if (whole) {
      store_tile<true>(sums, staged, problem, block, filter);
    } else {
      store_tile<false>(sums, staged, problem, block, filter);
    }
  }
}

}  // namespace faltung::kernel
