// How the fused overlap-save kernel transforms N points, and the layouts that its tables have. Data, and the functions of
// it that kernel and host share, without a CUDA name.
//
// N = rows * columns. Sample n = columns n1 + n2 and frequency k = k1 + rows k2 turn one transform into transforms of
// `rows` points down the columns n2 and of `columns` points along the rows k1, with a turn by k1 n2 / N between them. A
// thread holds one column in registers, and rows / columns rows.
#pragma once

#include "arithmetic.hpp"

namespace faltung::kernel {

struct fused_overlap_save_policy {
  int rows;
  int columns;     // and threads of one transform
  int together;    // transforms of a block; those of more than a warp stand alone
  int min_blocks;  // resident blocks per multiprocessor that the register count must allow

  constexpr int points() const { return rows * columns; }
  constexpr int threads() const { return columns * together; }
  constexpr int rows_per_thread() const { return rows / columns; }

  // In complex numbers. Two behind each row: threads side by side read rows by 16 bytes and columns by 8, and neither
  // way do two of them meet in a bank.
  constexpr int pitch() const { return columns + 2; }
  constexpr int arena() const { return rows * pitch(); }

  // Of a block.
  constexpr int shared_bytes() const { return arena() * together * 2 * static_cast<int>(sizeof(float)); }

  // As many blocks are resident as shared memory holds: with less of it there are registers for fewer of them.
  constexpr int blocks_within(int shared_kilobytes) const {
    const int bytes = shared_bytes() + 1024;  // each block has a kilobyte that is not its own to use
    return smaller(min_blocks, larger(1, shared_kilobytes * 1024 / bytes));
  }

  // Twiddles of a transform of that many points, for a thread: see twiddle_angle.
  static constexpr int twiddles_of(int radix) { return radix / 2; }
  // Both directions turn alike where there are as many rows as columns.
  constexpr bool square() const { return rows == columns; }
  constexpr int row_twiddles() const { return twiddles_of(columns) * rows; }
  constexpr int column_twiddles() const { return square() ? 0 : twiddles_of(rows) * columns; }

  // A warp reads two numbers of each of its threads at once: where number i of a thread's lies, for its row- or
  // column-number `which` of those it has.
  constexpr int place(int thread, int which, int count, int i) const {
    return ((which * count + i) / 2 * columns + thread) * 2 + i % 2;
  }
};

// Two passes with one exchange between them. Three would exchange twice: 16 words of shared memory for a point instead of
// 8. Machine code counted for sm_90, all instructions of a transform inside a long row over its points: 1024 70, 2048 74,
// 4096 80; 256 in short rows, at a border, 81.
template <int Points>
struct fused_overlap_save_of;
template <>
struct fused_overlap_save_of<256> {
  static constexpr fused_overlap_save_policy value{.rows = 16, .columns = 16, .together = 8, .min_blocks = 8};
};
template <>
struct fused_overlap_save_of<1024> {
  static constexpr fused_overlap_save_policy value{.rows = 32, .columns = 32, .together = 1, .min_blocks = 16};
};
template <>
struct fused_overlap_save_of<2048> {
  static constexpr fused_overlap_save_policy value{.rows = 64, .columns = 32, .together = 1, .min_blocks = 10};
};
template <>
struct fused_overlap_save_of<4096> {
  static constexpr fused_overlap_save_policy value{.rows = 64, .columns = 64, .together = 1, .min_blocks = 5};
};
inline constexpr int fused_lengths[] = {256, 1024, 2048, 4096};

// Outputs of one segment. In whole lines of 128 bytes, so that neighbouring segments do not share one that both write.
constexpr long long fused_step(long long points, long long filter) { return (points - filter + 1) / 32 * 32; }
constexpr bool fused_takes(long long points, long long filter) { return fused_step(points, filter) > 0; }

// The place of frequency or sample i among `size` when its bits are reversed.
constexpr int bits_reversed(int i, int size) {
  int reversed = 0;
  for (; size > 1; size /= 2, i /= 2) reversed = 2 * reversed + i % 2;
  return reversed;
}

// Twiddle i of a pass whose point j is first turned by j / period of a circle times `turn`, in whole circles: stage by
// stage, the angle of the stage's butterflies. Twiddle 0 is kept as cosine and sine, the others, which stay below a
// quarter, as cosine and tangent.
constexpr double twiddle_angle(int turn, int period, int radix, int i) {
  const double one = static_cast<double>(turn) / period;
  if (i == 0) return one * (radix / 2);
  int length = 4;
  while (length / 2 <= i) length *= 2;
  return one * (radix / length) + static_cast<double>(i - length / 4) / length;
}

}  // namespace faltung::kernel
