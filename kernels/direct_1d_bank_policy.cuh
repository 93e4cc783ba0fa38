// How the direct 1D kernel for banks of filters is cut to size.
#pragma once

#include "direct_1d_policy.cuh"

namespace faltung::kernel {

struct direct_1d_bank_policy {
  int outputs_per_thread;  // neighbouring ones, kept in registers
  int taps_held;           // in shared memory at a time, of as many filters as that are; of one filter in any case
  int most_threads;
  int min_blocks;  // resident blocks per multiprocessor that the register count must allow
};

template <class Type>
__host__ __device__ constexpr bool valid(const direct_1d_bank_policy& policy) {
  return policy.taps_held > 0 && valid<Type>(direct_1d_policy{policy.outputs_per_thread, policy.outputs_per_thread,
                                                              policy.most_threads, policy.min_blocks});
}

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

// Filters that a block goes through: all of them, unless signals are too few and short for 1024 blocks, which is more
// than the largest devices hold at a time. Fewer than 4 would bring the window too often.
constexpr int direct_1d_bank_share(long long tiles, long long filters) {
  constexpr long long enough = 1024;
  constexpr long long fewest = 4;
  const long long parts = larger<long long>(1, smaller(filters / fewest, ceil_div(enough, tiles)));
  return static_cast<int>(ceil_div(filters, parts));
}

}  // namespace faltung::kernel
