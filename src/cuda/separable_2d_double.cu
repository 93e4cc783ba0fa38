#include "cuda/enqueue_stream_2d.cuh"

namespace faltung::cuda {
template void enqueue_separable_2d<double, 3, 1>(const geometry&, int, const void*, const double*, void*, cudaStream_t);
template void enqueue_separable_2d<double, 5, 1>(const geometry&, int, const void*, const double*, void*, cudaStream_t);
template void enqueue_separable_2d<double, 7, 1>(const geometry&, int, const void*, const double*, void*, cudaStream_t);
template void enqueue_separable_2d<double, 9, 1>(const geometry&, int, const void*, const double*, void*, cudaStream_t);
}  // namespace faltung::cuda
