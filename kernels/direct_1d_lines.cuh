// Direct 1D convolution of short rows (direct_1d_rows.cuh): a block makes several whole lines, so that many signals
// shorter than a block's worth of threads leave few of them idle. Each line has its window in shared memory, and its
// filter where filters differ.
//
// Sums are those of direct_1d_dense, and so is what becomes of windows that hang out of the signal.
#pragma once

#include "direct_1d_lines_policy.hpp"
#include "direct_1d_rows.cuh"
#include "direct_1d_sums.cuh"

namespace faltung::kernel {

template <class Type>
struct direct_1d_lines_problem {
  direct_1d_rows<Type> rows;
  long long lines;
  direct_1d_lines_tiling tiling;
};

// Elements [begin, end) of a window lie in the line, which is where its tap 0 stands for the line's first output.
struct line_clip {
  int begin;
  int end;

  __device__ bool holds(int element) const {
    return static_cast<unsigned>(element - begin) < static_cast<unsigned>(end - begin);
  }
};
template <class Type>
__device__ inline line_clip clip_of_line(const signal_view<Type>& samples, long long base, int size) {
  return {static_cast<int>(smaller<long long>(size, larger<long long>(0, -base))),
          static_cast<int>(larger<long long>(0, smaller<long long>(size, samples.columns - base)))};
}

// Packs of a window that are put together of aligned packs in the line: [begin, end).
struct whole_packs {
  int begin;
  int end;
};
// `shift`: elements by which the window's first lies behind an address for packs.
template <class Type>
__device__ inline whole_packs whole_packs_of(const line_clip& inside, int shift) {
  constexpr int width = pack<Type>::size;
  const int reach = shift == 0 ? width : 2 * width - shift;
  const int begin = (inside.begin + (shift + width - 1)) / width;
  return {begin, larger(begin, (inside.end + (width - reach)) / width)};
}

// Packs first, first + step, ... up to `end`; `source` is the window's element 0 in the signal. Rounds of a thread's
// loads are under way at a time.
template <int Rounds, int Shift, class Type>
__device__ inline void copy_whole(Type* window, const Type* source, int first, int step, int end) {
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
__device__ inline void copy_shifted(int shift, Type* window, const Type* source, int first, int step, int end) {
  if (Shift + 1 == pack<Type>::size || shift == Shift) {
    copy_whole<Rounds, Shift>(window, source, first, step, end);
  } else if constexpr (Shift + 1 < pack<Type>::size) {
    copy_shifted<Rounds, Shift + 1>(shift, window, source, first, step, end);
  }
}

// A pack of a window from element `first` on, by a rule that brings in samples of elsewhere.
template <class Type>
__device__ inline void copy_extended(Type* window, const signal_view<Type>& samples, const Type* source, long long base,
                                     int first) {
#pragma unroll 1
  for (int i = first; i < first + pack<Type>::size; ++i) {
    const long long found = extended_index(samples.rule, base + i, samples.columns);
    window[i] = found < 0 ? samples.outside[0] : source[found - base];
  }
}

// The window of a line by the threads that make it, of which this is number `first` of `step`. With boundary zero zeros
// stand in for what lies outside.
template <int Rounds, class Type>
__device__ inline void copy_line(Type* window, const signal_view<Type>& samples, const Type* source, long long base,
                                 int first, int step, int size) {
  constexpr int width = pack<Type>::size;
  const line_clip inside = clip_of_line(samples, base, size);
  const int shift = static_cast<int>(bytes_behind_pack(source) / sizeof(Type));
  const whole_packs whole = whole_packs_of<Type>(inside, shift);
  copy_shifted<Rounds>(shift, window, source, whole.begin + first, step, whole.end);
  const int others = size / width - (whole.end - whole.begin);
#pragma unroll 1
  for (int i = first; i < others; i += step) {
    const int at = (i < whole.begin ? i : i + (whole.end - whole.begin)) * width;
    if (samples.rule == boundary_rule::zero) {
      pack<Type> made;
      FALTUNG_UNROLL
      for (int j = 0; j < width; ++j) made.lane[j] = inside.holds(at + j) ? source[at + j] : Type{0};
      write_pack(window + at, made);
    } else {
      copy_extended(window, samples, source, base, at);
    }
  }
}

template <class Type>
__device__ inline Type* line_of(Type* first, long long line, long long pitch) {
  using byte = std::conditional_t<std::is_const_v<Type>, const char, char>;
  return reinterpret_cast<Type*>(reinterpret_cast<byte*>(first) + line * pitch);
}

// Of outputs [begin, end) of a line, as staged, those that zeros outside the signal may have changed, formed anew.
template <class Type>
__device__ inline void mend_borders(Type* staged, const direct_1d_rows<Type>& rows, long long line, int begin,
                                    int end) {
  const Type* const filter = line_of(rows.taps, line, rows.taps_pitch);
  const Type* const source = line_of(rows.signal, line, rows.signal_pitch);
#pragma unroll 1
  for (int i = begin; i < end; ++i) {
    if (!may_differ_without_outside(staged[i])) continue;
    const long long under = rows.origin + i;
    staged[i] = sum_of(source + i, filter, larger<long long>(0, -under),
                       smaller(rows.filter_length, rows.samples.columns - under));
  }
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
  const Type* source = line_of(rows.signal, line, rows.signal_pitch);
  const Type* filter = line_of(rows.taps, line, rows.taps_pitch);
  // Where a filter is shared, all threads bring it.
  const int first_tap = filters ? own_chunk : thread;
  const int tap_step = filters ? tiling.chunks : static_cast<int>(blockDim.x);

  Type sums[R] = {};
  long long base = rows.origin;
  int count = rows.first_chunk;
#pragma unroll 1
  for (int next = 1;; ++next) {
    if (busy || !filters)
      for (int i = first_tap; i < count; i += tap_step) taps[i] = filter[i];
    if (busy) {
      const int size = tiling.chunks * R + round_up(count, R);
      copy_line<R / width>(window, samples, source, base, own_chunk, tiling.chunks, size);
    }
    __syncthreads();
    if (busy) add_chunk(sums, window + own_chunk * R, taps, count);
    __syncthreads();
    if (next == rows.chunks) break;
    base += policy.taps_per_chunk;
    source += policy.taps_per_chunk;
    filter += policy.taps_per_chunk;
    count = next + 1 == rows.chunks ? rows.last_chunk : policy.taps_per_chunk;
  }

  const int outputs = static_cast<int>(rows.output_length);
  if (busy) {
    write_packs(window + own_chunk * R, sums);
    const int own = own_chunk * R;
    if (own < tiling.first_inside || own + R > tiling.behind_inside) {
      bool look = false;
      FALTUNG_UNROLL
      for (int r = 0; r < R; ++r) look |= (own + r < outputs) & may_differ_without_outside(sums[r]);
      if (look) mend_borders(window, rows, line, own, smaller(outputs, own + R));
    }
  }
  __syncthreads();
  if (!busy) return;
  Type* const output = line_of(rows.output, line, rows.output_pitch);
  if (bytes_behind_pack(output) == 0) {
    const int packs = outputs / width;
    FALTUNG_UNROLL
    for (int j = 0; j < R / width; ++j) {
      const int i = own_chunk + j * tiling.chunks;
      if (i < packs) write_pack(output + i * width, read_pack(window + i * width));
    }
    // A line may have fewer threads than a pack has elements.
#pragma unroll 1
    for (int i = packs * width + own_chunk; i < outputs; i += tiling.chunks) output[i] = window[i];
  } else {
#pragma unroll 4
    for (int i = own_chunk; i < outputs; i += tiling.chunks) output[i] = window[i];
  }
}

}  // namespace faltung::kernel
