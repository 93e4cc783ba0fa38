// Direct 2D convolution of images of bytes with filters of bytes whose sizes the kernel is compiled for, by the
// device's dot product of four bytes; sums are formed modulo 2^32, so that their order and products with zero change no
// bit.
//
// Taps of a row meet elements that lie Filter::step apart: four of them are gathered into a word once, for all tap rows
// and for all outputs whose windows begin in one of its first bytes and end in it or, from 5 taps on, in the next word
// gathered. Such outputs take the same words, and each its own taps: those of the one that begins `shift` bytes in are
// held as many bytes later, with zeros in front and behind. So a row of 3 taps is one instruction, one of 5 or 7 two.
#pragma once

#include "stream_2d_narrow.cuh"
#include "stream_2d_narrow_policy.hpp"

namespace faltung::kernel {

template <class Filter>
struct stream_2d_bytes_problem : stream_2d_narrow_problem<std::uint32_t, Filter> {
  std::uint32_t words[stream_2d_byte_taps<Filter>::words];
};

// Byte `at` and the three that follow it Step apart. Bytes behind the words are not asked for: taps there are zero.
template <int Step, int Count>
__device__ inline std::uint32_t gather_bytes(const std::uint32_t (&word)[Count], int at) {
  const auto in = [&](int place) { return word[smaller(place / 4, Count - 1)]; };
  const auto digit = [](int place) { return static_cast<std::uint32_t>(place % 4); };
  if constexpr (Step == 1) {
    return at % 4 == 0 ? in(at) : permute_bytes(in(at), in(at + 4), 0x3210u + 0x1111u * digit(at));
  } else if constexpr (Step == 4) {
    // Both pairs serve two neighbouring places.
    const std::uint32_t pairs = digit(at) / 2 * 0x2222u + 0x5140u;
    const std::uint32_t low = permute_bytes(in(at), in(at + 4), pairs);
    const std::uint32_t high = permute_bytes(in(at + 8), in(at + 12), pairs);
    return permute_bytes(low, high, at % 2 == 0 ? 0x5410u : 0x7632u);
  } else {
    const std::uint32_t low = permute_bytes(in(at), in(at + Step), digit(at) | (4 + digit(at + Step)) << 4);
    const std::uint32_t high =
        permute_bytes(in(at + 2 * Step), in(at + 3 * Step), digit(at + 2 * Step) | (4 + digit(at + 3 * Step)) << 4);
    return permute_bytes(low, high, 0x5410u);
  }
}

template <bool SignedSignal, bool SignedTaps, class Filter>
struct stream_2d_byte_products {
  using form = stream_2d_byte_taps<Filter>;
  const std::uint32_t* taps;

  // Gathered words of an output and those behind them: word (block, place) begins at pixel block * shifts, byte
  // `place`.
  template <class Words, int Size>
  static constexpr int blocks = ((Words::first + Size - 1) / Filter::step) / form::shifts + 1 +
                                (form::words_per_row - 1) * 4 / form::shifts;

  template <class Words, int Groups>
  struct row {
    std::uint32_t gathered[Groups][blocks<Words, Words::own * 4>][Filter::step];
  };

  template <class Words, int Groups>
  __device__ row<Words, Groups> prepare(const stream_row_words<Words, Groups>& words) const {
    row<Words, Groups> made;
    FALTUNG_UNROLL
    for (int a = 0; a < Groups; ++a) {
      std::uint32_t word[Words::count];
      place_words(word, words, a);
      FALTUNG_UNROLL
      for (int b = 0; b < blocks<Words, Words::own * 4>; ++b) {
        FALTUNG_UNROLL
        for (int c = 0; c < Filter::step; ++c)
          made.gathered[a][b][c] = gather_bytes<Filter::step>(word, b * form::shifts * Filter::step + c);
      }
    }
    return made;
  }
  template <class Words, int Groups, int Size>
  __device__ void add(std::uint32_t (&next)[Groups][Size], const row<Words, Groups>& of, int j) const {
    FALTUNG_UNROLL
    for (int h = 0; h < form::words_per_row; ++h) {
      FALTUNG_UNROLL
      for (int a = 0; a < Groups; ++a) {
        FALTUNG_UNROLL
        for (int q = 0; q < Size; ++q) {
          const int pixel = (Words::first + q) / Filter::step;
          const std::uint32_t elements =
              of.gathered[a][pixel / form::shifts + h * 4 / form::shifts][(Words::first + q) % Filter::step];
          const std::uint32_t tap = taps[form::place(j, pixel % form::shifts, h)];
          next[a][q] = add_products<SignedSignal, SignedTaps>(elements, tap, next[a][q]);
        }
      }
    }
  }
};

template <bool SignedSignal, bool SignedTaps, class Result, class Filter, class Policy>
__global__ void __launch_bounds__(Policy::value.threads(), Policy::value.min_blocks)
    stream_2d_bytes(const __grid_constant__ stream_2d_bytes_problem<Filter> problem, const long long first_block) {
  stream_narrow_unit<Policy, std::uint8_t, Result>(
      problem, stream_2d_byte_products<SignedSignal, SignedTaps, Filter>{problem.words}, first_block);
}

}  // namespace faltung::kernel
