// Direct 2D convolution: output[y][x] = sum over i, j of taps[i][j] * signal[row_origin + y + i][column_origin + x +
// j]. With boundary zero terms outside the signal are left out. For operands of every type and layout; tile_2d.cuh and
// tile_2d_complex.cuh are for images that are arrays of the type computed in.
//
// Every output is one chain of fused multiply-adds over the taps in row-major order, starting from +0, so its bits
// depend on nothing else; a part of a complex output is the chain of one product after the other. A block owns a tile
// of outputs and brings the filter through shared memory in chunks of rows (of one row, in parts, where that is long),
// each with the part of the signal that it meets. A thread owns A rows by R columns of outputs in registers and walks
// down the window: a row of it gives each of the A rows of sums its next row of taps.
#pragma once

#include "direct_2d_policy.hpp"
#include "direct_operands.cuh"
#include "pack.cuh"
#include "samples.cuh"

namespace faltung::kernel {

template <class Type>
struct direct_2d_problem {
  direct_operands<Type> operands;
  long long filter_rows;
  long long filter_columns;
  long long output_rows;
  long long output_columns;
  long long row_origin;  // signal row under tap row 0 of output row 0
  long long column_origin;
  direct_2d_tiling tiling;
};

// The rows of taps that one row of the window meets: row index - a of the chunk for row a of sums, where the chunk has
// it.
template <class Type, int Pitch>
struct tap_rows {
  const Type* current;  // row `index`, which the chunk need not have
  int index;
  int count;

  __device__ bool met(int a) const { return static_cast<unsigned>(index - a) < static_cast<unsigned>(count); }
  __device__ const Type* taps(int a) const { return current - a * Pitch; }
};

// U taps from the k-th on, which is aligned for packs.
template <int U, int A, int R, int Pitch, class Type>
__device__ inline void add_columns(Type (&sums)[A][R], const Type* window, const tap_rows<Type, Pitch>& rows, int k) {
  constexpr int size = round_up(R + U - 1, pack<Type>::size);
  Type element[size];
  read_packs<size>(element, window + k);
  FALTUNG_UNROLL
  for (int a = 0; a < A; ++a) {
    if (rows.met(a)) {
      FALTUNG_UNROLL
      for (int u = 0; u < U; ++u) {
        const Type tap = rows.taps(a)[k + u];
        FALTUNG_UNROLL
        for (int r = 0; r < R; ++r) sums[a][r] = multiply_add(tap, element[u + r], sums[a][r]);
      }
    }
  }
}

// One row of the window, all of it inside the signal. Its elements turn round a ring of registers, a pack of taps at a
// time, so that unrolling by whole turns moves none of them.
template <int A, int R, int Pitch, class Type>
__device__ inline void add_row(Type (&sums)[A][R], const Type* window, const tap_rows<Type, Pitch>& rows, int count) {
  constexpr int U = pack<Type>::size;
  constexpr int size = R + U;
  const int whole = count / U * U;
  Type ring[size];
  if (whole > 0) read_packs<R>(ring, window);
#pragma unroll 1
  for (int k = 0; k < whole; k += size) {
    FALTUNG_UNROLL
    for (int e = 0; e < size; e += U) {
      if (k + e < whole) {
        const pack<Type> next = read_pack(window + k + e + R);
        FALTUNG_UNROLL
        for (int u = 0; u < U; ++u) ring[(e + R + u) % size] = next.lane[u];
        FALTUNG_UNROLL
        for (int a = 0; a < A; ++a) {
          if (rows.met(a)) {
            const pack<Type> tap = read_pack(rows.taps(a) + k + e);
            FALTUNG_UNROLL
            for (int u = 0; u < U; ++u) {
              FALTUNG_UNROLL
              for (int r = 0; r < R; ++r) {
                sums[a][r] = multiply_add(tap.lane[u], ring[(e + u + r) % size], sums[a][r]);
              }
            }
          }
        }
      }
    }
  }
  const int rest = count - whole;
  if (rest == 1) add_columns<1>(sums, window, rows, whole);
  if constexpr (U > 2) {
    if (rest == 2) add_columns<2>(sums, window, rows, whole);
    if (rest == 3) add_columns<3>(sums, window, rows, whole);
  }
}

// The same where part of the row may lie outside the signal: element i is inside iff place + i, as an unsigned number,
// is below `inside`. The products of one element share one test.
template <int U, int A, int R, int Pitch, class Type>
__device__ inline void add_guarded_columns(Type (&sums)[A][R], const Type* window, const tap_rows<Type, Pitch>& rows,
                                           int k, int place, int inside) {
  constexpr int size = round_up(R + U - 1, pack<Type>::size);
  Type element[size];
  read_packs<size>(element, window + k);
  FALTUNG_UNROLL
  for (int a = 0; a < A; ++a) {
    if (rows.met(a)) {
      Type tap[U];
      FALTUNG_UNROLL
      for (int u = 0; u < U; ++u) tap[u] = rows.taps(a)[k + u];
      FALTUNG_UNROLL
      for (int i = 0; i < R + U - 1; ++i) {
        if (static_cast<unsigned>(place + k + i) < static_cast<unsigned>(inside)) {
          FALTUNG_UNROLL
          for (int u = 0; u < U; ++u) {
            if (i - u >= 0 && i - u < R) sums[a][i - u] = multiply_add(tap[u], element[i], sums[a][i - u]);
          }
        }
      }
    }
  }
}

template <int A, int R, int Pitch, class Type>
__device__ inline void add_guarded_row(Type (&sums)[A][R], const Type* window, const tap_rows<Type, Pitch>& rows,
                                       int count, int place, int inside) {
  int k = 0;
#pragma unroll 1
  for (; k + 4 <= count; k += 4) add_guarded_columns<4>(sums, window, rows, k, place, inside);
  const int rest = count - k;
  if (rest == 1) add_guarded_columns<1>(sums, window, rows, k, place, inside);
  if (rest == 2) add_guarded_columns<2>(sums, window, rows, k, place, inside);
  if (rest == 3) add_guarded_columns<3>(sums, window, rows, k, place, inside);
}

// A warp per row; 16 bytes per lane where a row inside the signal is aligned for it. Zeros stand in for what lies
// outside; they are never multiplied. `to` and its pitch are aligned for packs.
template <class Type>
__device__ inline void copy_window(Type* to, int pitch, const Type* signal, long long signal_pitch,
                                   const sample_window& from, const window_clip& inside, int thread, int threads) {
  constexpr int width = pack<Type>::size;
  constexpr int lanes = 32;
  const int lane = thread % lanes;
  const bool whole = inside.left == 0 && inside.right == from.columns;
  for (int i = thread / lanes; i < from.rows; i += threads / lanes) {
    const bool met = i >= inside.top && i < inside.bottom;
    const Type* const source = signal + (from.row + i) * signal_pitch + from.column;
    Type* const row = to + i * pitch;
    if (met && whole && aligned_for_packs(source)) {
#pragma unroll 2
      for (int j = lane * width; j < from.columns; j += lanes * width) write_pack(row + j, read_pack(source + j));
    } else {
#pragma unroll 4
      for (int j = lane; j < from.columns; j += lanes) {
        row[j] = met && j >= inside.left && j < inside.right ? source[j] : Type{0};
      }
    }
  }
}

// The tile as staged, in rows of `pitch`.
template <class Type>
__device__ inline void store_tile(Type* to, long long to_pitch, const Type* staged, int pitch, int rows, int columns,
                                  int thread, int threads) {
  constexpr int width = pack<Type>::size;
  constexpr int lanes = 32;
  const int lane = thread % lanes;
  for (int i = thread / lanes; i < rows; i += threads / lanes) {
    Type* const row = to + i * to_pitch;
    const Type* const source = staged + i * pitch;
    if (columns % width == 0 && aligned_for_packs(row)) {
      for (int j = lane * width; j < columns; j += lanes * width) write_pack(row + j, read_pack(source + j));
    } else {
#pragma unroll 4
      for (int j = lane; j < columns; j += lanes) row[j] = source[j];
    }
  }
}

// Block b of the launch is tile first_block + b, counted over the tiles of all outputs' parts.
template <class Type, class Policy>
__global__ void __launch_bounds__(Policy::value.max_threads(), Policy::value.min_blocks)
    direct_2d(const __grid_constant__ direct_2d_problem<Type> problem, const long long first_block) {
  constexpr direct_2d_policy policy = Policy::value;
  static_assert(valid<Type>(policy));
  constexpr int A = policy.rows_per_thread;
  constexpr int R = policy.columns_per_thread;
  constexpr int tap_pitch = direct_2d_tap_pitch<Type>(policy);
  const direct_operands<Type>& operands = problem.operands;
  const signal_view<Type>& signal = operands.signal;
  const direct_2d_tiling& tiling = problem.tiling;
  const direct_2d_layout layout =
      direct_2d_layout_of<Type>(policy, tiling.thread_columns, tiling.chunk_rows, tiling.chunk_columns);
  Type* const taps = shared_arena<Type>();
  Type* const window = taps + layout.window;
  const int thread = static_cast<int>(threadIdx.x);
  const int threads = static_cast<int>(blockDim.x);
  const int down = thread / tiling.thread_columns;
  const int across = thread - down * tiling.thread_columns;
  const int tile_columns = policy.tile_columns(tiling.thread_columns);

  const long long block = first_block + blockIdx.x;
  const long long line = block / tiling.tiles();
  const long long tile = block - line * tiling.tiles();
  const long long first_row = tile / tiling.tile_columns * policy.tile_rows();
  const long long first_column = tile % tiling.tile_columns * tile_columns;
  const int used_rows = static_cast<int>(smaller<long long>(policy.tile_rows(), problem.output_rows - first_row));
  const int used_columns = static_cast<int>(smaller<long long>(tile_columns, problem.output_columns - first_column));
  const direct_entry entry = direct_entry_of(operands, line);
  const long long output = entry.output + first_row * operands.output.row + first_column * operands.output.column;

  // With boundary zero, taps that meet the signal for at least one output of the tile.
  const bool extended = signal.rule != boundary_rule::zero;
  const long long base_row = problem.row_origin + first_row;
  const long long base_column = problem.column_origin + first_column;
  const long long begin_row = extended ? 0 : larger<long long>(0, 1 - base_row - used_rows);
  const long long begin_column = extended ? 0 : larger<long long>(0, 1 - base_column - used_columns);
  const long long end_row = extended ? problem.filter_rows : smaller(problem.filter_rows, signal.rows - base_row);
  const long long end_column =
      extended ? problem.filter_columns : smaller(problem.filter_columns, signal.columns - base_column);
  Type sums[A][R] = {};
  const Type* filter = operands.taps + entry.window * problem.filter_rows * problem.filter_columns;
  unsigned signal_parts = entry.signal_parts;
#pragma unroll 1
  for (int products = operands.products; products > 0; --products) {
#pragma unroll 1
    for (long long tap_row = begin_row; tap_row < end_row; tap_row += tiling.chunk_rows) {
      const int chunk_rows = static_cast<int>(smaller<long long>(tiling.chunk_rows, end_row - tap_row));
#pragma unroll 1
      for (long long tap_column = begin_column; tap_column < end_column; tap_column += tiling.chunk_columns) {
        const int chunk_columns = static_cast<int>(smaller<long long>(tiling.chunk_columns, end_column - tap_column));
        const int padded_columns = round_up(chunk_columns, pack<Type>::size);
        const sample_window place{base_row + tap_row, base_column + tap_column, policy.tile_rows() + chunk_rows - 1,
                                  tile_columns + padded_columns};
        const window_clip inside = clip_of(signal, place);
        const bool interior = extended || (inside.left == 0 && inside.right >= tile_columns + chunk_columns - 1);

        // Whole packs of taps: the compiler reads three as four.
        for (int i = thread; i < chunk_rows * padded_columns; i += threads) {
          const int row = i / padded_columns;
          const int column = i - row * padded_columns;
          taps[row * tap_pitch + column] =
              column < chunk_columns ? filter[(tap_row + row) * problem.filter_columns + tap_column + column] : Type{0};
        }
        if (operands.dense_signal && (!extended || holds(inside, place))) {
          copy_window(window, layout.window_pitch, static_cast<const Type*>(signal.at.data) + entry.signal,
                      signal.at.row, place, inside, thread, threads);
        } else {
          const int part = static_cast<int>(signal_parts & 3u);
          load_samples(window, layout.window_pitch, signal, entry.signal + part, part, place, 32);
        }
        __syncthreads();
        // Rows are counted alike by all threads, so that which row of taps is met is known to the whole warp.
#pragma unroll 1
        for (int i = 0; i < A + chunk_rows - 1; ++i) {
          const int row = down * A + i;
          if (!extended && (row < inside.top || row >= inside.bottom)) continue;
          const tap_rows<Type, tap_pitch> rows{taps + i * tap_pitch, i, chunk_rows};
          const Type* const own = window + row * layout.window_pitch + across * R;
          if (interior) {
            add_row(sums, own, rows, chunk_columns);
          } else {
            add_guarded_row(sums, own, rows, chunk_columns, across * R - inside.left, inside.right - inside.left);
          }
        }
        __syncthreads();
      }
    }
    filter += problem.filter_rows * problem.filter_columns;
    signal_parts >>= 2;
  }

  FALTUNG_UNROLL
  for (int a = 0; a < A; ++a) write_packs(window + (down * A + a) * tile_columns + across * R, sums[a]);
  __syncthreads();
  if (operands.dense_output) {
    store_tile(static_cast<Type*>(operands.output.data) + output, operands.output.row, window, tile_columns, used_rows,
               used_columns, thread, threads);
  } else {
    store_samples(operands.output, output, window, tile_columns, used_rows, used_columns, 32);
  }
}

}  // namespace faltung::kernel
