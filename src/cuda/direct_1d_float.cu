#include "cuda/enqueue_direct_1d.cuh"

template void faltung::cuda::enqueue_direct_1d(const geometry&, const float*, const float*, float*, cudaStream_t);
