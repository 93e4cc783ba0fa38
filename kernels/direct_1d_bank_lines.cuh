// Direct 1D convolution of short rows (direct_1d_rows.cuh) with a bank of filters: a block takes a whole row and makes
// the lines of several filters at a time, so that rows shorter than a warp's worth of outputs leave few threads idle.
//
// Sums are those of direct_1d_bank, and so is what becomes of windows that hang out of the signal.
#pragma once

#include "direct_1d_bank_parts.cuh"
#include "direct_1d_row_copies.cuh"
#include "direct_1d_sums.cuh"

namespace faltung::kernel {

// Block (x, y) takes signal first_block + x with part y of the filters.
template <class Policy, class Rows, class Type, class Stored, class Result, class Reader>
__device__ inline void make_bank_lines(const direct_1d_bank_problem<Rows, direct_1d_bank_lines_tiling>& problem,
                                       const direct_1d_rows<Type, Stored, Result>& rows, const Reader& reader,
                                       long long first_block) {
  constexpr direct_1d_bank_lines_policy policy = Policy::value;
  constexpr int R = policy.outputs_per_thread;
  constexpr int width = pack<Type>::size;
  const direct_1d_bank_lines_tiling& tiling = problem.tiling;
  const int thread = static_cast<int>(threadIdx.x);
  const int own_filter = static_cast<int>(threadIdx.x * tiling.by_chunks >> by_chunks_shift);
  const int own_chunk = thread - own_filter * tiling.chunks;
  const int taps_count = rows.first_chunk;
  Type* window = shared_arena<Type>();
  pin_shared(window);  // or it is found anew wherever it is used
  Type* const taps = window + tiling.taps;

  // Lines begin where the wider ones of sums would, so that each does at an address for packs.
  Result* const staged = reinterpret_cast<Result*>(window + tiling.window + own_filter * tiling.chunks * R);

  const long long signal = first_block + blockIdx.x;
  const Stored* const source = line_of(rows.signal, signal, rows.signal_pitch);
  copy_line<R / width>(reader, window, rows.samples, source, rows.origin, thread, static_cast<int>(blockDim.x),
                       tiling.window);
  const long long base = rows.origin + own_chunk * R;
  const bool hangs_out = rows.samples.rule == boundary_rule::zero &&
                         (base < 0 || base + (R - 1) + rows.filter_length > rows.samples.columns);

  const int first = static_cast<int>(blockIdx.y) * problem.filters_per_block;
  const Type* filters = line_of(rows.taps, signal, rows.taps_pitch) + first * rows.filter_length;
  Result* output = line_of(line_of(rows.output, signal, rows.output_pitch), first + own_filter, problem.filter_pitch);
#pragma unroll 1
  for (int left = smaller(problem.filters_per_block, problem.filters - first); left > 0; left -= tiling.filters) {
    const int held = smaller(left, tiling.filters);
    const bool busy = own_filter < held;
    copy_filters(taps, tiling.taps_pitch, filters, taps_count, held);
    __syncthreads();
    if (busy) {
      const Type* const own_taps = taps + own_filter * tiling.taps_pitch;
      Result* const own_staged = staged + own_chunk * R;
      Type sums[R] = {};
      add_chunk(sums, window + own_chunk * R, own_taps, taps_count);
      stage(own_staged, sums);
      if (hangs_out)
        leave_out_outside(sums, static_cast<int>(rows.output_length) - own_chunk * R, own_staged, rows,
                          source + own_chunk * R, own_taps, base);
    }
    __syncthreads();
    if (busy) store_line<R>(output, staged, static_cast<int>(rows.output_length), own_chunk, tiling.chunks);
    filters += tiling.filters * rows.filter_length;
    output = line_of(output, tiling.filters, problem.filter_pitch);
  }
}

template <class Type, class Policy>
__global__ void __launch_bounds__(Policy::value.most_threads, Policy::value.min_blocks) direct_1d_bank_lines(
    const __grid_constant__ direct_1d_bank_problem<direct_1d_rows<Type>, direct_1d_bank_lines_tiling> problem,
    const long long first_block) {
  make_bank_lines<Policy>(problem, problem.rows, as_stored{}, first_block);
}

}  // namespace faltung::kernel
