// From a geometry to a launch of the direct 2D kernel for images of narrow elements, where one is compiled for them.
#pragma once

#include "cuda/enqueue_tile_2d.cuh"
#include "cuda/stored_arrays.hpp"

namespace faltung::cuda {

template <class Type, class Stored, class... Results>
bool enqueue_narrow_tile_2d(const geometry& where, const kernel::tile_2d_tiling& tiling,
                            const kernel::direct_operands<Type>& operands, cudaStream_t stream) {
  return launch_for_arrays_of<Stored, Results...>(operands, [&]<class From, class To>(From*, To*) {
    launch_tile_2d<Type, kernel::tile_2d_usual<Type>, From, To>(where, tiling, operands, stream);
  });
}

}  // namespace faltung::cuda
