// What the direct 1D kernels for banks of filters have in common: what they are told, and how taps come into shared
// memory.
#pragma once

#include "direct_1d_bank_policy.hpp"
#include "direct_1d_rows.cuh"

namespace faltung::kernel {

template <class Rows, class Tiling>
struct direct_1d_bank_problem {
  Rows rows;  // of outputs of the first filter; pitches are those from one signal to the next
  Tiling tiling;
  long long filter_pitch;  // bytes from a filter's outputs to the next filter's
  int filters;
  int filters_per_block;
};

// The taps of `count` filters. A warp brings a filter, which spares a division for each tap.
template <class Type>
__device__ inline void copy_filters(Type* taps, int pitch, const Type* filters, int length, int count) {
  const int warps = static_cast<int>(blockDim.x / 32);
  const int lane = static_cast<int>(threadIdx.x % 32);
#pragma unroll 1
  for (int i = static_cast<int>(threadIdx.x / 32); i < count; i += warps) {
#pragma unroll 1
    for (int t = lane; t < length; t += 32) taps[i * pitch + t] = filters[i * length + t];
  }
}

}  // namespace faltung::kernel
