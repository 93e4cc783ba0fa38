#include "cuda/enqueue_spectral.cuh"

namespace faltung::cuda {

template void enqueue_gather(kernel::gather_problem<double>, long long, cudaStream_t);
template void enqueue_multiply(kernel::multiply_problem<double>, long long, cudaStream_t);
template void enqueue_crop(kernel::crop_problem<double>, long long, cudaStream_t);

}  // namespace faltung::cuda
