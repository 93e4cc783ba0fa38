#include "cuda/enqueue_direct_1d.cuh"
#include "tune/family.hpp"

namespace faltung::bench {
namespace {

using policy = kernel::direct_1d_registers_policy;

// packs of outputs per thread, threads, resident blocks that registers must allow
template <class Type>
constexpr std::array policies{policy{2, 128, 8}, policy{4, 64, 12}, policy{4, 256, 3}, policy{6, 128, 4},
                              policy{8, 128, 3}};
template <>
constexpr std::array policies<double>{policy{2, 128, 6}, policy{3, 64, 8}, policy{3, 256, 2}, policy{4, 128, 3}};

template <class Type>
struct registers {
  using usual = kernel::direct_1d_registers_of<Type>;
  static constexpr auto others = policies<Type>;
  template <class Policy>
  static void launch(const geometry& where, const tune_operands& of, cudaStream_t stream) {
    cuda::launch_direct_1d_registers<Type, Policy>(where, direct_operands_of<Type>(where, of), stream);
  }
};

template <class Type>
tune_family made() {
  return family_of<registers<Type>>(
      {.kernel = direct_kernel::direct_1d_registers, .filters = {3, 5, 8}, .type = type_of<Type>});
}

}  // namespace

std::vector<tune_family> tune_direct_1d_registers() { return {made<float>(), made<double>()}; }

}  // namespace faltung::bench
