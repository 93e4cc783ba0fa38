#include "cuda/enqueue_tile_2d.cuh"
#include "tune/tile_2d.cuh"

namespace faltung::bench {
namespace {

template <class Type>
struct tiles : tile_policies<Type, kernel::tile_2d_usual<Type>> {
  template <class Policy>
  static void launch(const geometry& where, const tune_operands& of, cudaStream_t stream) {
    const kernel::tile_2d_tiling tiling =
        kernel::tile_2d_tiling_of<Type>(Policy::value, cuda::tile_2d_places_of(where, of.multiprocessors));
    cuda::launch_tile_2d<Type, Policy>(where, tiling, direct_operands_of<Type>(where, of), stream);
  }
};

// Sides for which no kernel streams.
template <class Type>
tune_family made() {
  return family_of<tiles<Type>>(
      {.kernel = direct_kernel::tile_2d, .filters = {4, 8, 12, 31}, .type = type_of<Type>, .rank = 2});
}

}  // namespace

std::vector<tune_family> tune_tile_2d() { return {made<float>(), made<double>()}; }

}  // namespace faltung::bench
