// What a block of the direct 2D kernels for images goes through, whatever the images hold: the filters of its share,
// and of each the products that an output is made of and the chunks of taps. A chunk is taps and a window in shared
// memory, a barrier, and the sums' share of it.
#pragma once

#include <type_traits>

#include "tile_2d_border.cuh"
#include "tile_2d_problem.cuh"
#include "tile_2d_store.cuh"
#include "tile_2d_sums.cuh"

namespace faltung::kernel {

// What only one kernel knows of its images is for Images to say: `outputs`, how they leave (store_tile()); `products`,
// those that the chain of an output goes through; plane_of(product), where in a window the part of the signal lies that
// it meets; and bring(), which brings an image's window and tells in `delicate` whether something delicate came with it
// (by a result it would take six instructions of a thread more).
template <class Policy, class Images, class Type, class Stored, class Result>
__device__ inline void walk_tile_2d(const Images& images, const tile_2d_problem<Type, Stored, Result>& problem) {
  constexpr tile_2d_policy policy = Policy::value;
  constexpr int A = policy.rows_per_thread;
  constexpr int R = policy.columns_per_thread;
  constexpr int tap_pitch = policy.columns_per_chunk;
  using outputs = typename Images::outputs;
  constexpr int parts = outputs::parts;
  const signal_view<Type>& signal = problem.signal;
  const tile_2d_tiling& tiling = problem.tiling;
  Type* const taps = shared_arena<Type>();
  Type* const windows = taps + tiling.window;
  int* const notes = reinterpret_cast<int*>(taps + tiling.notes);  // of each of up to four warps, then of the block
  const int thread = static_cast<int>(threadIdx.x);
  const int warp = thread / 32;

  const tile_2d_block block = tile_2d_block_of(policy, problem);
  // Threads without outputs sum what the first does.
  tile_2d_slot slot = tile_2d_slot_of(tiling, tile_2d_slot_number<parts>(thread));
  if (slot.image >= block.images) slot = {0, 0, 0};
  const Type* const own =
      windows + slot.image * tiling.window_elements + slot.down * A * tiling.window_pitch + slot.across * R;
  const int sets = problem.filter_per_signal ? block.images : 1;
  const int filter_elements = problem.filter_rows * problem.filter_columns;
  const bool zero = signal.rule == boundary_rule::zero;
  const int tile_rows = tiling.down * A;
  const int tile_columns = tiling.across.value * R;
  // A filter that is one chunk has the taps of all products in shared memory, in rows that follow each other there as
  // in the filter; of others they are those of one product at a time, of each part of outputs. Only the latter bring
  // their windows once for each product, since a chain ends one product before it begins the next.
  const int run = tiling.kept ? images.products : 1;
  const int tap_groups = tiling.kept ? 1 : parts;
  const int product_taps = tiling.chunk_rows * tap_pitch;
  const int set_taps = parts * run * product_taps;
  if (thread % 32 == 0) notes[warp] = 0;
#pragma unroll 1
  for (int filter = block.filter; filter < block.end_filter; ++filter) {
    Type sums[A][R] = {};
#pragma unroll 1
    for (int product = 0; product < images.products; product += run) {
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
          for (int group = 0; group < sets * tap_groups; ++group) {
            const int set = tiling.kept ? group : group / parts;
            const long long entry =
                (problem.filter_per_signal ? static_cast<long long>(block.image + set) * problem.bank : 0) + filter;
            const long long number =
                parts * images.products * entry + (tiling.kept ? 0 : group % parts * images.products + product);
            const Type* const from =
                problem.taps + number * filter_elements + tap_row * problem.filter_columns + tap_column;
            delicate |=
                copy_taps<tap_pitch>(taps + group * (set_taps / tap_groups), from, problem.filter_columns,
                                     tiling.kept ? parts * images.products * chunk_rows : chunk_rows, chunk_columns);
          }
          if (!tiling.kept || filter == block.filter) {
#pragma unroll 1
            for (int image = 0; image < block.images; ++image) {
              const Stored* const first =
                  static_cast<const Stored*>(signal.at.data) + signal.at.entry(block.image + image, 0);
              images.bring(delicate, windows + image * tiling.window_elements, problem, first, window, inner);
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
          const Type* own_taps =
              taps + (sets > 1 ? slot.image * set_taps : 0) + tile_2d_part<parts>(thread) * run * product_taps;
#pragma unroll 1
          for (int p = product; p < product + run; ++p) {
            const Type* const met = own + images.plane_of(p);
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
    const bool whole = problem.aligned && tiling.threads == parts * tiling.slots.value && tiling.images == 1 &&
                       block.row + tile_rows <= problem.output_rows &&
                       block.column + tile_columns <= problem.output_columns;
    auto* const staged = reinterpret_cast<Result*>(taps + tiling.staged);
    if (whole) {
      store_tile<true, outputs>(sums, staged, problem, block, filter);
    } else {
      store_tile<false, outputs>(sums, staged, problem, block, filter);
    }
  }
}

}  // namespace faltung::kernel
