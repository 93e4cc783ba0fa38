#include "cuda/enqueue_direct_2d.cuh"

template void faltung::cuda::enqueue_direct_2d(const geometry&, const void*, const double*, void*, cudaStream_t);
