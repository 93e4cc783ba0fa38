#include "cuda/enqueue_stream_2d.cuh"

namespace faltung::cuda {
template void enqueue_separable_2d<float, 3, 1>(const geometry&, int, const void*, const float*, void*, cudaStream_t);
template void enqueue_separable_2d<float, 5, 1>(const geometry&, int, const void*, const float*, void*, cudaStream_t);
template void enqueue_separable_2d<float, 7, 1>(const geometry&, int, const void*, const float*, void*, cudaStream_t);
template void enqueue_separable_2d<float, 9, 1>(const geometry&, int, const void*, const float*, void*, cudaStream_t);
template void enqueue_separable_2d<float, 11, 1>(const geometry&, int, const void*, const float*, void*, cudaStream_t);
template void enqueue_separable_2d<float, 13, 1>(const geometry&, int, const void*, const float*, void*, cudaStream_t);
template void enqueue_separable_2d<float, 15, 1>(const geometry&, int, const void*, const float*, void*, cudaStream_t);
template void enqueue_separable_2d<float, 17, 1>(const geometry&, int, const void*, const float*, void*, cudaStream_t);
}  // namespace faltung::cuda
