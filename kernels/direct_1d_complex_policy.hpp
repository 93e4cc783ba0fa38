// How the direct 1D kernel for rows of complex numbers is cut to size.
#pragma once

#include "direct_1d_lines_policy.hpp"

namespace faltung::kernel {

struct direct_1d_complex_policy {
  int outputs_per_thread;  // one part of neighbouring ones, kept in registers
  int taps_per_chunk;      // of a product's filter in shared memory at a time
  int threads;             // of a block: half of them make real parts, the others imaginary ones
  int min_blocks;          // resident blocks per multiprocessor that the register count must allow

  [[nodiscard]] constexpr int tile() const { return outputs_per_thread * (threads / 2); }
};

// Warps make one part, so that their taps are the same.
template <class Type>
constexpr bool valid(const direct_1d_complex_policy& policy) {
  return policy.threads % 64 == 0 && valid<Type>(direct_1d_policy{policy.outputs_per_thread, policy.taps_per_chunk,
                                                                  policy.threads, policy.min_blocks});
}

// The chunks are whole turns of the loop (twice the outputs per thread), and what they need of a window behind the tile
// is less than a pack for each thread.
template <class Type>
struct direct_1d_complex_of;
template <>
struct direct_1d_complex_of<float> {
  static constexpr direct_1d_complex_policy value{20, 160, 128, 6};
};
template <>
struct direct_1d_complex_of<double> {
  static constexpr direct_1d_complex_policy value{10, 100, 128, 6};
};

// Shared memory in elements: chunks of taps, those of a part's products together, then two planes, which hold the parts
// of the window; the parts of the outputs are staged there.
struct direct_1d_complex_layout {
  int taps;      // from one chunk to the next
  int window;    // offset of the first plane
  int plane;     // from one to the next
  int elements;  // in all
};
template <class Type>
constexpr direct_1d_complex_layout direct_1d_complex_layout_of(const direct_1d_complex_policy& policy,
                                                               int signal_parts) {
  const int window = 2 * signal_parts * policy.taps_per_chunk;
  const int plane = policy.tile() + policy.taps_per_chunk + policy.outputs_per_thread;
  return {policy.taps_per_chunk, window, plane, window + 2 * plane};
}

// Short rows, as direct_1d_lines_of has them, but 384 threads: registers for 512 would be spilled. Half of them make
// real parts, the others imaginary ones.
//
// A warp moves elements of as many lines as it makes, each by a few threads, so that where these are not 32 in all their
// reads and writes of shared memory meet some banks twice: for rows of 100 all wavefronts are 1.26 times the fewest.
template <class Type>
struct direct_1d_complex_lines_of {
  static constexpr direct_1d_lines_policy value{sizeof(Type) == 4 ? 12 : 6, 240, 384, 2, 48 * 1024};
};
constexpr direct_1d_line_parts direct_1d_complex_line_parts(int signal_parts) { return {2, 2 * signal_parts, 2}; }

}  // namespace faltung::kernel
