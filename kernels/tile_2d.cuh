// Direct 2D convolution of images that are arrays of the type computed in or of narrower ones, one real chain to an
// output (direct_2d.cuh does the same for operands of every kind): output[y][x] = sum over i, j of taps[i][j] * signal[row_origin + y + i]
// [column_origin + x + j]. With boundary zero terms outside the signal are left out. Filters of every size:
// stream_2d.cuh is for those that are compiled.
//
// Every output is one chain of fused multiply-adds over the taps in row-major order, starting from +0, so its bits
// depend on nothing else. A block owns a tile of outputs, or several small images, and brings the filter through shared
// memory in chunks of rows (of one row, in parts, where that is long), each with the part of the signal that it meets;
// where the filter is one chunk, all of a bank's filters meet the same window. A thread owns A rows by R columns of
// outputs in registers and walks down the window: a row of it gives each of the A rows of sums its next row of taps.
//
// Elements narrower than the 32 bits computed in are widened once, on their way into the window, and outputs of a narrow
// type are made of the sums before they are staged.
#pragma once

#include "tile_2d_policy.hpp"
#include "tile_2d_sums.cuh"
#include "tile_2d_window.cuh"

namespace faltung::kernel {

// How a signal's elements become numbers of the type computed in.
template <class Type, class Stored>
using tile_2d_reader = std::conditional_t<std::is_same_v<Type, Stored>, as_stored, as_widened<Type>>;

// The images of the signal are counted by their entries, and the output of image i and filter f is entry i * bank + f.
// Of integers other than Type, Stored and Result are the unsigned type of their width.
template <class Type, class Stored, class Result>
struct tile_2d_problem {
  signal_view<Type> signal;
  tile_2d_reader<Type, Stored> reader;
  const Type* taps;
  target_view output;
  tile_2d_tiling tiling;
  int images;
  int bank;
  bool filter_per_signal;
  bool aligned;  // whether packs of the tiles are aligned in the output
  int filter_rows;
  int filter_columns;
  int output_rows;
  int output_columns;
  int row_origin;  // signal row under tap row 0 of output row 0
  int column_origin;
};

// What a block makes: a tile of `images` images from `image` on.
struct tile_2d_block {
  int row;  // of the outputs
  int column;
  int image;
  int images;
  int filter;
  int end_filter;
};
template <class Type, class Stored, class Result>
__device__ inline tile_2d_block tile_2d_block_of(const tile_2d_policy& policy,
                                                 const tile_2d_problem<Type, Stored, Result>& problem) {
  const tile_2d_tiling& tiling = problem.tiling;
  // Divisions are avoided where there is nothing to divide.
  int tile = static_cast<int>(blockIdx.x);
  int group = 0;
  int share = 0;
  if (tiling.groups > 1 || tiling.shares > 1) {
    group = tile / tiling.tiles();
    tile -= group * tiling.tiles();
  }
  if (tiling.shares > 1) {
    share = group / tiling.groups;
    group -= share * tiling.groups;
  }
  const int row = tile / tiling.tile_columns;
  const int column = tile - row * tiling.tile_columns;
  const int image = group * tiling.images;
  const int filter = share * tiling.filters;
  return {row * tiling.down * policy.rows_per_thread,
          column * tiling.across.value * policy.columns_per_thread,
          image,
          smaller(tiling.images, problem.images - image),
          filter,
          smaller(filter + tiling.filters, problem.bank)};
}

// Of a block's threads, each of which has a slot.
struct tile_2d_slot {
  int image;
  int down;
  int across;
};
template <bool OneImage = false>
__device__ inline tile_2d_slot tile_2d_slot_of(const tile_2d_tiling& tiling, int number) {
  const int image = OneImage ? 0 : tiling.slots.divide(number);
  const int within = number - image * tiling.slots.value;
  const int down = tiling.across.divide(within);
  return {image, down, within - down * tiling.across.value};
}

// A row of a thread's outputs, made of its sums.
template <int R, class Type, class Result>
__device__ inline void stage(Result* to, const Type (&sums)[R]) {
  if constexpr (std::is_same_v<Type, Result>) {
    write_packs(to, sums);
  } else {
    write_narrowed(to, sums);
  }
}
// As many outputs as a pack has sums.
template <class Type, class Result>
__device__ inline void store(Result* to, const Result* staged) {
  if constexpr (std::is_same_v<Type, Result>) {
    write_pack(to, read_pack(staged));
  } else {
    write_quad(to, read_quad(staged));
  }
}

// A warp's outputs leave by way of shared memory, a row of each thread at a time, so that lanes write neighbouring
// packs. Whole tiles need no look at where the output ends.
template <bool Whole, int A, int R, class Type, class Stored, class Result>
__device__ inline void store_tile(const Type (&sums)[A][R], Result* staged,
                                  const tile_2d_problem<Type, Stored, Result>& problem, const tile_2d_block& block,
                                  int filter) {
  constexpr int width = pack<Type>::size;
  constexpr int packs = R / width;
  int thread = static_cast<int>(threadIdx.x);
  pin(thread);  // or all that follows from it is found before the sums and holds registers meanwhile
  const int lane = thread % 32;
  const int warp = thread - lane;
  const long long pitch = problem.output.row;
  staged += warp * R;
  Result* to[packs];
  int columns[packs];
  int rows[packs];
  FALTUNG_UNROLL
  for (int k = 0; k < packs; ++k) {
    const int number = lane + 32 * k;
    const int of_warp = number / packs;
    const tile_2d_slot slot = tile_2d_slot_of<Whole>(problem.tiling, warp + of_warp);
    const int row = block.row + slot.down * A;
    const int column = block.column + slot.across * R + (number - of_warp * packs) * width;
    const bool used = Whole || slot.image < block.images;
    const long long entry = static_cast<long long>(used ? block.image + slot.image : 0) * problem.bank + filter;
    to[k] = static_cast<Result*>(problem.output.data) + problem.output.entry(entry, 0) + row * pitch + column;
    columns[k] = problem.output_columns - column;
    rows[k] = used ? problem.output_rows - row : 0;
  }
  FALTUNG_UNROLL
  for (int a = 0; a < A; ++a) {
    stage(staged + lane * R, sums[a]);
    __syncwarp();
    FALTUNG_UNROLL
    for (int k = 0; k < packs; ++k) {
      const Result* const made = staged + (lane + 32 * k) * width;
      if constexpr (Whole) {
        store<Type>(to[k], made);
      } else if (a < rows[k]) {
        if (problem.aligned && columns[k] >= width) {
          store<Type>(to[k], made);
        } else {
          FALTUNG_UNROLL
          for (int e = 0; e < width; ++e) {
            if (e < columns[k]) to[k][e] = made[e];
          }
        }
      }
      to[k] += pitch;
    }
    __syncwarp();
  }
}

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
