#include "cuda/enqueue_stream_2d_narrow.cuh"

namespace faltung::cuda {
template void enqueue_stream_2d_stored<float, bfloat16_t, bfloat16_t, 3>(const geometry&, int, const void*,
                                                                         const float*, void*, cudaStream_t);
template void enqueue_stream_2d_stored<float, bfloat16_t, bfloat16_t, 5>(const geometry&, int, const void*,
                                                                         const float*, void*, cudaStream_t);
template void enqueue_stream_2d_stored<float, bfloat16_t, bfloat16_t, 7>(const geometry&, int, const void*,
                                                                         const float*, void*, cudaStream_t);
template void enqueue_stream_2d_stored<float, bfloat16_t, float, 3>(const geometry&, int, const void*, const float*,
                                                                    void*, cudaStream_t);
template void enqueue_stream_2d_stored<float, bfloat16_t, float, 5>(const geometry&, int, const void*, const float*,
                                                                    void*, cudaStream_t);
template void enqueue_stream_2d_stored<float, bfloat16_t, float, 7>(const geometry&, int, const void*, const float*,
                                                                    void*, cudaStream_t);
}  // namespace faltung::cuda
