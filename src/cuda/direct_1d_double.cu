#include "cuda/enqueue_direct_1d.cuh"

template void faltung::cuda::enqueue_direct_1d(const geometry&, const double*, const double*, double*, cudaStream_t);
