// How the direct 1D kernel for rows of the type computed in is cut to size.
#pragma once

#include <cstdint>
#include <limits>

#include "direct_1d_policy.hpp"
#include "direct_1d_rows_tiling.hpp"

namespace faltung::kernel {

struct direct_1d_dense_policy {
  int outputs_per_thread;  // neighbouring ones, kept in registers
  int taps_per_chunk;      // of the filter in shared memory at a time
  int threads;             // of a block
  int min_blocks;          // resident blocks per multiprocessor that the register count must allow
  int turns = 1;           // in which a block makes its tile; with several, operands come while those before are summed

  [[nodiscard]] constexpr int outputs_per_turn() const { return outputs_per_thread * threads; }
  [[nodiscard]] constexpr int tile() const { return turns * outputs_per_turn(); }
};

template <class Type>
constexpr bool valid(const direct_1d_dense_policy& policy) {
  return policy.turns > 0 && valid<Type>(direct_1d_policy{policy.outputs_per_thread, policy.taps_per_chunk,
                                                          policy.threads, policy.min_blocks});
}

// Inside the signal the first pack of taps is held whole, and places of taps are counted in 32 bits.
template <class Type>
constexpr direct_1d_row_reach reach_of(const direct_1d_dense_policy& policy, long long taps) {
  constexpr int width = pack<Type>::size;
  const bool takes_any = taps >= width && taps < std::numeric_limits<std::int32_t>::max();
  return {policy.tile(), takes_any ? taps + width - 1 : out_of_reach, width};
}

// Machine code counted for sm_90, all instructions of a thread over its 20 outputs inside a row, wherever rows begin:
// 15.5, 24.0, 38.6, 71.5, 139.8 and 270.5 at 9, 17, 31, 63, 129 and 255 taps, of which the multiply-adds are as many as
// there are taps. Memory allows 62 for each float read and written. In 4 turns, which a device has yet to time, 0.7 to
// 1.0 more: the addresses of asynchronous copies reach 2 KiB, so that more of them are formed.
//
// Tried, and more: asynchronous copies in one turn (0.3), one place for the first taps of all chunks (0.3, since the
// compiler forms addresses anew behind the first taps), one pack of the window read anew behind R taps instead of moved
// (0.2, for a second address in the loop). Each uniform branch takes 3; a number that differs from thread to thread for
// all that the compiler knows would take 2, but it sees through every one.
//
// 280 taps are whole turns of the loop (twice the outputs per thread), and filters up to there pass in one chunk.
template <class Type>
struct direct_1d_dense_long;
template <>
struct direct_1d_dense_long<float> {
  static constexpr direct_1d_dense_policy value{20, 280, 128, 7};
};
template <>
struct direct_1d_dense_long<double> {
  static constexpr direct_1d_dense_policy value{10, 280, 128, 7};
};
template <>
struct direct_1d_dense_long<std::uint32_t> {
  static constexpr direct_1d_dense_policy value{20, 280, 128, 7};
};
template <>
struct direct_1d_dense_long<std::uint64_t> {
  static constexpr direct_1d_dense_policy value{10, 280, 128, 7};
};

// Shared memory in elements: a chunk of taps, then the window of the signal under it for the outputs of a turn. They
// are staged where the window was. With several turns there are two of all this.
template <class Type>
constexpr direct_1d_layout direct_1d_dense_layout(const direct_1d_dense_policy& policy) {
  const int window = round_up(policy.taps_per_chunk, pack<Type>::size);
  return {window, window + policy.outputs_per_turn() + policy.taps_per_chunk + policy.outputs_per_thread};
}
template <class Type>
constexpr int direct_1d_dense_elements(const direct_1d_dense_policy& policy) {
  return (policy.turns > 1 ? 2 : 1) * direct_1d_dense_layout<Type>(policy).elements;
}

}  // namespace faltung::kernel
