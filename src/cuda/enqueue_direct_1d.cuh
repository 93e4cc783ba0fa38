// From a geometry to a launch of the direct 1D kernel.
#pragma once

#include "cuda/direct_kernels.hpp"
#include "cuda/direct_views.hpp"
#include "cuda/launch.hpp"
#include "direct_1d.cuh"

namespace faltung::cuda {

template <class Type, class Policy>
void launch_direct_1d(const geometry& where, const void* signal, const Type* taps, void* output, cudaStream_t stream) {
  const axis_geometry& axis = where.columns;
  const kernel::direct_1d_tiling tiling = kernel::direct_1d_tiling_of(Policy::value, axis.output);
  const int elements = kernel::direct_1d_layout_of<Type>(Policy::value, tiling.threads).elements;
  const kernel::direct_1d_problem<Type> problem{.operands = direct_operands_of(where, signal, taps, output),
                                                .filter_length = axis.filter,
                                                .output_length = axis.output,
                                                .origin = axis.origin,
                                                .tiles = tiling.tiles};
  launch({where.output_count() * where.output_parts() * tiling.tiles, tiling.threads,
          static_cast<std::size_t>(elements) * sizeof(Type), stream},
         kernel::direct_1d<Type, Policy>, problem);
}

template <class Type>
void enqueue_direct_1d(const geometry& where, const void* signal, const Type* taps, void* output, cudaStream_t stream) {
  if constexpr (kernel::has_long_tiles<Type>) {
    if (kernel::takes_long_tiles<Type>(where.columns.output)) {
      launch_direct_1d<Type, kernel::direct_1d_long<Type>>(where, signal, taps, output, stream);
      return;
    }
  }
  launch_direct_1d<Type, kernel::direct_1d_short<Type>>(where, signal, taps, output, stream);
}

}  // namespace faltung::cuda
