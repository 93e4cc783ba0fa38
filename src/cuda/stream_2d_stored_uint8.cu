#include "cuda/enqueue_stream_2d_narrow.cuh"

namespace faltung::cuda {
template void enqueue_stream_2d_stored<std::uint32_t, std::uint8_t, std::uint32_t, 3>(const geometry&, int, const void*,
                                                                                      const std::uint32_t*, void*,
                                                                                      cudaStream_t);
template void enqueue_stream_2d_stored<std::uint32_t, std::uint8_t, std::uint32_t, 5>(const geometry&, int, const void*,
                                                                                      const std::uint32_t*, void*,
                                                                                      cudaStream_t);
template void enqueue_stream_2d_stored<std::uint32_t, std::uint8_t, std::uint32_t, 7>(const geometry&, int, const void*,
                                                                                      const std::uint32_t*, void*,
                                                                                      cudaStream_t);
}  // namespace faltung::cuda
