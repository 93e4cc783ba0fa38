#include "cuda/enqueue_direct_1d_complex_bank.cuh"

template void faltung::cuda::enqueue_direct_1d_complex_bank(const geometry&, const kernel::direct_operands<double>&,
                                                            cudaStream_t);
