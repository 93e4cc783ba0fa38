#include "cuda/enqueue_tile_2d.cuh"

template void faltung::cuda::enqueue_tile_2d(const geometry&, const kernel::tile_2d_tiling&, const void*, const double*,
                                             void*, cudaStream_t);
