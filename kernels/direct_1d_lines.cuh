// Direct 1D convolution of short rows (direct_1d_rows.cuh): a block makes several whole lines, so that many signals
// shorter than a block's worth of threads leave few of them idle. Each line has its window in shared memory, and its
// filter where filters differ.
//
// Sums are those of direct_1d_dense, and so is what becomes of windows that hang out of the signal.
#pragma once

#include "direct_1d_lines_policy.cuh"
#include "direct_1d_rows.cuh"
#include "direct_1d_sums.cuh"

namespace faltung::kernel {

template <class Type>
struct direct_1d_lines_problem {
  direct_1d_rows<Type> rows;
  long long lines;
  direct_1d_lines_tiling tiling;
};

// A pack of a window that begins at sample `place` of the line, not all of it inside; those that no rule brings in are
// zeros.
template <class Type>
__device__ inline void copy_border(Type* window, const signal_view<Type>& samples, const Type* line, long long place) {
  constexpr int width = pack<Type>::size;
  const bool extended = samples.rule != boundary_rule::zero;
  if (!extended && (place >= samples.columns || place + width <= 0)) {
    write_pack(window, pack<Type>{});
    return;
  }
#pragma unroll 1
  for (int i = 0; i < width; ++i, ++place) {
    const bool inside = place >= 0 && place < samples.columns;
    const long long found = inside || !extended ? place : extended_index(samples.rule, place, samples.columns);
    window[i] = inside || (extended && found >= 0) ? line[found] : samples.outside[0];
  }
}

// Packs first, first + step, ... up to `end`; `source` is the window's element 0 in the signal. Rounds of a thread's
// loads are under way at a time.
template <int Rounds, int Shift, class Type>
__device__ inline void copy_inside(Type* window, const Type* source, int first, int step, int end) {
  constexpr int width = pack<Type>::size;
  source -= Shift;
#pragma unroll 1
  for (; first + (Rounds - 1) * step < end; first += Rounds * step) {
    pack<Type> own[Rounds];
    FALTUNG_UNROLL
    for (int j = 0; j < Rounds; ++j) own[j] = read_shifted<Shift>(source + (first + j * step) * width);
    FALTUNG_UNROLL
    for (int j = 0; j < Rounds; ++j) write_pack(window + (first + j * step) * width, own[j]);
  }
#pragma unroll 1
  for (; first < end; first += step) write_pack(window + first * width, read_shifted<Shift>(source + first * width));
}
template <int Rounds, int Shift = 0, class Type>
__device__ inline void copy_shifted_inside(int shift, Type* window, const Type* source, int first, int step, int end) {
  if (Shift + 1 == pack<Type>::size || shift == Shift) {
    copy_inside<Rounds, Shift>(window, source, first, step, end);
  } else if constexpr (Shift + 1 < pack<Type>::size) {
    copy_shifted_inside<Rounds, Shift + 1>(shift, window, source, first, step, end);
  }
}

// The window of a line by the threads that make it, of which this is number `first` of `step`.
template <int Rounds, class Type>
__device__ inline void copy_line(Type* window, const signal_view<Type>& samples, const Type* line, long long base,
                                 int first, int step, int size) {
  constexpr int width = pack<Type>::size;
  const int shift = static_cast<int>(bytes_behind_pack(line + base) / sizeof(Type));
  const int end = size / width;
  // Packs [inside, behind) have their samples, and those of the one or two aligned packs that they are put together of,
  // in the line. Counted in 32 bits: no window is longer.
  const int reach = shift == 0 ? width : 2 * width - shift;
  const int before = static_cast<int>(smaller<long long>(size, larger<long long>(0, shift - base)));
  const int room = static_cast<int>(smaller<long long>(size, larger<long long>(0, samples.columns - base)));
  const int inside = ceil_div(before, width);
  const int behind = room < reach ? 0 : (room - reach) / width + 1;
  const int from = first >= inside ? first : first + ceil_div(inside - first, step) * step;
  copy_shifted_inside<Rounds>(shift, window, line + base, from, step, smaller(end, behind));
  if (first >= inside && first + (end - 1 - first) / step * step < behind) return;
#pragma unroll 1
  for (int i = first; i < end; i += step)
    if (i < inside || i >= behind) copy_border(window + i * width, samples, line, base + i * width);
}

// Block b of the launch makes the tiling's lines from (first_block + b) * tiling.lines on.
template <class Type, class Policy>
__global__ void __launch_bounds__(Policy::value.most_threads, Policy::value.min_blocks)
    direct_1d_lines(const __grid_constant__ direct_1d_lines_problem<Type> problem, const long long first_block) {
  constexpr direct_1d_lines_policy policy = Policy::value;
  constexpr int R = policy.outputs_per_thread;
  constexpr int width = pack<Type>::size;
  const direct_1d_lines_tiling& tiling = problem.tiling;
  const direct_1d_rows<Type>& rows = problem.rows;
  const signal_view<Type>& samples = rows.samples;
  const int thread = static_cast<int>(threadIdx.x);
  const int own_line = static_cast<int>(threadIdx.x * tiling.by_chunks >> by_chunks_shift);
  const int own_chunk = thread - own_line * tiling.chunks;
  const long long first_line = (first_block + blockIdx.x) * tiling.lines;
  const int lines = static_cast<int>(smaller<long long>(tiling.lines, problem.lines - first_line));
  const bool busy = own_line < lines;
  const bool filters = rows.taps_pitch != 0;

  Type* const all_taps = shared_arena<Type>();
  // In packs, so that the compiler knows how they are aligned.
  Type* const taps = all_taps + (filters ? own_line * tiling.taps_pitch : 0) * width;
  Type* const window = all_taps + ((filters ? tiling.lines : 1) * tiling.taps_pitch + own_line * tiling.pitch) * width;
  const long long line = first_line + own_line;
  const Type* const source = line_of(rows.signal, line, rows.signal_pitch) - rows.origin;
  const Type* const filter = line_of(rows.taps, line, rows.taps_pitch);
  // Where a filter is shared, all threads bring it.
  const int first_tap = filters ? own_chunk : thread;
  const int tap_step = filters ? tiling.chunks : static_cast<int>(blockDim.x);

  Type sums[R] = {};
#pragma unroll 1
  for (long long tap = 0; tap < rows.filter_length; tap += policy.taps_per_chunk) {
    const int count = static_cast<int>(smaller<long long>(policy.taps_per_chunk, rows.filter_length - tap));
    if (busy || !filters)
      for (int i = first_tap; i < count; i += tap_step) taps[i] = filter[tap + i];
    if (busy) {
      copy_line<R / width>(window, samples, source, rows.origin + tap, own_chunk, tiling.chunks,
                           tiling.chunks * R + round_up(count, R));
    }
    __syncthreads();
    if (busy) add_chunk(sums, window + own_chunk * R, taps, count);
    __syncthreads();
  }

  const int outputs = static_cast<int>(rows.output_length);
  Type* const output = line_of(rows.output, line, rows.output_pitch);
  if (busy) {
    write_packs(window + own_chunk * R, sums);
    const long long base = rows.origin + own_chunk * R;
    if (samples.rule == boundary_rule::zero && (base < 0 || base + (R - 1) + rows.filter_length > samples.columns)) {
#pragma unroll 1
      for (int i = own_chunk * R; i < smaller(outputs, own_chunk * R + R); ++i) {
        if (may_differ_without_outside(window[i])) {
          const long long under = rows.origin + i;
          window[i] = sum_of(source + under, filter, larger<long long>(0, -under),
                             smaller(rows.filter_length, samples.columns - under));
        }
      }
    }
  }
  __syncthreads();
  if (!busy) return;
  if (bytes_behind_pack(output) == 0) {
    const int packs = outputs / width;
    FALTUNG_UNROLL
    for (int j = 0; j < R / width; ++j) {
      const unsigned i = static_cast<unsigned>(own_chunk + j * tiling.chunks);
      if (i < static_cast<unsigned>(packs)) write_pack(output + i * width, read_pack(window + i * width));
    }
    const int rest = packs * width + own_chunk;
    if (own_chunk < outputs - packs * width) output[rest] = window[rest];
    // Where a line has fewer threads than a pack has elements.
    for (int i = rest + tiling.chunks; i < outputs; i += tiling.chunks) output[i] = window[i];
  } else {
#pragma unroll 4
    for (int i = own_chunk; i < outputs; i += tiling.chunks) output[i] = window[i];
  }
}

}  // namespace faltung::kernel
