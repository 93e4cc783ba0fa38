#include "cuda/enqueue_direct_2d.cuh"
#include "tune/family.hpp"

namespace faltung::bench {
namespace {

using policy = kernel::direct_2d_policy;

constexpr int shared = 48 * 1024;
// columns and rows per thread, thread rows, thread columns at least and at most, columns per chunk, shared bytes,
// resident blocks that registers must allow
template <class Type>
constexpr std::array policies{policy{12, 2, 8, 4, 16, 64, shared, 4}, policy{12, 4, 4, 8, 32, 64, shared, 4},
                              policy{12, 6, 8, 4, 16, 32, shared, 3}, policy{4, 8, 8, 4, 16, 64, shared, 4},
                              policy{20, 4, 8, 4, 16, 32, shared, 2}};
template <>
constexpr std::array policies<double>{policy{6, 2, 8, 4, 16, 64, shared, 4}, policy{6, 4, 4, 8, 32, 64, shared, 3},
                                      policy{6, 6, 4, 8, 16, 32, shared, 2}, policy{2, 8, 8, 4, 16, 32, shared, 4},
                                      policy{10, 4, 4, 8, 16, 32, shared, 2}};

template <class Type>
struct any_images {
  using usual = kernel::direct_2d_any<Type>;
  static constexpr auto others = policies<Type>;
  template <class Policy>
  static void launch(const geometry& where, const tune_operands& of, cudaStream_t stream) {
    static_assert(kernel::conflict_free<Type>(Policy::value));
    cuda::launch_direct_2d<Type, Policy>(where, of.signal, taps_of<Type>(of), of.output, stream);
  }
};

// Of types that no other kernel takes.
template <class Type>
tune_family made(element_type type, element_type output) {
  return family_of<any_images<Type>>(
      {.kernel = direct_kernel::direct_2d, .filters = {5, 9, 17}, .type = type, .output_type = output, .rank = 2});
}

}  // namespace

std::vector<tune_family> tune_direct_2d() { return {made<float>(float16, bfloat16), made<double>(float64, float32)}; }

}  // namespace faltung::bench
