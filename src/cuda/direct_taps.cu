#include "cuda/enqueue_direct_taps.cuh"

template void faltung::cuda::enqueue_direct_taps(const geometry&, const void*, float*, cudaStream_t);
template void faltung::cuda::enqueue_direct_taps(const geometry&, const void*, double*, cudaStream_t);
template void faltung::cuda::enqueue_direct_taps(const geometry&, const void*, std::uint32_t*, cudaStream_t);
template void faltung::cuda::enqueue_direct_taps(const geometry&, const void*, std::uint64_t*, cudaStream_t);
