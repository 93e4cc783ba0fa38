#include "cuda/enqueue_tile_2d_stored.cuh"

void faltung::cuda::enqueue_tile_2d_stored(const geometry& where, const kernel::tile_2d_tiling& tiling,
                                           const kernel::direct_operands<float>& operands, cudaStream_t stream) {
  require_enqueued(operands,
                   enqueue_narrow_tile_2d<float, float16_t, float16_t, float>(where, tiling, operands, stream) ||
                       enqueue_narrow_tile_2d<float, bfloat16_t, bfloat16_t, float>(where, tiling, operands, stream));
}
