#include "cuda/enqueue_direct_1d_bank.cuh"
#include "tune/family.hpp"

namespace faltung::bench {
namespace {

template <class Type>
struct bank {
  using usual = kernel::direct_1d_bank_of<Type>;
  using policy = kernel::direct_1d_bank_policy;
  static constexpr int width = kernel::pack<Type>::size;
  // outputs per thread, taps in shared memory at a time, threads at most, resident blocks that registers must allow
  static constexpr std::array others{policy{3 * width, 256 * width, 128, 8}, policy{5 * width, 256 * width, 256, 3},
                                     policy{5 * width, 128 * width, 128, 6}, policy{5 * width, 512 * width, 128, 6},
                                     policy{7 * width, 256 * width, 128, 4}};
  template <class Policy>
  static void launch(const geometry& where, const tune_operands& of, cudaStream_t stream) {
    cuda::launch_direct_1d_bank<Type, Policy>(where, direct_operands_of<Type>(where, of), stream);
  }
};

// For rows that fit into a block.
template <class Type>
struct bank_lines {
  using usual = kernel::direct_1d_bank_lines_of<Type>;
  using policy = kernel::direct_1d_bank_lines_policy;
  static constexpr int width = kernel::pack<Type>::size;
  // outputs per thread, threads at most, resident blocks that registers must allow, shared bytes
  static constexpr std::array others{policy{5 * width, 256, 2, 48 * 1024}, policy{3 * width, 128, 8, 48 * 1024},
                                     policy{3 * width, 512, 2, 48 * 1024}, policy{3 * width, 256, 4, 32 * 1024}};
  template <class Policy>
  static void launch(const geometry& where, const tune_operands& of, cudaStream_t stream) {
    cuda::launch_direct_1d_bank_lines<Type, Policy>(where, direct_operands_of<Type>(where, of), stream);
  }
};

template <class Family, class Type>
tune_family made(std::vector<std::int64_t> filters, std::vector<std::int64_t> rows) {
  return family_of<Family>({.kernel = direct_kernel::direct_1d_bank,
                            .filters = std::move(filters),
                            .type = type_of<Type>,
                            .rows = std::move(rows),
                            .bank = 16});
}

}  // namespace

std::vector<tune_family> tune_direct_1d_bank() {
  const std::vector<std::int64_t> long_rows{0}, short_rows{64, 256, 1000};
  return {made<bank<float>, float>({9, 31, 255}, long_rows), made<bank<double>, double>({9, 31, 255}, long_rows),
          made<bank_lines<float>, float>({31}, short_rows), made<bank_lines<double>, double>({31}, short_rows)};
}

}  // namespace faltung::bench
