// How the direct 1D kernel for a few taps is cut to size.
#pragma once

#include "direct_1d_rows_tiling.hpp"
#include "pack.hpp"

namespace faltung::kernel {

inline constexpr int most_register_taps = 8;

struct direct_1d_registers_policy {
  int packs;  // of outputs that a thread makes
  int threads;
  int min_blocks;  // resident blocks per multiprocessor that the register count must allow
};
template <class Type>
constexpr int tile_of(const direct_1d_registers_policy& policy) {
  return policy.packs * policy.threads * pack<Type>::size;
}
// Packs that hold the window of a pack of outputs, wherever it begins.
template <class Type>
inline constexpr int register_window = 1 + ceil_div(most_register_taps + pack<Type>::size - 2, pack<Type>::size);
template <class Type>
constexpr direct_1d_row_reach reach_of(const direct_1d_registers_policy& policy) {
  return {tile_of<Type>(policy), (register_window<Type> - 1) * pack<Type>::size, pack<Type>::size};
}

// Machine code counted for sm_90, all instructions of a thread over its outputs inside a row: 4.6, 7.3, 10.0 and 13.3
// at 1, 3, 5 and 8 taps, 0.6 more where windows do not begin at addresses for packs. Memory allows 62 for each float
// read and written.
template <class Type>
struct direct_1d_registers_of {
  static constexpr direct_1d_registers_policy value =
      sizeof(Type) == 4 ? direct_1d_registers_policy{4, 128, 6} : direct_1d_registers_policy{3, 128, 4};
};

}  // namespace faltung::kernel
