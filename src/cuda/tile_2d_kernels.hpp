// Enqueues the direct 2D kernel for images of the type computed in. Defined in one .cu per type, so that they compile
// side by side.
#pragma once

#include <cuda_runtime_api.h>

#include <cstdint>

#include "problem/geometry.hpp"

namespace faltung::cuda {

// Where direct_choice_of() says so. All outputs of the batch. Device pointers; `multiprocessors` are the device's, for
// which outputs are cut into tiles.
template <class Type>
void enqueue_tile_2d(const geometry& where, int multiprocessors, const void* signal, const Type* taps, void* output,
                     cudaStream_t stream);

#define FALTUNG_DECLARE_TILE_2D(Type) \
  extern template void enqueue_tile_2d(const geometry&, int, const void*, const Type*, void*, cudaStream_t);
FALTUNG_DECLARE_TILE_2D(float)
FALTUNG_DECLARE_TILE_2D(double)
FALTUNG_DECLARE_TILE_2D(std::uint32_t)
#undef FALTUNG_DECLARE_TILE_2D

}  // namespace faltung::cuda
