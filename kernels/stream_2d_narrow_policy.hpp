// How the streaming 2D kernels for narrow elements are cut to size, and how taps of bytes lie in words. Data.
#pragma once

#include "stream_2d_policy.hpp"

namespace faltung::kernel {

template <class Result, class Filter>
struct stream_2d_stored_usual {
  static constexpr bool widens = sizeof(Result) == 4;
  static constexpr int blocks = Filter::rows <= 3 ? (widens ? 6 : 7) : Filter::rows <= 5 ? (widens ? 4 : 6) : 4;
  static constexpr stream_2d_policy value{.groups = sizeof(Result) == 4 ? 2 : 1,
                                          .passes_over = Filter::rows > 5 ? 1 : 0,
                                          .warps = 4,
                                          .min_blocks = blocks,
                                          .least_rows = larger(16, 2 * Filter::rows),
                                          .most_rows = 256,
                                          .want_warps = 4 * blocks};
};

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
