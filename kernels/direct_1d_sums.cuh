// The inner loop of the direct 1D kernels: a thread's neighbouring outputs in registers, the window and the taps of a
// chunk in shared memory.
#pragma once

#include "pack.cuh"

namespace faltung::kernel {

// Count taps from U on, on a window of 2R elements, of which `near` are the first R.
template <int U, int Count, int R, class Type>
__device__ inline void add_taps(Type (&sums)[R], const Type (&near)[R], const Type (&far)[R], const Type* taps) {
  Type tap[Count];
  read_packs<Count>(tap, taps + U);
  FALTUNG_UNROLL
  for (int u = U; u < U + Count; ++u) {
    FALTUNG_UNROLL
    for (int r = 0; r < R; ++r) sums[r] = multiply_add(tap[u - U], u + r < R ? near[u + r] : far[u + r - R], sums[r]);
  }
}

// Fewer than R taps from U on, by packs and then one by one; `far` is read as far as they reach, from behind `window`,
// which holds near. What is too many is left by a branch that all threads take alike, since a tap of zero would not do:
// 0 * infinity is no number.
template <int U, int R, class Type>
__device__ inline void add_tail(Type (&sums)[R], const Type (&near)[R], Type (&far)[R], const Type* window,
                                const Type* taps, int end) {
  constexpr int width = pack<Type>::size;
  if constexpr (U < R) {
    if (U + width < R && U + width <= end) {
      read_pack_at<U>(far, window + R);
      add_taps<U, width>(sums, near, far, taps);
      add_tail<U + width>(sums, near, far, window, taps, end);
    } else if (U < end) {
      read_pack_at<U>(far, window + R);
      FALTUNG_UNROLL
      for (int u = U; u < U + width - 1; ++u) {
        if (u > U && u >= end) break;
        const Type tap = taps[u];
        FALTUNG_UNROLL
        for (int r = 0; r < R; ++r) sums[r] = multiply_add(tap, u + r < R ? near[u + r] : far[u + r - R], sums[r]);
      }
    }
  }
}

// The sums of a thread before its first tap, whose place is the first pack's number Ahead: the taps of that pack.
// `first` and then `near` are its window.
template <int Ahead, int R, class Type>
__device__ inline void begin_sums(Type (&sums)[R], const pack<Type>& first, const Type (&near)[R],
                                  const pack<Type>& taps) {
  constexpr int width = pack<Type>::size;
  FALTUNG_UNROLL
  for (int u = Ahead; u < width; ++u) {
    FALTUNG_UNROLL
    for (int r = 0; r < R; ++r)
      sums[r] = multiply_add(taps.lane[u], u + r < width ? first.lane[u + r] : near[u + r - width],
                             u == Ahead ? Type{0} : sums[r]);
  }
}

// `window` is the thread's own place, of which `near` holds the first R elements. Two register windows take turns, so
// that a turn of 2R taps moves no register; reading the window anew for each 16 taps costs 4 % more instructions.
template <int R, class Type>
__device__ inline void add_behind(Type (&sums)[R], Type (&near)[R], const Type* window, const Type* taps, int count) {
  Type far[R];
#pragma unroll 1
  for (; count >= 2 * R; count -= 2 * R) {
    read_packs<R>(far, window + R);
    add_taps<0, R>(sums, near, far, taps);
    read_packs<R>(near, window + 2 * R);
    add_taps<0, R>(sums, far, near, taps + R);
    window += 2 * R;
    taps += 2 * R;
  }
  if (count >= R) {
    read_packs<R>(far, window + R);
    add_taps<0, R>(sums, near, far, taps);
    window += R;
    taps += R;
    count -= R;
    read_packs<R>(near, window);  // fewer instructions than moving far
  }
  add_tail<0>(sums, near, far, window, taps, count);
}
template <int R, class Type>
__device__ inline void add_chunk(Type (&sums)[R], const Type* window, const Type* taps, int count) {
  Type near[R];
  read_packs<R>(near, window);
  add_behind(sums, near, window, taps, count);
}

// The same in little code, for tiles that are few: the window is read anew for each pack of taps.
template <int R, class Type>
__device__ inline void add_chunk_briefly(Type (&sums)[R], const Type* window, const Type* taps, int count) {
  constexpr int width = pack<Type>::size;
#pragma unroll 1
  for (; count > 0; count -= width, window += width, taps += width) {
    Type near[R], far[R];
    read_packs<R>(near, window);
    read_packs<width>(far, window + R);
    FALTUNG_UNROLL
    for (int u = 0; u < width; ++u) {
      if (u >= count) break;
      const Type tap = taps[u];
      FALTUNG_UNROLL
      for (int r = 0; r < R; ++r) sums[r] = multiply_add(tap, u + r < R ? near[u + r] : far[u + r - R], sums[r]);
    }
  }
}

}  // namespace faltung::kernel
