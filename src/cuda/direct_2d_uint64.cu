#include "cuda/enqueue_direct_2d.cuh"

template void faltung::cuda::enqueue_direct_2d(const geometry&, const void*, const std::uint64_t*, void*, cudaStream_t);
