#include "cuda/enqueue_direct_1d_stored_lines.cuh"

void faltung::cuda::enqueue_direct_1d_stored_lines(const geometry& where,
                                                   const kernel::direct_operands<float>& operands,
                                                   cudaStream_t stream) {
  require_enqueued(operands, enqueue_stored_lines<float, float16_t, float16_t, float>(where, operands, stream) ||
                                 enqueue_stored_lines<float, bfloat16_t, bfloat16_t, float>(where, operands, stream));
}
