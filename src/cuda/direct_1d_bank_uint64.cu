#include "cuda/enqueue_direct_1d_bank.cuh"

template void faltung::cuda::enqueue_direct_1d_bank(const geometry&, const void*, const std::uint64_t*, void*,
                                                    cudaStream_t);
