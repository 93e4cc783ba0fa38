#include <complex>

#include "cuda/enqueue_direct_1d_complex.cuh"
#include "tune/family.hpp"

namespace faltung::bench {
namespace {

constexpr int parts = 2;  // of signals: a kernel for real ones has the same policy

template <class Type>
struct complex_rows {
  using usual = kernel::direct_1d_complex_of<Type>;
  using policy = kernel::direct_1d_complex_policy;
  static constexpr int width = kernel::pack<Type>::size;
  // outputs per thread, taps per chunk, threads, resident blocks that registers must allow
  static constexpr std::array others{policy{3 * width, 24 * width, 128, 8}, policy{5 * width, 20 * width, 64, 12},
                                     policy{5 * width, 40 * width, 256, 3}, policy{7 * width, 28 * width, 128, 5}};
  template <class Policy>
  static void launch(const geometry& where, const tune_operands& of, cudaStream_t stream) {
    cuda::launch_direct_1d_complex<Type, parts, Policy>(where, direct_operands_of<Type>(where, of), stream);
  }
};

// For rows that fit into a block.
template <class Type>
struct complex_lines {
  using usual = kernel::direct_1d_complex_lines_of<Type>;
  using policy = kernel::direct_1d_lines_policy;
  static constexpr int width = kernel::pack<Type>::size;
  static constexpr int shared = 48 * 1024;
  // outputs per thread, taps per chunk, threads at most, resident blocks that registers must allow, shared bytes
  static constexpr std::array others{policy{3 * width, 240, 256, 3, shared}, policy{3 * width, 240, 192, 4, shared},
                                     policy{5 * width, 240, 256, 2, shared}, policy{5 * width, 240, 128, 5, shared}};
  template <class Policy>
  static void launch(const geometry& where, const tune_operands& of, cudaStream_t stream) {
    cuda::launch_direct_1d_complex_lines<Type, parts, Policy>(where, direct_operands_of<Type>(where, of), stream);
  }
};

template <class Family, class Type>
tune_family made(std::vector<std::int64_t> rows) {
  return family_of<Family>({.kernel = direct_kernel::direct_1d_complex,
                            .filters = {9, 31, 63},
                            .type = type_of<std::complex<Type>>,
                            .rows = std::move(rows)});
}

}  // namespace

std::vector<tune_family> tune_direct_1d_complex() {
  const std::vector<std::int64_t> long_rows{0}, short_rows{100, 500};
  return {made<complex_rows<float>, float>(long_rows), made<complex_rows<double>, double>(long_rows),
          made<complex_lines<float>, float>(short_rows), made<complex_lines<double>, double>(short_rows)};
}

}  // namespace faltung::bench
