#include "cuda/enqueue_direct_1d.cuh"

template void faltung::cuda::enqueue_direct_1d(direct_kernel, const geometry&, const void*, const double*, void*,
                                               cudaStream_t);
