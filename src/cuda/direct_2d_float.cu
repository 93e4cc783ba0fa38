#include "cuda/enqueue_direct_2d.cuh"

template void faltung::cuda::enqueue_direct_2d(const geometry&, const float*, const float*, float*, cudaStream_t);
