#include "cuda/enqueue_tile_2d_complex.cuh"

template bool faltung::cuda::enqueue_tile_2d_complex(const geometry&, const kernel::tile_2d_tiling&, const void*,
                                                     const float*, void*, cudaStream_t);
