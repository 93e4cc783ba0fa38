// From a geometry to a launch of the direct 1D kernel.
#pragma once

#include "cuda/direct_kernels.hpp"
#include "cuda/launch.hpp"
#include "direct_1d.cuh"

namespace faltung::cuda {

template <class Type, class Policy>
void launch_direct_1d(kernel::direct_1d_problem<Type> problem, long long batch, cudaStream_t stream) {
  const kernel::direct_1d_tiling tiling = kernel::direct_1d_tiling_of(Policy::value, problem.output_length);
  problem.tiles = tiling.tiles;
  const int elements = kernel::direct_1d_layout_of<Type>(Policy::value, tiling.threads).elements;
  launch({batch * tiling.tiles, tiling.threads, static_cast<std::size_t>(elements) * sizeof(Type), stream},
         kernel::direct_1d<Type, Policy>, problem);
}

template <class Type>
void enqueue_direct_1d(const geometry& where, const Type* signal, const Type* taps, Type* output, cudaStream_t stream) {
  const axis_geometry& axis = where.columns;
  const kernel::direct_1d_problem<Type> problem{.signal = signal,
                                                .taps = taps,
                                                .output = output,
                                                .signal_length = axis.signal,
                                                .filter_length = axis.filter,
                                                .output_length = axis.output,
                                                .origin = axis.origin,
                                                .tap_stride = where.filter_per_signal ? axis.filter : 0,
                                                .tiles = 0};
  if (kernel::takes_long_tiles<Type>(axis.output)) {
    launch_direct_1d<Type, kernel::direct_1d_long<Type>>(problem, where.batch, stream);
  } else {
    launch_direct_1d<Type, kernel::direct_1d_short<Type>>(problem, where.batch, stream);
  }
}

}  // namespace faltung::cuda
