#include <complex>

#include "cuda/enqueue_tile_2d_complex.cuh"
#include "tune/family.hpp"

namespace faltung::bench {
namespace {

constexpr int parts = 2;  // of signals: a kernel for real ones has the same policy

template <class Type>
struct complex_tiles {
  using usual = kernel::tile_2d_complex_usual<Type>;
  using policy = kernel::tile_2d_policy;
  static constexpr policy with(int packs, int rows, int taps_together, int min_blocks) {
    policy one = usual::value;
    one.columns_per_thread = packs * kernel::pack<Type>::size;
    one.rows_per_thread = rows;
    one.taps_together = taps_together;
    one.min_blocks = min_blocks;
    return one;
  }
  static constexpr std::array others{with(1, 4, 8, 4), with(3, 2, 8, 4), with(3, 4, sizeof(Type) == 4 ? 4 : 8, 3),
                                     with(5, 2, 8, 3)};
  template <class Policy>
  static void launch(const geometry& where, const tune_operands& of, cudaStream_t stream) {
    const kernel::tile_2d_tiling tiling =
        kernel::tile_2d_tiling_of<Type>(Policy::value, cuda::tile_2d_complex_places_of(where, of.multiprocessors));
    cuda::launch_tile_2d_complex<Type, parts, Policy>(where, tiling, direct_operands_of<Type>(where, of), stream);
  }
};

template <class Type>
tune_family made() {
  return family_of<complex_tiles<Type>>({.kernel = direct_kernel::tile_2d_complex,
                                         .filters = {3, 5, 9, 31},
                                         .type = type_of<std::complex<Type>>,
                                         .rank = 2});
}

}  // namespace

std::vector<tune_family> tune_tile_2d_complex() { return {made<float>(), made<double>()}; }

}  // namespace faltung::bench
