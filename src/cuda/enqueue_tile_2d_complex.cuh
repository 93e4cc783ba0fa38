// From a geometry to a launch of the direct 2D kernel for images of complex numbers.
#pragma once

#include "cuda/enqueue_tile_2d.cuh"
#include "cuda/tile_2d_complex_kernels.hpp"
#include "tile_2d_complex.cuh"

namespace faltung::cuda {

template <class Type, int SignalParts, class Policy>
void launch_tile_2d_complex(const geometry& where, const kernel::tile_2d_tiling& tiling,
                            const kernel::direct_operands<Type>& operands, cudaStream_t stream) {
  const kernel::tile_2d_complex_problem<Type> problem{.images = tile_2d_problem_of<Type, Type>(where, tiling, operands),
                                                      .products = operands.products,
                                                      .signal_parts = operands.signal_parts};
  launch({tiling.blocks(), tiling.threads, tiling.elements * sizeof(Type), stream},
         kernel::tile_2d_complex<Type, SignalParts, Policy>, problem);
}

template <class Type>
bool enqueue_tile_2d_complex(const geometry& where, const kernel::tile_2d_tiling& tiling, const void* signal,
                             const Type* taps, void* output, cudaStream_t stream) {
  using usual = kernel::tile_2d_complex_usual<Type>;
  const kernel::direct_operands<Type> operands = direct_operands_of(where, signal, taps, output);
  const int parts = where.signal.parts();
  if (!aligned_for_elements<Type>(operands.signal.at, parts) || !aligned_for_elements<Type>(operands.output, 2))
    return false;
  parts == 2 ? launch_tile_2d_complex<Type, 2, usual>(where, tiling, operands, stream)
             : launch_tile_2d_complex<Type, 1, usual>(where, tiling, operands, stream);
  return true;
}

}  // namespace faltung::cuda
