#include "cuda/enqueue_stream_2d.cuh"

namespace faltung::cuda {
template void enqueue_separable_2d<float, 19, 1>(const geometry&, int, const void*, const float*, void*, cudaStream_t);
template void enqueue_separable_2d<float, 21, 1>(const geometry&, int, const void*, const float*, void*, cudaStream_t);
template void enqueue_separable_2d<float, 23, 1>(const geometry&, int, const void*, const float*, void*, cudaStream_t);
template void enqueue_separable_2d<float, 25, 1>(const geometry&, int, const void*, const float*, void*, cudaStream_t);
template void enqueue_separable_2d<float, 27, 1>(const geometry&, int, const void*, const float*, void*, cudaStream_t);
template void enqueue_separable_2d<float, 29, 1>(const geometry&, int, const void*, const float*, void*, cudaStream_t);
template void enqueue_separable_2d<float, 31, 1>(const geometry&, int, const void*, const float*, void*, cudaStream_t);
}  // namespace faltung::cuda
