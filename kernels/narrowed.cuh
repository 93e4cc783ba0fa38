// Sums in 32 bits that become outputs of a narrower type: staged in shared memory by the thread that has them, moved
// from there to rows that may begin at any element.
#pragma once

#include "quad.cuh"

namespace faltung::kernel {

// Whether a sum is NaN, or else two of them are so large that a sum of products says so.
template <int R>
__device__ inline bool may_hold_nan(const float (&sums)[R]) {
  float even = 0;
  float odd = 0;
  FALTUNG_UNROLL
  for (int r = 0; r + 4 <= R; r += 4) {
    even = multiply_add(sums[r], sums[r + 1], even);
    odd = multiply_add(sums[r + 2], sums[r + 3], odd);
  }
  static_assert(R % 4 == 0);
  const float both = even + odd;
  return both != both;
}

// NaN, which narrowed() does not make: written over what it made.
template <class Result, int R, class Type>
__device__ inline void write_nan(Result* to, const Type (&sums)[R]) {
  if constexpr (is_half<Result>) {
    if (may_hold_nan(sums)) {
      FALTUNG_UNROLL
      for (int r = 0; r < R; ++r)
        if (sums[r] != sums[r]) to[r] = half_of_float<Result>(sums[r]);
    }
  }
}

template <class Result, int R, class Type>
__device__ inline void write_narrowed(Result* to, const Type (&sums)[R]) {
  FALTUNG_UNROLL
  for (int r = 0; r < R; r += 4) write_quad(to + r, narrowed<Result>(sums[r], sums[r + 1], sums[r + 2], sums[r + 3]));
  write_nan(to, sums);
}

// A thread's sums to where they are staged.
template <class Result, int R, class Type>
__device__ inline void stage(Result* to, const Type (&sums)[R]) {
  if constexpr (sizeof(Result) == sizeof(Type)) {
    write_packs(to, sums);
  } else {
    write_narrowed(to, sums);
  }
}

// Outputs that lie staged from an address for packs on, by threads of which this is number `first` of `step`. Where the
// row begins at an address for packs they go by packs; elsewhere by words, each put together of the two that it meets,
// and one by one at the ends.
template <class Result>
__device__ inline void store_narrow(Result* output, const Result* staged, int outputs, int first, int step) {
  constexpr int width = pack<Result>::size;
  constexpr auto size = static_cast<unsigned>(sizeof(Result));
  constexpr int per_word = static_cast<int>(sizeof(std::uint32_t) / size);
  const unsigned behind = bytes_behind_pack(output);
  int in_front = 0;  // of the first pack or word
  int together = 0;  // those in packs or words
  if (behind == 0) {
    together = outputs / width * width;
#pragma unroll 1
    for (int i = first * width; i < together; i += step * width) copy_pack(output + i, staged + i);
  } else {
    const unsigned bytes_in_front = (0u - behind) % sizeof(std::uint32_t);
    in_front = static_cast<int>(bytes_in_front / size);
    const int words = (outputs - in_front) / per_word;
    together = words * per_word;
    const std::uint32_t digits = 0x3210u + 0x1111u * bytes_in_front;
    const auto* const from = reinterpret_cast<const std::uint32_t*>(staged);
    const auto* const beside = from + (in_front == 0 ? 0 : 1);
    auto* const to = reinterpret_cast<std::uint32_t*>(output + in_front);
#pragma unroll 4
    for (int i = first; i < words; i += step) to[i] = permute_bytes(from[i], beside[i], digits);
  }
  // A line may have fewer threads than there are such.
#pragma unroll 1
  for (int i = first; i < outputs - together; i += step) {
    const int at = i < in_front ? i : i + together;
    output[at] = staged[at];
  }
}

}  // namespace faltung::kernel
