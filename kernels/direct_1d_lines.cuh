// Direct 1D convolution of short rows (direct_1d_rows.cuh): a block makes several whole lines, so that many signals
// shorter than a block's worth of threads leave few of them idle. Each line has its window in shared memory, and its
// filter where filters differ.
//
// Sums are those of direct_1d_dense, and so is what becomes of windows that hang out of the signal.
#pragma once

#include "direct_1d_lines_policy.hpp"
#include "direct_1d_row_copies.cuh"
#include "direct_1d_sums.cuh"

namespace faltung::kernel {

template <class Rows>
struct direct_1d_lines_problem {
  Rows rows;
  long long lines;
  direct_1d_lines_tiling tiling;
};

// Block b of the launch makes the tiling's lines from (first_block + b) * tiling.lines on.
template <class Policy, class Type, class Stored, class Result, class Reader>
__device__ inline void make_lines(const direct_1d_rows<Type, Stored, Result>& rows, long long all_lines,
                                  const direct_1d_lines_tiling& tiling, const Reader& reader, long long first_block) {
  constexpr direct_1d_lines_policy policy = Policy::value;
  constexpr int R = policy.outputs_per_thread;
  constexpr int width = pack<Type>::size;
  const signal_view<Type>& samples = rows.samples;
  const int thread = static_cast<int>(threadIdx.x);
  const int own_line = static_cast<int>(threadIdx.x * tiling.by_chunks >> by_chunks_shift);
  const int own_chunk = thread - own_line * tiling.chunks;
  const long long first_line = (first_block + blockIdx.x) * tiling.lines;
  const int lines = static_cast<int>(smaller<long long>(tiling.lines, all_lines - first_line));
  const bool busy = own_line < lines;
  const bool filters = rows.taps_pitch != 0;

  Type* const all_taps = shared_arena<Type>();
  // In packs, so that the compiler knows how they are aligned.
  Type* taps = all_taps + (filters ? own_line * tiling.taps_pitch : 0) * width;
  Type* window = all_taps + ((filters ? tiling.lines : 1) * tiling.taps_pitch + own_line * tiling.pitch) * width;
  pin_shared(taps);  // or both are found anew wherever they are used
  pin_shared(window);
  const long long line = first_line + own_line;
  // Where a filter is shared, all threads bring it.
  const int first_tap = filters ? own_chunk : thread;
  const int tap_step = filters ? tiling.chunks : static_cast<int>(blockDim.x);

  Type sums[R] = {};
  // What is not kept from chunk to chunk leaves its registers to the sums.
#pragma unroll 1
  for (int chunk = 0; chunk < rows.chunks; ++chunk) {
    const int count = chunk + 1 == rows.chunks ? rows.last_chunk : policy.taps_per_chunk;
    const long long tap = static_cast<long long>(chunk) * policy.taps_per_chunk;
    if (busy || !filters) {
      const Type* const filter = line_of(rows.taps, line, rows.taps_pitch) + tap;
      for (int i = first_tap; i < count; i += tap_step) taps[i] = filter[i];
    }
    if (busy) {
      copy_line<R / width>(reader, window, samples, line_of(rows.signal, line, rows.signal_pitch) + tap,
                           rows.origin + tap, own_chunk, tiling.chunks, tiling.chunks * R + round_up(count, R));
    }
    __syncthreads();
    if (busy) add_chunk(sums, window + own_chunk * R, taps, count);
    __syncthreads();
  }

  const int outputs = static_cast<int>(rows.output_length);
  Result* const staged = reinterpret_cast<Result*>(window);
  if (busy) {
    const int own = own_chunk * R;
    stage(staged + own, sums);
    if (own < tiling.first_inside || own + R > tiling.behind_inside) {
      leave_out_outside(sums, outputs - own, staged + own, rows, line_of(rows.signal, line, rows.signal_pitch) + own,
                        line_of(rows.taps, line, rows.taps_pitch), rows.origin + own);
    }
  }
  __syncthreads();
  if (!busy) return;
  store_line<R>(line_of(rows.output, line, rows.output_pitch), staged, outputs, own_chunk, tiling.chunks);
}

template <class Type, class Policy>
__global__ void __launch_bounds__(Policy::value.most_threads, Policy::value.min_blocks)
    direct_1d_lines(const __grid_constant__ direct_1d_lines_problem<direct_1d_rows<Type>> problem,
                    const long long first_block) {
  make_lines<Policy>(problem.rows, problem.lines, problem.tiling, as_stored{}, first_block);
}

}  // namespace faltung::kernel
