// From a geometry to a launch of the direct 2D kernel for images of narrow elements, where one is compiled for them.
#pragma once

#include "cuda/enqueue_tile_2d.cuh"
#include "cuda/stored_arrays.hpp"

namespace faltung::cuda {

// By the kernel for Stored elements and the first of the results that outputs are arrays of.
template <class Type, class Stored, class... Results>
bool enqueue_narrow_tile_2d(const geometry& where, const kernel::tile_2d_tiling& tiling,
                            const kernel::direct_operands<Type>& operands, cudaStream_t stream) {
  const auto enqueued = [&](auto* result) {
    using result_type = std::remove_pointer_t<decltype(result)>;
    if (!is_array_of<Stored>(operands.signal.at.type) || !is_array_of<result_type>(operands.output.type)) return false;
    launch_tile_2d<Type, kernel::tile_2d_usual<Type>, Stored, result_type>(where, tiling, operands, stream);
    return true;
  };
  return (enqueued(static_cast<Results*>(nullptr)) || ...);
}

}  // namespace faltung::cuda
