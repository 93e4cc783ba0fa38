// A row between global and shared memory, by the threads that work on it: those of a whole block, or some of them.
#pragma once

#include "direct_1d_rows.cuh"

namespace faltung::kernel {

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

template <class Type>
__device__ inline Type* line_of(Type* first, long long line, long long pitch) {
  using byte = std::conditional_t<std::is_const_v<Type>, const char, char>;
  return reinterpret_cast<Type*>(reinterpret_cast<byte*>(first) + line * pitch);
}

// The outputs of a line, by the threads that make it, of which this is number `first` of `step`, each of R of them.
template <int R, class Type>
__device__ inline void store_line(Type* output, const Type* staged, int outputs, int first, int step) {
  constexpr int width = pack<Type>::size;
  if (bytes_behind_pack(output) == 0) {
    const int packs = outputs / width;
    FALTUNG_UNROLL
    for (int j = 0; j < R / width; ++j) {
      const unsigned i = static_cast<unsigned>(first + j * step);
      if (i < static_cast<unsigned>(packs)) write_pack(output + i * width, read_pack(staged + i * width));
    }
    const int rest = packs * width + first;
    if (first < outputs - packs * width) output[rest] = staged[rest];
    // Where a line has fewer threads than a pack has elements.
    for (int i = rest + step; i < outputs; i += step) output[i] = staged[i];
  } else {
#pragma unroll 4
    for (int i = first; i < outputs; i += step) output[i] = staged[i];
  }
}

}  // namespace faltung::kernel
