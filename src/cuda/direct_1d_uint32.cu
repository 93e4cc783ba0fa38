#include "cuda/enqueue_direct_1d.cuh"

template void faltung::cuda::enqueue_direct_1d(direct_kernel, const geometry&, const void*, const std::uint32_t*, void*,
                                               cudaStream_t);
