// Enqueues the direct 2D kernel for images of complex numbers. Defined in several .cu, so that they compile side by side.
#pragma once

#include "cuda/tile_2d_kernels.hpp"
#include "tile_2d_complex_policy.hpp"

namespace faltung::cuda {

inline kernel::tile_2d_places tile_2d_complex_places_of(const geometry& where, int multiprocessors) {
  kernel::tile_2d_places places = tile_2d_places_of(where, multiprocessors);
  places.parts = where.output_parts();
  places.products = static_cast<int>(where.products().size()) / places.parts;
  places.planes = where.signal.parts();
  return places;
}

template <class Type>
kernel::tile_2d_tiling usual_tile_2d_complex_tiling(const geometry& where, int multiprocessors) {
  return kernel::tile_2d_tiling_of<Type>(kernel::tile_2d_complex_usual<Type>::value,
                                         tile_2d_complex_places_of(where, multiprocessors));
}

// Where direct_choice_of() says so, with that tiling. All outputs of the batch. Device pointers. False, and nothing is
// enqueued, where an operand does not begin at a multiple of its element's size.
template <class Type>
bool enqueue_tile_2d_complex(const geometry& where, const kernel::tile_2d_tiling& tiling, const void* signal,
                             const Type* taps, void* output, cudaStream_t stream);

#define FALTUNG_DECLARE_TILE_2D_COMPLEX(Type)                                                               \
  extern template bool enqueue_tile_2d_complex(const geometry&, const kernel::tile_2d_tiling&, const void*, \
                                               const Type*, void*, cudaStream_t);
FALTUNG_DECLARE_TILE_2D_COMPLEX(float)
FALTUNG_DECLARE_TILE_2D_COMPLEX(double)
#undef FALTUNG_DECLARE_TILE_2D_COMPLEX

}  // namespace faltung::cuda
