#include "cuda/enqueue_direct_1d_complex.cuh"

template bool faltung::cuda::enqueue_direct_1d_complex(const geometry&, const void*, const double*, void*,
                                                       cudaStream_t);
