#include "cuda/enqueue_direct_1d_bytes.cuh"

void faltung::cuda::enqueue_direct_1d_bytes(const geometry& where,
                                            const kernel::direct_operands<std::uint32_t>& operands,
                                            cudaStream_t stream) {
  enqueue_bytes<kernel::direct_1d_bytes_usual>(where, operands, stream);
}
