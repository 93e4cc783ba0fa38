#include "cuda/enqueue_stream_2d.cuh"

namespace faltung::cuda {
template void enqueue_stream_2d<float, 11, 1>(const geometry&, int, const void*, const float*, void*, cudaStream_t);
template void enqueue_stream_2d<float, 13, 1>(const geometry&, int, const void*, const float*, void*, cudaStream_t);
}  // namespace faltung::cuda
