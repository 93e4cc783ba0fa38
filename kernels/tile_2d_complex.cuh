// Direct 2D convolution of images whose outputs are complex numbers of the type computed in, interleaved, as
// tile_2d.cuh has it of real ones: a part of an output is one chain of fused multiply-adds, over all taps of its first
// product, then over all taps of its second. The signal is complex or real, and so is the filter.
//
// A block brings the real and the imaginary parts of its window to two planes in shared memory, each as tile_2d has its
// window. Of a warp's lanes one half makes the real parts of outputs and the other their imaginary parts: a thread that
// made both would read a window once for both parts of half as many rows, and the taps twice, the same loads, and where
// the parts meet different parts of the signal, as with real filters, more. So the loops are those of tile_2d, and the
// parts of an output come together without a barrier.
#pragma once

#include "tile_2d_complex_policy.hpp"
#include "tile_2d_complex_store.cuh"
#include "tile_2d_complex_window.cuh"
#include "tile_2d_walk.cuh"

namespace faltung::kernel {

template <class Type>
struct tile_2d_complex_problem {
  tile_2d_problem<Type, Type, Type> images;
  int products;           // of each part of an output
  unsigned signal_parts;  // as direct_operands has them
};

// Images of complex outputs, as the walk asks for them: of a signal of SignalParts parts, as the thread's part of
// outputs meets it.
template <class Type, int SignalParts>
struct tile_2d_complex_images {
  using outputs = tile_2d_complex_outputs<Type>;
  int plane;  // elements of the window
  int products;
  unsigned signal_parts;  // of the products of the thread's part

  __device__ int plane_of(int product) const { return static_cast<int>(signal_parts >> (2 * product) & 1u) * plane; }
  __device__ void bring(int& delicate, Type* to, const tile_2d_problem<Type, Type, Type>& problem, const Type* first,
                        const tile_2d_window& window, bool inner) const {
    delicate |= bring_planes<SignalParts>(to, plane, problem.tiling, problem.signal, first, window, inner);
  }
};

// Launches have no more blocks than a grid may have: the first is always block 0.
template <class Type, int SignalParts, class Policy>
__global__ void __launch_bounds__(Policy::value.most_threads, Policy::value.min_blocks)
    tile_2d_complex(const __grid_constant__ tile_2d_complex_problem<Type> all, const long long) {
  static_assert(valid_complex<Type>(Policy::value));
  const int products = SignalParts == 1 ? 1 : all.products;
  const int part = tile_2d_part<2>(static_cast<int>(threadIdx.x));
  const unsigned signal_parts = SignalParts == 1 ? 0 : all.signal_parts >> (2 * part * products);
  walk_tile_2d<Policy>(tile_2d_complex_images<Type, SignalParts>{all.images.tiling.window_elements / SignalParts,
                                                                 products, signal_parts},
                       all.images);
}

}  // namespace faltung::kernel
