// A row between global and shared memory, by the threads that work on it: those of a whole block, or some of them.
#pragma once

#include "as_stored.cuh"
#include "direct_1d_rows.cuh"
#include "narrowed.cuh"
#include "whole_stores.cuh"

namespace faltung::kernel {

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
template <int Rounds, int Shift, class Reader, class Type, class Stored>
__device__ inline void copy_whole(const Reader& reader, Type* window, const Stored* source, int first, int step,
                                  int end) {
  constexpr int width = pack<Type>::size;
  using fetched = decltype(reader.template fetch<Shift>(source));
  source -= Shift;
#pragma unroll 1
  for (; first + (Rounds - 1) * step < end; first += Rounds * step) {
    fetched own[Rounds];
    FALTUNG_UNROLL
    for (int j = 0; j < Rounds; ++j) own[j] = reader.template fetch<Shift>(source + (first + j * step) * width);
    FALTUNG_UNROLL
    for (int j = 0; j < Rounds; ++j) write_shared_pack(window + (first + j * step) * width, reader.made(own[j]));
  }
#pragma unroll 1
  for (; first < end; first += step)
    write_shared_pack(window + first * width, reader.made(reader.template fetch<Shift>(source + first * width)));
}
template <int Rounds, int Shift = 0, class Reader, class Type, class Stored>
__device__ inline void copy_shifted(int shift, const Reader& reader, Type* window, const Stored* source, int first,
                                    int step, int end) {
  if (Shift + 1 == pack<Type>::size || shift == Shift) {
    copy_whole<Rounds, Shift>(reader, window, source, first, step, end);
  } else if constexpr (Shift + 1 < pack<Type>::size) {
    copy_shifted<Rounds, Shift + 1>(shift, reader, window, source, first, step, end);
  }
}

// A pack of a window from element `first` on, by a rule that brings in samples of elsewhere.
template <class Reader, class Type, class Stored>
__device__ inline void copy_extended(const Reader& reader, Type* window, const signal_view<Type>& samples,
                                     const Stored* source, long long base, int first) {
#pragma unroll 1
  for (int i = first; i < first + pack<Type>::size; ++i) {
    const long long found = extended_index(samples.rule, base + i, samples.columns);
    window[i] = found < 0 ? samples.outside[0] : reader.element(source[found - base]);
  }
}

// The window of a line by the threads that make it, of which this is number `first` of `step`. With boundary zero zeros
// stand in for what lies outside.
template <int Rounds, class Reader, class Type, class Stored>
__device__ inline void copy_line(const Reader& reader, Type* window, const signal_view<Type>& samples,
                                 const Stored* source, long long base, int first, int step, int size) {
  constexpr int width = pack<Type>::size;
  const line_clip inside = clip_of_line(samples, base, size);
  const int shift = shift_of<Type>(source);
  const whole_packs whole = whole_packs_of<Type>(inside, shift);
  copy_shifted<Rounds>(shift, reader, window, source, whole.begin + first, step, whole.end);
  const int others = size / width - (whole.end - whole.begin);
#pragma unroll 1
  for (int i = first; i < others; i += step) {
    const int at = (i < whole.begin ? i : i + (whole.end - whole.begin)) * width;
    if (samples.rule == boundary_rule::zero) {
      pack<Type> made{};
      if (at + width > inside.begin && at < inside.end) {
        FALTUNG_UNROLL
        for (int j = 0; j < width; ++j) made.lane[j] = inside.holds(at + j) ? reader.element(source[at + j]) : Type{0};
      }
      write_shared_pack(window + at, made);
    } else {
      copy_extended(reader, window, samples, source, base, at);
    }
  }
}

// Forms anew those of R sums, as staged, that zeros outside the signal may have changed; the first `count` of them are
// outputs. `source` and `base`, the signal index, are under tap 0 of the first. Narrowed, sums that may have changed
// are among those that seem to have.
template <int R, class Type, class Stored, class Result>
__device__ inline void leave_out_outside(const Type (&sums)[R], int count, Result* staged,
                                         const direct_1d_rows<Type, Stored, Result>& rows, const Stored* source,
                                         const Type* taps, long long base) {
  bool look = false;
  FALTUNG_UNROLL
  for (int r = 0; r < R; ++r) look |= (r < count) & may_differ_without_outside(sums[r]);
  if (!look) return;
#pragma unroll 1
  for (int i = 0; i < smaller(R, count); ++i) {
    if (may_differ_without_outside(from_stored<Type>(staged[i], false))) {
      const Type sum = sum_of(source + i, taps, larger<long long>(0, -(base + i)),
                              smaller(rows.filter_length, rows.samples.columns - (base + i)));
      staged[i] = to_stored<Result>(sum, false);
    }
  }
}

// The outputs of a line, by the threads that make it, of which this is number `first` of `step`, each of R of them.
template <int R, class Type>
__device__ inline void store_line(Type* output, const Type* staged, int outputs, int first, int step) {
  constexpr int width = pack<Type>::size;
  if constexpr (sizeof(Type) < 4) {
    store_narrow(output, staged, outputs, first, step);
  } else if (bytes_behind_pack(output) == 0) {
    const int packs = outputs / width;
    Type* to = output + first * width;
    const Type* from = staged + first * width;
    pin_shared(from);  // or each pack's address is found from the first of shared memory
    FALTUNG_UNROLL
    for (int j = 0; j < R / width; ++j, to += step * width, from += step * width) {
      if (first + j * step < packs) write_pack(to, read_pack(from));
    }
    // A line may have fewer threads than a pack has elements.
#pragma unroll 1
    for (int i = packs * width + first; i < outputs; i += step) output[i] = staged[i];
  } else {
#pragma unroll 4
    for (int i = first; i < outputs; i += step) output[i] = staged[i];
  }
}

}  // namespace faltung::kernel
