#include "cuda/enqueue_direct_1d.cuh"
#include "tune/family.hpp"

namespace faltung::bench {
namespace {

using policy = kernel::direct_1d_lines_policy;

template <class Type>
struct lines {
  using usual = kernel::direct_1d_lines_of<Type>;
  static constexpr int width = kernel::pack<Type>::size;
  static constexpr int shared = 48 * 1024;
  // outputs per thread, taps per chunk, threads at most, resident blocks that registers must allow, shared bytes
  static constexpr std::array others{policy{3 * width, 240, 256, 4, shared}, policy{3 * width, 240, 512, 2, shared},
                                     policy{5 * width, 240, 256, 3, shared}, policy{5 * width, 240, 256, 2, 32 * 1024},
                                     policy{7 * width, 280, 256, 2, shared}};
  template <class Policy>
  static void launch(const geometry& where, const tune_operands& of, cudaStream_t stream) {
    cuda::launch_direct_1d_lines<Type, Policy>(where, direct_operands_of<Type>(where, of), stream);
  }
};

template <class Type>
tune_family made() {
  return family_of<lines<Type>>(
      {.kernel = direct_kernel::direct_1d_lines, .filters = {9, 31, 63}, .type = type_of<Type>, .rows = {100, 1000}});
}

}  // namespace

std::vector<tune_family> tune_direct_1d_lines() { return {made<float>(), made<double>()}; }

}  // namespace faltung::bench
