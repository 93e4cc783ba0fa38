// Direct 1D convolution of short rows of complex numbers: as direct_1d_complex.cuh, but a block makes several whole
// lines, so that many signals shorter than a block's worth of threads leave few of them idle. Each line has its window
// in shared memory, and its filter where filters differ.
#pragma once

#include "direct_1d_complex.cuh"

namespace faltung::kernel {

template <class Type>
struct direct_1d_complex_lines_problem {
  direct_1d_complex_problem<Type> each;
  long long lines;
  direct_1d_lines_tiling tiling;
};

// Block b of the launch makes the tiling's lines from (first_block + b) * tiling.lines on.
template <class Type, int SignalParts, class Policy>
__global__ void __launch_bounds__(Policy::value.most_threads, Policy::value.min_blocks)
    direct_1d_complex_lines(const __grid_constant__ direct_1d_complex_lines_problem<Type> problem,
                            const long long first_block) {
  constexpr direct_1d_lines_policy policy = Policy::value;
  constexpr int R = policy.outputs_per_thread;
  constexpr int width = pack<Type>::size;
  const direct_1d_lines_tiling& tiling = problem.tiling;
  const direct_1d_rows<Type>& rows = problem.each.rows;
  const signal_view<Type>& samples = rows.samples;
  const int products = SignalParts == 1 ? 1 : problem.each.products;
  const int half = static_cast<int>(blockDim.x) / 2;
  const int part = static_cast<int>(threadIdx.x) < half ? 0 : 1;
  const int thread = static_cast<int>(threadIdx.x) - part * half;
  const int own_line = static_cast<int>(static_cast<unsigned>(thread) * tiling.by_chunks >> by_chunks_shift);
  const int own_chunk = thread - own_line * tiling.chunks;
  const long long first_line = (first_block + blockIdx.x) * tiling.lines;
  const bool busy = own_line < smaller<long long>(tiling.lines, problem.lines - first_line);
  const bool filters = rows.taps_pitch != 0;
  const unsigned signal_parts = SignalParts == 1 ? 0 : problem.each.signal_parts >> (2 * part * products);

  // In packs, so that the compiler knows how they are aligned.
  constexpr int windows = 2 * SignalParts;
  const int taps_pitch = tiling.taps_pitch * width;
  const int plane = tiling.lines * tiling.pitch * width;
  Type* const taps = shared_arena<Type>() + ((filters ? own_line * windows : 0) + part * SignalParts) * taps_pitch;
  Type* const window = shared_arena<Type>() +
                       ((filters ? tiling.lines : 1) * windows * tiling.taps_pitch + own_line * tiling.pitch) * width;
  const long long line = first_line + own_line;
  const Type* const source = line_of(rows.signal, line, rows.signal_pitch) - rows.origin * SignalParts;
  const Type* const filter = line_of(rows.taps, line, rows.taps_pitch) + part * products * rows.filter_length;
  // Where a filter is shared, all threads bring it.
  const int first_tap = filters ? own_chunk : thread;
  const int tap_step = filters ? tiling.chunks : half;
  // Of the threads that make the line.
  const int number_in_line = own_chunk + part * tiling.chunks;

  const bool one_chunk = rows.chunks == 1;
  Type sums[R] = {};
  int product = 0;
  do {
    int next = product;
    int at = 0;
    do {
      const int count = at + 1 == rows.chunks ? rows.last_chunk : policy.taps_per_chunk;
      const long long tap = static_cast<long long>(at) * policy.taps_per_chunk;
      if (busy || !filters) {
#pragma unroll 1
        for (int i = first_tap; i < count; i += tap_step) {
          FALTUNG_UNROLL
          for (int p = 0; p < SignalParts; ++p)
            if (p < products) taps[p * taps_pitch + i] = filter[p * rows.filter_length + tap + i];
        }
      }
      if (busy)
        copy_parts_at_border<SignalParts, R / 2>(window, plane, samples, source, rows.origin + tap, number_in_line,
                                                 2 * tiling.chunks, tiling.chunks * R + round_up(count, R));
      __syncthreads();
      next = product;
#pragma unroll 1
      do {
        const int from = static_cast<int>(signal_parts >> 2 * next & 1u);
        if (busy) add_chunk(sums, window + from * plane + own_chunk * R, taps + next * taps_pitch, count);
        ++next;
      } while (one_chunk && next < products);
      __syncthreads();
      ++at;
    } while (at < rows.chunks);
    product = next;
  } while (product < products);

  const int outputs = static_cast<int>(rows.output_length);
  if (busy) {
    Type* const made = window + part * plane + own_chunk * R;
    write_packs(made, sums);
    const long long under = rows.origin + own_chunk * R;
    if (samples.rule == boundary_rule::zero)
      leave_outside_out<SignalParts>(problem.each, part, sums, made, source + under * SignalParts, filter, under,
                                     outputs - own_chunk * R);
  }
  __syncthreads();
  if (busy)
    store_numbers<R / 2>(line_of(rows.output, line, rows.output_pitch), window, plane, number_in_line,
                         2 * tiling.chunks, outputs);
}

}  // namespace faltung::kernel
