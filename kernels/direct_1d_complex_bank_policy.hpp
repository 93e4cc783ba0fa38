// How the direct 1D kernel for rows of complex numbers and banks of filters is cut to size.
#pragma once

#include "direct_1d_complex_policy.hpp"

namespace faltung::kernel {

struct direct_1d_complex_bank_policy {
  int outputs_per_thread;  // one part of neighbouring ones, kept in registers
  int taps_held;           // in shared memory at a time, of as many filters as that are; of one round's in any case
  int most_threads;        // of a block: half of them make real parts, the others imaginary ones
  int min_blocks;          // resident blocks per multiprocessor that the register count must allow
  int shared_bytes;
};

template <class Type>
constexpr bool valid(const direct_1d_complex_bank_policy& policy) {
  return policy.taps_held > 0 && policy.most_threads % 64 == 0 &&
         valid<Type>(direct_1d_policy{policy.outputs_per_thread, policy.outputs_per_thread, policy.most_threads,
                                      policy.min_blocks});
}

// As direct_1d_bank_of and direct_1d_complex_of have it, but 5 blocks: registers for 6 would be spilled up to sm_80.
// Machine code counted for sm_90, all instructions of the warps over complex outputs of 16 complex filters: 77 and 170
// at 9 and 31 taps, of which multiply-adds are 36 and 124; for rows of 100, of which a block makes 6 filters at a time,
// 156 and 271.
template <class Type>
struct direct_1d_complex_bank_of {
  static constexpr direct_1d_complex_bank_policy value{sizeof(Type) == 4 ? 20 : 10,
                                                       4096 / static_cast<int>(sizeof(Type)), 128, 5, 48 * 1024};
};

// A block makes a tile of a row, or all of it, of `filters` filters at a time: for each of them, `chunks` threads for
// the real parts and as many for the imaginary ones. Shared memory in elements: a plane of the window for each part of
// the signal, two of all outputs of a round, then the taps.
struct direct_1d_complex_bank_tiling {
  int threads;  // 0: not one filter fits
  int filters;
  int chunks;
  unsigned by_chunks;  // place * by_chunks >> 20 is place / chunks
  int plane;
  int staged;  // offset of the outputs
  int staged_plane;
  int taps;
  int taps_pitch;     // from a window of a filter to its next
  int filter_pitch;   // an odd number of packs, so that a warp's reads for several filters meet no bank twice
  int filters_held;   // whose taps are there at a time: whole rounds
  int store_threads;  // that store a line
  int elements;       // in all
};

// The same with `filters` of `all` filters at a time.
template <class Type>
constexpr direct_1d_complex_bank_tiling direct_1d_complex_bank_of_filters(const direct_1d_complex_bank_policy& policy,
                                                                          int chunks, int taps, int filters, int all,
                                                                          int signal_parts, int windows) {
  constexpr int width = pack<Type>::size;
  const int places = chunks * policy.outputs_per_thread;
  const int plane = places + round_up(taps, policy.outputs_per_thread);
  const int staged = signal_parts * plane;
  const int taps_at = staged + 2 * filters * places;
  const int taps_pitch = round_up(taps, width);
  const int filter_pitch = (windows * taps_pitch / width | 1) * width;
  const int capacity = policy.shared_bytes / static_cast<int>(sizeof(Type)) - taps_at;
  const int round = filters * filter_pitch;
  if (capacity < round) return {};
  const int rounds = larger(1, smaller(ceil_div(all, filters), smaller(policy.taps_held, capacity) / round));
  const int threads = 2 * round_up(filters * chunks, 32);
  const int warps = threads / 32;
  return {threads,
          filters,
          chunks,
          ((1u << by_chunks_shift) - 1) / static_cast<unsigned>(chunks) + 1,
          plane,
          staged,
          filters * places,
          taps_at,
          taps_pitch,
          filter_pitch,
          rounds * filters,
          warps % filters == 0 ? 32 * (warps / filters) : 32,
          taps_at + rounds * round};
}

// Tiles of a row are equal, and as few as fit. Of short rows as many filters at a time as leave the fewest threads
// idle, and of those the fewest: smaller blocks wait less for each other.
template <class Type>
constexpr direct_1d_complex_bank_tiling direct_1d_complex_bank_tiling_of(const direct_1d_complex_bank_policy& policy,
                                                                         long long outputs, int taps, int filters,
                                                                         int signal_parts, int windows) {
  const int most_chunks = policy.most_threads / 2;
  const long long most_outputs = static_cast<long long>(most_chunks) * policy.outputs_per_thread;
  const long long share = ceil_div(outputs, larger<long long>(1, ceil_div(outputs, most_outputs)));
  const int chunks = static_cast<int>(larger<long long>(1, ceil_div<long long>(share, policy.outputs_per_thread)));
  direct_1d_complex_bank_tiling best{};
  long long least = 0;
  for (int at_a_time = 1; at_a_time <= smaller(filters, most_chunks / chunks); ++at_a_time) {
    const auto one =
        direct_1d_complex_bank_of_filters<Type>(policy, chunks, taps, at_a_time, filters, signal_parts, windows);
    const long long taken = static_cast<long long>(ceil_div(filters, at_a_time)) * one.threads;
    if (one.threads > 0 && (best.threads == 0 || taken < least)) {
      best = one;
      least = taken;
    }
  }
  return best;
}

}  // namespace faltung::kernel
