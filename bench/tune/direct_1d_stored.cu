// The kernel for rows of narrow numbers has no policy of its own, but that of direct_1d_dense: whether another would
// serve it better is to be seen here.
#include "cuda/enqueue_direct_1d_stored.cuh"
#include "tune/family.hpp"

namespace faltung::bench {
namespace {

using policy = kernel::direct_1d_dense_policy;

// In Type, of Stored and into it.
template <class Type, class Stored>
struct stored {
  using usual = kernel::direct_1d_dense_long<Type>;
  // outputs per thread, taps per chunk, threads, resident blocks that registers must allow
  static constexpr std::array others{policy{12, 264, 128, 8}, policy{20, 280, 64, 14}, policy{20, 280, 256, 3},
                                     policy{28, 280, 128, 5}};
  template <class Policy>
  static void launch(const geometry& where, const tune_operands& of, cudaStream_t stream) {
    cuda::launch_direct_1d_stored<Type, Stored, Stored, Policy>(where, direct_operands_of<Type>(where, of), stream);
  }
};

template <class Type, class Stored>
tune_family made(element_type type) {
  tune_family one = family_of<stored<Type, Stored>>(
      {.kernel = direct_kernel::direct_1d_stored, .filters = {9, 31, 63, 255}, .type = type});
  one.name += " for " + std::string(to_string(type));
  return one;
}

}  // namespace

std::vector<tune_family> tune_direct_1d_stored() {
  return {made<float, float16_t>(float16), made<std::uint32_t, std::uint16_t>(int16)};
}

}  // namespace faltung::bench
