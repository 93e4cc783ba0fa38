// How the streaming 2D kernels for narrow elements are cut to size, and how taps of bytes lie in words. Data.
#pragma once

#include "stream_2d_policy.hpp"

namespace faltung::kernel {

// By machine code for sm_90, instructions per output of a unit inside an image of 4096 x 4096 in mode same, its rows
// above included, at 3 x 3, 5 x 5 and 7 x 7 taps; and of the whole image. Halves to halves 15.8, 33.8 and 57.8 (16.7,
// 35.6, 60.8), of which 1.1 look for NaN; to float 14.3 and 32.7 at 3 and 5; integers of 16 bits to their like 14.6,
// 32.4 and 56.2. direct_2d, which converts one by one, takes about 100 at 5 x 5. One group of 8 columns to a lane
// shares a window's ends as two of 4 do not (1.3 conversions for each output where those take 1.5 at 3 x 3); outputs of
// 4 bytes go by 4 to a lane, since 8 would be written half a sector at a time.
template <class Result, class Filter>
struct stream_2d_stored_usual {
  static constexpr bool widens = sizeof(Result) == 4;
  static constexpr int blocks = Filter::rows <= 3 ? (widens ? 6 : 7) : Filter::rows <= 5 ? (widens ? 4 : 6) : 4;
  static constexpr stream_2d_policy value{.groups = widens ? 2 : 1,
                                          .passes_over = Filter::rows > 5 ? 1 : 0,
                                          .warps = 4,
                                          .min_blocks = blocks,
                                          .least_rows = larger(16, 2 * Filter::rows),
                                          .most_rows = 256,
                                          .want_warps = 4 * blocks};
};

// The same counts of bytes to bytes: 7.8, 14.5 and 20.8 (8.6, 15.8, 22.9); of 3 interleaved channels 8.0 and 15.6 at 3
// and 5, of 4 6.9 and 15.1; to 32 bits 7.5 and 14.5; of outputs that are not aligned (mode valid) 12.6 and 20.3.
// Products are 3, 10 and 14 dot products per output, at half the rate of others like multiply-adds of integers, of
// which there would be 9, 25 and 49 after as many conversions as outputs. So 3 x 3 is bound by memory (15.6 issue slots
// to an output of 2 bytes moved), 5 x 5 and 7 x 7 by 20 and 28 slots of products. Holding taps shifted for all four
// outputs of a word, as direct_1d_bytes does, would take 4.5 dot products per output at 3 x 3 and save one permutation
// of 12 instructions.
template <class Result, class Filter>
struct stream_2d_bytes_usual {
  static constexpr int blocks = Filter::rows <= 3 ? 8 : Filter::rows <= 5 ? 6 : 5;
  static constexpr stream_2d_policy value{.groups = sizeof(Result) == 4 ? 2 : 1,
                                          .passes_over = Filter::rows > 5 ? 1 : 0,
                                          .warps = 4,
                                          .min_blocks = blocks,
                                          .least_rows = larger(16, 2 * Filter::rows),
                                          .most_rows = 256,
                                          .want_warps = 4 * blocks};
};

// Four taps of a row to a word, for outputs that begin `shift` pixels behind the word's first element: as many as leave
// a row of taps in one word or two.
template <class Filter>
struct stream_2d_byte_taps {
  static_assert(Filter::columns <= 7);
  static constexpr int words_per_row = Filter::columns <= 3 ? 1 : 2;
  static constexpr int shifts = 4 * words_per_row + 1 - Filter::columns;
  static constexpr int words = Filter::rows * shifts * words_per_row;

  static constexpr int place(int row, int shift, int word) { return (row * shifts + shift) * words_per_row + word; }
  // Of taps modulo 2^8.
  static constexpr void pack(std::uint32_t (&to)[words], const std::uint32_t* taps) {
    for (int row = 0; row < Filter::rows; ++row)
      for (int shift = 0; shift < shifts; ++shift)
        for (int word = 0; word < words_per_row; ++word) {
          std::uint32_t made = 0;
          for (int b = 0; b < 4; ++b) {
            const int tap = 4 * word + b - shift;
            if (tap >= 0 && tap < Filter::columns) made |= (taps[row * Filter::columns + tap] & 0xffu) << (8 * b);
          }
          to[place(row, shift, word)] = made;
        }
  }
};

}  // namespace faltung::kernel
