// Rows of elements narrower than the 32 bits computed in, as the lanes of the streaming 2D kernels take them: a lane
// makes Size neighbouring outputs in each of its groups, from words that hold the elements of their windows.
//
// Where the outputs and the elements under the middle taps are aligned alike, a lane takes its pack of elements by one
// load and by one more on each side what windows reach there. Otherwise (Shifted) it takes word by word and moves each
// row to where windows begin: any alignment, also one that changes from row to row.
#pragma once

#include "narrowed.cuh"
#include "stream_2d_narrow_tiling.hpp"

namespace faltung::kernel {

// Words from an address that is aligned for all of them where Aligned says so.
template <int Count, bool Aligned>
__device__ inline void read_words(std::uint32_t* to, const std::uint32_t* from) {
  if constexpr (Count == 4 && Aligned) {
    const uint4 four = *reinterpret_cast<const uint4*>(from);
    to[0] = four.x, to[1] = four.y, to[2] = four.z, to[3] = four.w;
  } else if constexpr (Count == 2 && Aligned) {
    const uint2 two = *reinterpret_cast<const uint2*>(from);
    to[0] = two.x, to[1] = two.y;
  } else {
    FALTUNG_UNROLL
    for (int i = 0; i < Count; ++i) to[i] = from[i];
  }
}

// What a lane holds of a row of the signal while it is on its way.
template <class Words, int Groups>
struct stream_row_words {
  std::uint32_t word[Groups][Words::loaded];
  std::uint32_t digits;  // where the first element lies in its word
};

// `from` is the first element of the lane's first window; or its pack's where no row is shifted.
template <class Words, int Groups, class Stored>
__device__ inline void load_row(stream_row_words<Words, Groups>& row, const Stored* from) {
  constexpr int stride = 32 * Words::own;
  constexpr bool aligned = Words::own > 1;
  const std::uint32_t* words = reinterpret_cast<const std::uint32_t*>(from);
  if constexpr (Words::shifted) {
    const auto behind = static_cast<unsigned>(reinterpret_cast<std::uintptr_t>(from)) % 4;
    words = reinterpret_cast<const std::uint32_t*>(reinterpret_cast<const unsigned char*>(from) - behind);
    row.digits = 0x3210u + 0x1111u * behind;
  }
  FALTUNG_UNROLL
  for (int a = 0; a < Groups; ++a) {
    const std::uint32_t* const group = words + a * stride;
    if constexpr (Words::shifted) {
      read_words<Words::loaded, false>(row.word[a], group);
    } else {
      read_words<Words::before, aligned>(row.word[a], group - Words::before);
      read_words<Words::own, aligned>(row.word[a] + Words::before, group);
      read_words<Words::after, aligned>(row.word[a] + Words::before + Words::own, group + Words::own);
    }
  }
}

// The words of a group, the first window at element Words::first.
template <class Words, int Groups>
__device__ inline void place_words(std::uint32_t (&to)[Words::count], const stream_row_words<Words, Groups>& row,
                                   int group) {
  FALTUNG_UNROLL
  for (int i = 0; i < Words::count; ++i) {
    if constexpr (Words::shifted) {
      to[i] = permute_bytes(row.word[group][i], row.word[group][i + 1], row.digits);
    } else {
      to[i] = row.word[group][i];
    }
  }
}

// Outputs of one lane, in one access.
template <class Result, int Size, class Type>
__device__ inline void write_outputs(Result* to, const Type (&sums)[Size]) {
  if constexpr (sizeof(Result) == sizeof(Type)) {
    write_packs(to, sums);
  } else {
    constexpr int words = Size * static_cast<int>(sizeof(Result)) / 4;
    std::uint32_t word[words];
    FALTUNG_UNROLL
    for (int q = 0; q < Size; q += 4) {
      const quad<Result> made = narrowed<Result>(sums[q], sums[q + 1], sums[q + 2], sums[q + 3]);
      FALTUNG_UNROLL
      for (int i = 0; i < quad<Result>::words; ++i) word[q / 4 * quad<Result>::words + i] = made.word[i];
    }
    if constexpr (words == 4) {
      *reinterpret_cast<uint4*>(to) = uint4{word[0], word[1], word[2], word[3]};
    } else {
      static_assert(words == 2);
      *reinterpret_cast<uint2*>(to) = uint2{word[0], word[1]};
    }
    write_nan(to, sums);
  }
}

}  // namespace faltung::kernel
