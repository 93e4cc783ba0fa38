// Parameters of the kernel that computes flagged outputs of transforms by the direct method, without a CUDA name.
#pragma once

#include "spectral_problem.hpp"

namespace faltung::kernel {

struct chain_axis {
  long long filter;
  long long output;
  long long origin;  // place of the signal under tap 0 of output 0
};

template <class Type>
struct chain_problem {
  signal_view<Type> signal;
  const Type* windows;  // [filter][product][row][column] in window order, negated where the product is
  target_view output;
  const int* flags;  // [unit][filter of the bank][part]
  long long count;   // of flags
  unit_run run;
  pairing pairs;
  chain_axis rows;
  chain_axis columns;
  long long step;    // columns that a unit yields
  long long spread;  // blocks that share the outputs behind one flag
  long long groups;  // of so many blocks; they take turns with the flags
};

}  // namespace faltung::kernel
