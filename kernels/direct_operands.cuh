// What the direct kernels are told of their operands, and which part of them a block works on.
#pragma once

#include "dialect.cuh"
#include "operand_view.hpp"

namespace faltung::kernel {

// A complex output is two real ones, each of which sums `products` chains, one after the other: product p of part q of
// an output is that of a part of the signal with window (filter, q * products + p) of `taps`. A part is one of the up to
// four real numbers of an element.
template <class Type>
struct direct_operands {
  signal_view<Type> signal;
  const Type* taps;  // as direct_taps.cuh leaves them
  target_view output;
  long long bank;  // filters that each signal meets
  bool filter_per_signal;
  bool dense_signal;  // is_dense(): what the kernels move by 16 bytes
  bool dense_output;
  int parts;              // of an output
  int products;           // of each part
  unsigned signal_parts;  // from bit 2 * (q * products + p) on: which part of the signal is meant
};

struct direct_entry {
  long long signal;       // where the real part of its element (0, 0) lies
  long long output;       // and that of the output's part
  long long window;       // the first of the part's products
  unsigned signal_parts;  // from its bit 0 on
};

// `line` counts the parts of the outputs. Divisions are avoided where there is nothing to divide: each takes a hundred
// instructions, and short signals have one block each.
template <class Type>
__device__ inline direct_entry direct_entry_of(const direct_operands<Type>& all, long long line) {
  const long long output = all.parts == 1 ? line : line / 2;
  const int part = all.parts == 1 ? 0 : static_cast<int>(line % 2);
  const long long signal = all.bank == 1 ? output : output / all.bank;
  const long long filter = all.filter_per_signal ? output : output - signal * all.bank;
  const int first = part * all.products;
  return {all.signal.at.entry(signal, 0), all.output.entry(output, part), filter * (all.parts * all.products) + first,
          all.signal_parts >> (2 * first)};
}

}  // namespace faltung::kernel
