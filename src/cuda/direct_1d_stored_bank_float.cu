#include "cuda/enqueue_direct_1d_stored_bank.cuh"

void faltung::cuda::enqueue_direct_1d_stored_bank(const geometry& where, const kernel::direct_operands<float>& operands,
                                                  cudaStream_t stream) {
  require_enqueued(operands, enqueue_stored_bank<float, float16_t, float16_t, float>(where, operands, stream) ||
                                 enqueue_stored_bank<float, bfloat16_t, bfloat16_t, float>(where, operands, stream));
}
