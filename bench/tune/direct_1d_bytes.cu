#include "cuda/enqueue_direct_1d_bytes.cuh"
#include "tune/family.hpp"

namespace faltung::bench {
namespace {

using policy = kernel::direct_1d_bytes_policy;

template <class Result>
struct bytes {
  using usual = kernel::direct_1d_bytes_usual;
  // packs of outputs per thread, threads, taps per chunk, resident blocks that registers must allow
  static constexpr std::array others{policy{1, 128, 512, 8}, policy{2, 64, 512, 14}, policy{2, 256, 512, 3},
                                     policy{3, 128, 512, 5}, policy{4, 128, 512, 4}};
  template <class Policy>
  static void launch(const geometry& where, const tune_operands& of, cudaStream_t stream) {
    cuda::launch_direct_1d_bytes<true, Result, Policy>(where, direct_operands_of<std::uint32_t>(where, of), stream);
  }
};

template <class Result>
tune_family made(element_type output) {
  tune_family one = family_of<bytes<Result>>(
      {.kernel = direct_kernel::direct_1d_bytes, .filters = {9, 31, 63, 255}, .type = int8, .output_type = output});
  one.name += " to " + std::string(to_string(output));
  return one;
}

}  // namespace

std::vector<tune_family> tune_direct_1d_bytes() { return {made<std::uint8_t>(int8), made<std::uint32_t>(int32)}; }

}  // namespace faltung::bench
