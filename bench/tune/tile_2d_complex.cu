#include <complex>

#include "cuda/enqueue_tile_2d_complex.cuh"
#include "tune/tile_2d.cuh"

namespace faltung::bench {
namespace {

constexpr int parts = 2;  // of signals: a kernel for real ones has the same policy

template <class Type>
struct complex_tiles : tile_policies<Type, kernel::tile_2d_complex_usual<Type>> {
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
