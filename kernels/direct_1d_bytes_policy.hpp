// How the direct 1D kernel for bytes is cut to size.
#pragma once

#include "direct_1d_rows_tiling.hpp"
#include "pack.hpp"

namespace faltung::kernel {

struct direct_1d_bytes_policy {
  int packs;  // of 16 outputs that a thread makes
  int threads;
  int taps_per_chunk;  // of the filter in shared memory at a time
  int min_blocks;      // resident blocks per multiprocessor that the register count must allow

  [[nodiscard]] constexpr int tile() const { return packs * threads * 16; }
};
constexpr bool valid(const direct_1d_bytes_policy& policy) {
  return policy.packs > 0 && policy.threads % 32 == 0 && policy.taps_per_chunk > 0 && policy.taps_per_chunk % 16 == 0 &&
         policy.taps_per_chunk / 16 + 2 <= policy.threads;
}

// Machine code counted for sm_90, all instructions of a thread over its 32 outputs inside a row: 9.1, 15.2, 24.0 and 76.5
// at 9, 31, 63 and 255 taps, 1.0 more for outputs of 32 bits, where direct_1d_stored took 19.4, 43.1, 75.9 and 275.
struct direct_1d_bytes_usual {
  static constexpr direct_1d_bytes_policy value{2, 128, 512, 7};
};

// Groups of four taps, of which the first holds up to three samples in front of the window, and each output in a word of
// samples as many of the word before.
inline constexpr unsigned most_bytes_ahead = 3;
constexpr unsigned byte_groups(unsigned taps, unsigned ahead) { return (taps + ahead + 6) / 4; }

// Groups that begin before a tile's last output end up to 9 bytes behind the taps, the packs of a thread's windows up to
// 12 behind those, and a shifted pack is made of two.
constexpr direct_1d_row_reach reach_of(const direct_1d_bytes_policy& policy, long long taps) {
  return {policy.tile(), taps + 9 + 12 + 16, 16};
}

// Shared memory in words: the groups of taps, then the window of the signal, where outputs of 32 bits are staged by warp
// and pack.
struct direct_1d_bytes_layout {
  int window;  // offset; the taps are at 0
  int words;   // in all
};
constexpr direct_1d_bytes_layout layout_of(const direct_1d_bytes_policy& policy) {
  const auto groups = static_cast<int>(byte_groups(static_cast<unsigned>(policy.taps_per_chunk), most_bytes_ahead));
  return {4 * groups, 4 * groups + larger(policy.tile() / 4 + round_up(groups, 4), 16 * policy.threads)};
}

}  // namespace faltung::kernel
