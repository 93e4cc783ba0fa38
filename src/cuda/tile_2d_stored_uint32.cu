#include "cuda/enqueue_tile_2d_stored.cuh"

void faltung::cuda::enqueue_tile_2d_stored(const geometry& where, const kernel::tile_2d_tiling& tiling,
                                           const kernel::direct_operands<std::uint32_t>& operands,
                                           cudaStream_t stream) {
  using word = std::uint32_t;
  require_enqueued(
      operands, enqueue_narrow_tile_2d<word, std::uint8_t, std::uint8_t, word>(where, tiling, operands, stream) ||
                    enqueue_narrow_tile_2d<word, std::uint16_t, std::uint16_t, word>(where, tiling, operands, stream));
}
