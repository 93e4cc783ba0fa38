// Enqueues the direct 2D kernel for images of the type computed in and of narrower ones. Defined in several .cu, so
// that they compile side by side.
#pragma once

#include <cuda_runtime_api.h>

#include <cstdint>

#include "problem/geometry.hpp"
#include "tile_2d_policy.hpp"

namespace faltung::kernel {
template <class Type>
struct direct_operands;
}

namespace faltung::cuda {

// `multiprocessors` of the device, for which outputs are cut into tiles.
inline kernel::tile_2d_places tile_2d_places_of(const geometry& where, int multiprocessors) {
  return {.images = where.batch,
          .bank = where.bank,
          .filter_per_signal = where.filter_per_signal,
          .output_rows = where.rows.output,
          .output_columns = where.columns.output,
          .filter_rows = where.rows.filter,
          .filter_columns = where.columns.filter,
          .multiprocessors = multiprocessors};
}

// Made once for a plan: choosing takes up to 1.5 us.
template <class Type>
kernel::tile_2d_tiling usual_tile_2d_tiling(const geometry& where, int multiprocessors) {
  return kernel::tile_2d_tiling_of<Type>(kernel::tile_2d_usual<Type>::value, tile_2d_places_of(where, multiprocessors));
}

// Where direct_choice_of() says so, with that tiling. All outputs of the batch. Device pointers.
template <class Type>
void enqueue_tile_2d(const geometry& where, const kernel::tile_2d_tiling& tiling, const void* signal, const Type* taps,
                     void* output, cudaStream_t stream);

// The same for images of elements narrower than the type computed in, or with such outputs.
void enqueue_tile_2d_stored(const geometry& where, const kernel::tile_2d_tiling& tiling,
                            const kernel::direct_operands<float>& operands, cudaStream_t stream);
void enqueue_tile_2d_stored(const geometry& where, const kernel::tile_2d_tiling& tiling,
                            const kernel::direct_operands<std::uint32_t>& operands, cudaStream_t stream);

#define FALTUNG_DECLARE_TILE_2D(Type)                                                                            \
  extern template void enqueue_tile_2d(const geometry&, const kernel::tile_2d_tiling&, const void*, const Type*, \
                                       void*, cudaStream_t);
FALTUNG_DECLARE_TILE_2D(float)
FALTUNG_DECLARE_TILE_2D(double)
FALTUNG_DECLARE_TILE_2D(std::uint32_t)
#undef FALTUNG_DECLARE_TILE_2D

}  // namespace faltung::cuda
