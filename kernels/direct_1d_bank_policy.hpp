// How the direct 1D kernel for banks of filters is cut to size.
#pragma once

#include "direct_1d_lines_policy.hpp"

namespace faltung::kernel {

struct direct_1d_bank_policy {
  int outputs_per_thread;  // neighbouring ones, kept in registers
  int taps_held;           // in shared memory at a time, of as many filters as that are; of one filter in any case
  int most_threads;
  int min_blocks;  // resident blocks per multiprocessor that the register count must allow
};

template <class Type>
constexpr bool valid(const direct_1d_bank_policy& policy) {
  return policy.taps_held > 0 && valid<Type>(direct_1d_policy{policy.outputs_per_thread, policy.outputs_per_thread,
                                                              policy.most_threads, policy.min_blocks});
}

// Machine code counted for sm_90, all instructions of a thread over its 20 outputs of each of 6 filters inside a row:
// 9.4, 15.4, 23.8, 38.8 and 71.8 at 3, 9, 17, 31 and 63 taps, of which the multiply-adds are as many as there are taps;
// 1.6 more where rows of outputs begin at any place. Memory allows 33 for each float written. From halves to halves
// 18.6 and 41.8 at 9 and 31 taps, from 16-bit integers to their like 17.2 and 40.4, of 64-bit integers 59.1 and 159.5.
//
// 4 KiB of taps are 32 filters of 31 taps: barriers are few, and six blocks fit beside each other.
template <class Type>
struct direct_1d_bank_of {
  static constexpr direct_1d_bank_policy value{sizeof(Type) == 4 ? 20 : 10, 4096 / static_cast<int>(sizeof(Type)), 128,
                                               6};
};

// Shared memory in elements: the window of a tile, a place where each warp stages its outputs, then the taps.
struct direct_1d_bank_tiling {
  int threads;
  int tile;          // outputs
  int window;        // the window's size; the outputs are staged behind it
  int taps;          // where they begin
  int taps_pitch;    // from one filter's to the next's, so that each begins at an address for packs
  int filters_held;  // whose taps are there at a time
  int elements;      // in all
};
template <class Type>
constexpr direct_1d_bank_tiling direct_1d_bank_tiling_of(const direct_1d_bank_policy& policy, long long outputs,
                                                         int taps, int filters) {
  const int threads =
      direct_1d_tiling_of({policy.outputs_per_thread, 0, policy.most_threads, policy.min_blocks}, outputs).threads;
  const int tile = policy.outputs_per_thread * threads;
  const int window = tile + round_up(taps, policy.outputs_per_thread);
  const int pitch = round_up(taps, pack<Type>::size);
  const int held = larger(1, smaller(filters, policy.taps_held / pitch));
  return {threads, tile, window, window + tile, pitch, held, window + tile + held * pitch};
}

// The same for rows shorter than a block's worth of threads: `chunks` threads make a filter's line, and a block those
// of several filters at a time.
struct direct_1d_bank_lines_policy {
  int outputs_per_thread;
  int most_threads;
  int min_blocks;
  int shared_bytes;
};
// Counted the same way, at 31 taps: 84 and 67 for rows of 64 and 256, from halves to halves 96 for rows of 100.
template <class Type>
struct direct_1d_bank_lines_of {
  static constexpr direct_1d_bank_lines_policy value{sizeof(Type) == 4 ? 12 : 6, 256, 4, 48 * 1024};
};

// Shared memory in elements: the window of the line, the lines' outputs, then the taps.
struct direct_1d_bank_lines_tiling {
  int threads;  // 0: a line does not fit into a block
  int filters;  // at a time
  int chunks;
  unsigned by_chunks;  // thread * by_chunks >> 20 is thread / chunks
  int window;
  int taps;
  int taps_pitch;  // an odd number of packs, so that a warp's reads for several filters meet no bank twice
  int elements;
};
template <class Type>
constexpr direct_1d_bank_lines_tiling direct_1d_bank_lines_tiling_of(const direct_1d_bank_lines_policy& policy,
                                                                     long long outputs, int taps, int filters) {
  const long long most_outputs = static_cast<long long>(policy.most_threads) * policy.outputs_per_thread;
  if (outputs > most_outputs) return {};
  const int chunks = static_cast<int>(ceil_div<long long>(outputs, policy.outputs_per_thread));
  const int line = chunks * policy.outputs_per_thread;
  const int window = line + round_up(taps, policy.outputs_per_thread);
  const int pitch = (ceil_div(taps, pack<Type>::size) | 1) * pack<Type>::size;
  const int capacity = policy.shared_bytes / static_cast<int>(sizeof(Type)) - window;
  const int most = smaller(filters, smaller(policy.most_threads / chunks, capacity / (line + pitch)));
  if (most < 1) return {};
  // In equal shares.
  const int at_a_time = ceil_div(filters, ceil_div(filters, most));
  const int staged = at_a_time * line;
  return {round_up(at_a_time * chunks, 32),
          at_a_time,
          chunks,
          ((1u << by_chunks_shift) - 1) / static_cast<unsigned>(chunks) + 1,
          window,
          window + staged,
          pitch,
          window + staged + at_a_time * pitch};
}

// Filters that a block goes through: all of them, unless tiles of signals are fewer than 1024, which is more than the
// largest devices hold at a time. Fewer than 4 would bring the window too often.
constexpr int direct_1d_bank_share(long long tiles, long long filters) {
  constexpr long long enough = 1024;
  constexpr long long fewest = 4;
  const long long parts =
      larger<long long>(1, smaller(filters / fewest, ceil_div(enough, larger<long long>(1, tiles))));
  return static_cast<int>(ceil_div(filters, parts));
}

}  // namespace faltung::kernel
