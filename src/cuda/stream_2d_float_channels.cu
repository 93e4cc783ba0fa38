#include "cuda/enqueue_stream_2d.cuh"

namespace faltung::cuda {
template void enqueue_stream_2d<float, 3, 3>(const geometry&, int, const void*, const float*, void*, cudaStream_t);
template void enqueue_stream_2d<float, 5, 3>(const geometry&, int, const void*, const float*, void*, cudaStream_t);
template void enqueue_stream_2d<float, 3, 4>(const geometry&, int, const void*, const float*, void*, cudaStream_t);
template void enqueue_stream_2d<float, 5, 4>(const geometry&, int, const void*, const float*, void*, cudaStream_t);
}  // namespace faltung::cuda
