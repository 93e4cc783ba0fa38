#include "cuda/enqueue_tile_2d.cuh"

template void faltung::cuda::enqueue_tile_2d(const geometry&, int, const void*, const double*, void*, cudaStream_t);
