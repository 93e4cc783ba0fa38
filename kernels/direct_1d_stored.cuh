// Direct 1D convolution of rows (direct_1d_rows.cuh) of elements narrower than the 32 bits computed in: halves summed in
// float, and integers of 8 and 16 bits. Elements are widened once, on their way into the window in shared memory, and
// outputs of the narrow type are made of the sums before they are staged.
//
// Sums are those of direct_1d_dense, and so is what becomes of windows that hang out of the signal.
//
// Machine code counted for sm_90, all instructions of a thread over its 20 outputs inside a row, at 9, 31 and 63 taps:
// 20.1, 43.9 and 76.7 from halves to halves, of which 0.7 look for NaN; 19.6 and 43.4 from halves to float; 19.4, 43.1
// and 75.9 from 16-bit integers to their like.
#pragma once

#include "direct_1d_dense.cuh"
#include "quad.cuh"

namespace faltung::kernel {

// Of integers, Stored and Result are the unsigned type of their width.
template <class Type, class Stored, class Result>
struct direct_1d_stored_rows : direct_1d_rows<Type, Stored, Result> {
  widening_digits digits;
};

// Block (x, y) makes tile x of line y. Launches have no more blocks than a grid may have: the first is always block 0.
template <class Type, class Stored, class Result, class Policy>
__global__ void __launch_bounds__(Policy::value.threads, Policy::value.min_blocks)
    direct_1d_stored(const __grid_constant__ direct_1d_stored_rows<Type, Stored, Result> problem, const long long) {
  constexpr direct_1d_dense_policy policy = Policy::value;
  static_assert(valid<Type>(policy) && sizeof(Type) == 4 && sizeof(Stored) < 4);
  constexpr int R = policy.outputs_per_thread;
  constexpr int width = pack<Result>::size;
  constexpr unsigned packs = 32 * R / width;  // of a warp's outputs
  Type* const taps = shared_arena<Type>();
  Type* const window = taps + direct_1d_dense_layout<Type>(policy).window;

  const direct_1d_row_tile<Type, Stored, Result> tile = row_tile_of(problem, policy.tile());
  const as_widened<Type> reader{problem.digits};
  Type sums[R] = {};
  if (blockIdx.x - problem.first_inside < problem.inside) {
    const unsigned warp = threadIdx.x / 32;
    const unsigned lane = threadIdx.x % 32;
    // Of the lane's first pack. Held while sums are formed, since finding it anew takes 8 instructions more; where results
    // are staged as they are, registers do not suffice for that on the oldest devices.
    Result* output = tile.output + warp * (32 * R) + lane * width;
    if constexpr (sizeof(Result) < sizeof(Type)) pin(output);
    sum_inside<Policy>(sums, problem, tile, reader, window, taps);
    // A warp stores what it has summed.
    Result* const staged = reinterpret_cast<Result*>(window + warp * (32 * R));
    if constexpr (sizeof(Result) == sizeof(Type)) {
      write_packs(staged + lane * R, sums);
    } else {
      write_narrowed(staged + lane * R, sums);
    }
    __syncwarp();
    FALTUNG_UNROLL
    for (unsigned i = 0; i < packs; i += 32) {
      if (i + 32 <= packs || i + lane < packs) copy_pack(output + i * width, staged + (i + lane) * width);
    }
    return;
  }
  make_border<Policy>(sums, problem, tile, reader, window, taps);
}

}  // namespace faltung::kernel
