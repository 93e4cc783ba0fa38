#include "cuda/enqueue_direct_1d.cuh"
#include "tune/family.hpp"

namespace faltung::bench {
namespace {

using policy = kernel::direct_1d_dense_policy;

template <class Type>
struct dense {
  using usual = kernel::direct_1d_dense_long<Type>;
  static constexpr int width = kernel::pack<Type>::size;
  // outputs per thread, taps per chunk, threads, resident blocks that registers must allow, turns
  static constexpr std::array others{policy{5 * width, 280, 128, 7, 2}, policy{5 * width, 280, 128, 7, 4},
                                     policy{3 * width, 264, 64, 16},    policy{3 * width, 264, 128, 8},
                                     policy{3 * width, 264, 256, 4},    policy{5 * width, 280, 64, 14},
                                     policy{5 * width, 280, 256, 3},    policy{7 * width, 280, 128, 4}};
  template <class Policy>
  static void launch(const geometry& where, const tune_operands& of, cudaStream_t stream) {
    cuda::launch_direct_1d_dense<Type, Policy>(where, direct_operands_of<Type>(where, of), stream);
  }
};

template <class Type>
tune_family made() {
  return family_of<dense<Type>>(
      {.kernel = direct_kernel::direct_1d_dense, .filters = {9, 31, 63, 129, 255}, .type = type_of<Type>});
}

}  // namespace

std::vector<tune_family> tune_direct_1d_dense() { return {made<float>(), made<double>()}; }

}  // namespace faltung::bench
