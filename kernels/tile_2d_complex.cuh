// Direct 2D convolution of images whose outputs are complex numbers of the type computed in, interleaved, as tile_2d.cuh
// has it of real ones: a part of an output is one chain of fused multiply-adds, over all taps of its first product, then
// over all taps of its second. The signal is complex or real, and so is the filter.
//
// A block brings the real and the imaginary parts of its window to two planes in shared memory, each as tile_2d has its
// window. Of a warp's lanes one half makes the real parts of outputs and the other their imaginary parts: a thread that
// made both would read a window once for both parts of half as many rows, and the taps twice, the same loads, and where
// the parts meet different parts of the signal, as with real filters, more. So the loops are those of tile_2d, and the
// parts of an output come together without a barrier. Only filters of several chunks have windows brought once for each
// product, since a chain ends one product before it begins the next.
#pragma once

#include "tile_2d_complex_policy.hpp"
#include "tile_2d_complex_store.cuh"
#include "tile_2d_complex_window.cuh"
#include "tile_2d_sums.cuh"

namespace faltung::kernel {

// Launches have no more blocks than a grid may have: the first is always block 0.
template <class Type, int SignalParts, class Policy>
__global__ void __launch_bounds__(Policy::value.most_threads, Policy::value.min_blocks)
    tile_2d_complex(const __grid_constant__ tile_2d_complex_problem<Type> all, const long long) {
  constexpr tile_2d_policy policy = Policy::value;
  static_assert(valid_complex<Type>(policy));
  constexpr int A = policy.rows_per_thread;
  constexpr int R = policy.columns_per_thread;
  constexpr int tap_pitch = policy.columns_per_chunk;
  constexpr int half = tile_2d_half_warp;
  const tile_2d_problem<Type, Type, Type>& problem = all.images;
  const signal_view<Type>& signal = problem.signal;
  const tile_2d_tiling& tiling = problem.tiling;
  Type* const taps = shared_arena<Type>();
  Type* const windows = taps + tiling.window;
  int* const notes = reinterpret_cast<int*>(taps + tiling.notes);  // of each of up to four warps, then of the block
  const int thread = static_cast<int>(threadIdx.x);
  const int warp = thread / 32;
  const int part = thread % 32 / half;
  const int plane = tiling.window_elements / SignalParts;
  const int products = SignalParts == 1 ? 1 : all.products;
  const unsigned signal_parts = SignalParts == 1 ? 0 : all.signal_parts >> (2 * part * products);

  const tile_2d_block block = tile_2d_block_of(policy, problem);
  // Threads without outputs sum what the first does.
  tile_2d_slot slot = tile_2d_slot_of(tiling, warp * half + thread % half);
  if (slot.image >= block.images) slot = {0, 0, 0};
  const Type* const own =
      windows + slot.image * tiling.window_elements + slot.down * A * tiling.window_pitch + slot.across * R;
  const int sets = problem.filter_per_signal ? block.images : 1;
  const int filter_elements = problem.filter_rows * problem.filter_columns;
  const bool zero = signal.rule == boundary_rule::zero;
  const int tile_rows = tiling.down * A;
  const int tile_columns = tiling.across.value * R;
  // A filter that is one chunk has the taps of all products in shared memory, in rows that follow each other there as in
  // the filter; of others they are those of one product at a time, of either part.
  const int run = tiling.kept ? products : 1;
  const int tap_groups = tiling.kept ? 1 : 2;
  const int product_taps = tiling.chunk_rows * tap_pitch;
  const int set_taps = 2 * run * product_taps;
  if (thread % 32 == 0) notes[warp] = 0;
#pragma unroll 1
  for (int filter = block.filter; filter < block.end_filter; ++filter) {
    Type sums[A][R] = {};
#pragma unroll 1
    for (int product = 0; product < products; product += run) {
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
          const bool guards = zero && !inner;
          int delicate = 0;
#pragma unroll 1
          for (int group = 0; group < sets * tap_groups; ++group) {
            const int set = tiling.kept ? group : group / 2;
            const long long entry =
                (problem.filter_per_signal ? static_cast<long long>(block.image + set) * problem.bank : 0) + filter;
            const long long number = 2 * products * entry + (tiling.kept ? 0 : group % 2 * products + product);
            const Type* const from =
                problem.taps + number * filter_elements + tap_row * problem.filter_columns + tap_column;
            delicate |= copy_taps<tap_pitch>(taps + group * (set_taps / tap_groups), from, problem.filter_columns,
                                             tiling.kept ? 2 * products * chunk_rows : chunk_rows, chunk_columns);
          }
          if (!tiling.kept || filter == block.filter) {
#pragma unroll 1
            for (int image = 0; image < block.images; ++image) {
              const Type* const first =
                  static_cast<const Type*>(signal.at.data) + signal.at.entry(block.image + image, 0);
              delicate |= bring_planes<SignalParts>(windows + image * tiling.window_elements, plane, tiling, signal,
                                                    first, window, inner);
            }
          }
          if (guards) {
            const int any = __any_sync(0xffffffffu, delicate);
            if (thread % 32 == 0) notes[warp] |= any != 0 ? 1 : 0;
          }
          if (thread == 0) notes[4] = chunk_rows;  // for the reason that tile_2d gives
          __syncthreads();
          const int rows = notes[4];
          int guarded = 0;
          if (guards) {
#pragma unroll 1
            for (int w = 0; w < tiling.threads / 32; ++w) guarded |= notes[w];
          }
          const Type* own_taps = taps + (sets > 1 ? slot.image * set_taps : 0) + part * run * product_taps;
#pragma unroll 1
          for (int p = product; p < product + run; ++p) {
            const Type* const met = own + static_cast<int>(signal_parts >> (2 * p) & 1u) * plane;
            if (guarded != 0) {
              add_tile_guarded<tap_pitch>(sums, met, tiling.window_pitch, own_taps, rows, chunk_columns,
                                          {window.row + slot.down * A, window.column + slot.across * R},
                                          static_cast<int>(signal.rows), static_cast<int>(signal.columns));
            } else {
              add_tile<policy.taps_together, tap_pitch>(sums, met, tiling.window_pitch, own_taps, rows, chunk_columns);
            }
            own_taps += product_taps;
          }
          if (!tiling.kept || filter + 1 < block.end_filter) __syncthreads();
        }
      }
    }
    const bool whole = problem.aligned && tiling.threads == 2 * tiling.slots.value && tiling.images == 1 &&
                       block.row + tile_rows <= problem.output_rows &&
                       block.column + tile_columns <= problem.output_columns;
    if (whole) {
      store_numbers_tile<true>(sums, taps + tiling.staged, problem, block, filter);
    } else {
      store_numbers_tile<false>(sums, taps + tiling.staged, problem, block, filter);
    }
  }
}

}  // namespace faltung::kernel
