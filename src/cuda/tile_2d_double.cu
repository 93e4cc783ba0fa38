#include "cuda/enqueue_tile_2d.cuh"

template void faltung::cuda::enqueue_tile_2d(const geometry&, const kernel::direct_operands<double>&, cudaStream_t);
