// Direct 1D convolution of rows that are arrays of the type computed in, one real chain to an output (direct_1d.cuh
// does the same for operands of every kind): output[o] = sum over t of taps[t] * signal[origin + o + t], fused
// multiply-adds in order of t, starting from +0. With boundary zero terms outside the signal are left out.
//
// A block owns a tile of neighbouring outputs and brings the filter through shared memory in chunks, each with the part
// of the signal that it meets; a thread owns outputs_per_thread neighbouring outputs in registers.
#pragma once

#include "direct_1d_dense_border.cuh"
#include "direct_1d_dense_inside.cuh"
#include "direct_1d_dense_turns.cuh"

namespace faltung::kernel {

// Block (x, y) makes tile x of line y. Launches have no more blocks than a grid may have: the first is always block 0.
template <class Type, class Policy>
__global__ void __launch_bounds__(Policy::value.threads, Policy::value.min_blocks)
    direct_1d_dense(const __grid_constant__ direct_1d_rows<Type> problem, const long long) {
  constexpr direct_1d_dense_policy policy = Policy::value;
  static_assert(valid<Type>(policy));
  constexpr int R = policy.outputs_per_thread;
  Type* taps = shared_arena<Type>();
  pin_shared(taps);  // or it would be found anew time and again
  Type* const window = taps + direct_1d_dense_layout<Type>(policy).window;

  const direct_1d_row_tile<Type> tile = row_tile_of(problem, policy.tile());
  Type sums[R] = {};
  if (blockIdx.x - problem.first_inside < problem.inside) {
    Type* output = tile.output;
    pin_global(output);  // or it would be found anew behind the sums
    if constexpr (policy.turns > 1) {
      make_turns<Policy>(sums, problem, tile, output, window, taps);
    } else {
      sum_inside<Policy>(sums, problem, tile, as_stored{}, window, taps);
      write_packs(window + threadIdx.x * R, sums);
      __syncwarp();
      store_by_warps<R>(output, window);
    }
    return;
  }
  make_border<Policy>(sums, problem, tile, as_stored{}, window, taps);
}

}  // namespace faltung::kernel
