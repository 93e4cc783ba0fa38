// The filters of the streaming 2D kernel, and how it is cut to size for each. Data.
#pragma once

#include <cstdint>

#include "pack.hpp"

namespace faltung::kernel {

// The filters of one kernel. Neighbouring taps of a row meet elements that lie `Step` apart: the channels of an
// interleaved image, whose rows the kernel takes as they lie in memory.
template <int Rows, int Columns, int Step = 1>
struct stream_2d_filter {
  static constexpr int rows = Rows;
  static constexpr int columns = Columns;
  static constexpr int step = Step;
  static constexpr bool separable = false;
  static constexpr int taps = Rows * Columns;
  static constexpr int halo = Step * (Columns - 1);  // elements of a window beyond its first
};
// A row filter, whose taps come first, and then a column filter, in one pass.
template <int Rows, int Columns, int Step = 1>
struct separable_2d_filter {
  static constexpr int rows = Rows;
  static constexpr int columns = Columns;
  static constexpr int step = Step;
  static constexpr bool separable = true;
  static constexpr int taps = Rows + Columns;
  static constexpr int halo = Step * (Columns - 1);
};

// A warp owns groups of columns, a lane one pack of neighbouring ones in each, and walks down a strip of rows.
struct stream_2d_policy {
  int groups;       // of a warp, where the windows of all of them are inside the signal
  int passes_over;  // tap rows that one branch passes over where their outputs are outside the strip; 0: none
  int warps;        // of a block
  int min_blocks;   // resident blocks per multiprocessor that the register count must allow
  int least_rows;   // of a strip: each repeats the loads of the rows above it that its windows reach
  int most_rows;    // and at most
  int want_warps;   // strips are cut shorter until each multiprocessor has so many

  constexpr int threads() const { return 32 * warps; }
};

// By machine code for sm_90 in float, instructions per output in the loop inside the signal, windows aligned, not
// aligned, and outputs not aligned: 3 x 3 10.8, 11.1 and 14.5 in 64 registers (one group: 11.5, 11.8), 5 x 5 26.6, 26.8
// and 29.9 in 96 (27.3, 27.5), 7 x 7 52.9, 52.9 and 56.8 in 120, 9 x 9 87.1 in 142, 11 x 11 132, 13 x 13 184, 17 x 17
// 313. At an edge 37.5, 54.5, 81 and 119. A second group shares what a row costs beside its products; a third would
// leave less than 8 warps to a multiprocessor from 7 x 7 on. Where windows take more registers, with channels between
// columns (3 x 3 over 3: 11.5 and 11.8) or in double from 7 x 7 on (90 in 85), there is one group. A branch for each
// tap row costs less than 1 % from 7 x 7 on, and saves (rows - 1) / strip_rows of the products. `min_blocks` is what
// the registers of the sums allow, in every architecture from 7.5 on; strips are as short as it takes to fill the
// device once.
constexpr stream_2d_policy stream_2d_policy_of(int bytes, int step, int filter_rows) {
  const int blocks = filter_rows <= 3    ? (bytes > 4 ? 6 : 8)
                     : filter_rows <= 5  ? 5
                     : filter_rows <= 7  ? 4
                     : filter_rows <= 11 ? 3
                                         : 2;
  return {.groups = step > 1 || (bytes > 4 && filter_rows > 5) ? 1 : 2,
          .passes_over = filter_rows > 5 ? 1 : 0,
          .warps = 4,
          .min_blocks = blocks,
          .least_rows = larger(16, 2 * filter_rows),
          .most_rows = 256,
          .want_warps = 4 * blocks};
}
// Separable: 3 + 3 taps 7.4 and 7.6 in 64 registers (one group: 8.0 and 8.3 in 53), 5 + 5 12.0 in 64, 7 + 7 18.8 in 72,
// 9 + 9 23.1 in 80 (two groups: 19.9 in 128), 17 + 17 39.9 in 126, 23 + 23 53.6 in 168, 31 + 31 72.2 in 254. A tap row
// is 4 multiply-adds, so that one branch passes over several.
constexpr stream_2d_policy separable_2d_policy_of(int bytes, int filter_rows) {
  const int blocks = bytes > 4           ? (filter_rows <= 5 ? 6 : 4)
                     : filter_rows <= 5  ? 8
                     : filter_rows <= 9  ? 6
                     : filter_rows <= 13 ? 5
                     : filter_rows <= 17 ? 4
                     : filter_rows <= 23 ? 3
                                         : 2;
  return {.groups = bytes == 4 && filter_rows <= 3 ? 2 : 1,
          .passes_over = filter_rows <= 5    ? 0
                         : filter_rows <= 9  ? 4
                         : filter_rows <= 17 ? 6
                                             : 8,
          .warps = 4,
          .min_blocks = blocks,
          .least_rows = larger(16, 2 * filter_rows),
          .most_rows = 256,
          .want_warps = 4 * blocks};
}
// A kernel is told its policy by a type, since nvcc cannot pass a value of class type to a kernel's template.
template <class Type, class Filter>
struct stream_2d_usual {
  static constexpr int bytes = static_cast<int>(sizeof(Type));
  static constexpr stream_2d_policy value = Filter::separable ? separable_2d_policy_of(bytes, Filter::rows)
                                                              : stream_2d_policy_of(bytes, Filter::step, Filter::rows);
};

}  // namespace faltung::kernel
