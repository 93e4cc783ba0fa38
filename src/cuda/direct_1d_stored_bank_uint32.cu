#include "cuda/enqueue_direct_1d_stored_bank.cuh"

void faltung::cuda::enqueue_direct_1d_stored_bank(const geometry& where,
                                                  const kernel::direct_operands<std::uint32_t>& operands,
                                                  cudaStream_t stream) {
  require_enqueued(
      operands,
      enqueue_stored_bank<std::uint32_t, std::uint8_t, std::uint8_t, std::uint32_t>(where, operands, stream) ||
          enqueue_stored_bank<std::uint32_t, std::uint16_t, std::uint16_t, std::uint32_t>(where, operands, stream));
}
