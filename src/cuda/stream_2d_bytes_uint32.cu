#include "cuda/enqueue_stream_2d_narrow.cuh"

namespace faltung::cuda {
template void enqueue_stream_2d_bytes<false, false, std::uint32_t, 3, 1>(const geometry&, int, const void*,
                                                                         const std::uint32_t*, void*, cudaStream_t);
template void enqueue_stream_2d_bytes<false, false, std::uint32_t, 5, 1>(const geometry&, int, const void*,
                                                                         const std::uint32_t*, void*, cudaStream_t);
template void enqueue_stream_2d_bytes<false, false, std::uint32_t, 7, 1>(const geometry&, int, const void*,
                                                                         const std::uint32_t*, void*, cudaStream_t);
template void enqueue_stream_2d_bytes<true, true, std::uint32_t, 3, 1>(const geometry&, int, const void*,
                                                                       const std::uint32_t*, void*, cudaStream_t);
template void enqueue_stream_2d_bytes<true, true, std::uint32_t, 5, 1>(const geometry&, int, const void*,
                                                                       const std::uint32_t*, void*, cudaStream_t);
template void enqueue_stream_2d_bytes<true, true, std::uint32_t, 7, 1>(const geometry&, int, const void*,
                                                                       const std::uint32_t*, void*, cudaStream_t);
template void enqueue_stream_2d_bytes<false, true, std::uint32_t, 3, 1>(const geometry&, int, const void*,
                                                                        const std::uint32_t*, void*, cudaStream_t);
template void enqueue_stream_2d_bytes<false, true, std::uint32_t, 5, 1>(const geometry&, int, const void*,
                                                                        const std::uint32_t*, void*, cudaStream_t);
template void enqueue_stream_2d_bytes<false, true, std::uint32_t, 7, 1>(const geometry&, int, const void*,
                                                                        const std::uint32_t*, void*, cudaStream_t);
}  // namespace faltung::cuda
