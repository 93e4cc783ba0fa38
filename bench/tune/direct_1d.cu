#include "cuda/enqueue_direct_1d.cuh"
#include "tune/family.hpp"

namespace faltung::bench {
namespace {

using policy = kernel::direct_1d_policy;

template <class Type>
struct any_rows {
  static constexpr int width = kernel::pack<Type>::size;
  template <class Policy>
  static void launch(const geometry& where, const tune_operands& of, cudaStream_t stream) {
    static_assert(kernel::conflict_free<Type>(Policy::value));
    cuda::launch_direct_1d<Type, Policy>(where, of.signal, taps_of<Type>(of), of.output, stream);
  }
};

// outputs per thread, taps per chunk, threads at most, resident blocks that registers must allow
template <class Type>
struct long_rows : any_rows<Type> {
  using usual = kernel::direct_1d_long<Type>;
  using any_rows<Type>::width;
  static constexpr std::array others{policy{3 * width, 240, 128, 8}, policy{3 * width, 240, 256, 4},
                                     policy{5 * width, 240, 64, 14}, policy{5 * width, 240, 256, 3},
                                     policy{5 * width, 480, 128, 7}, policy{7 * width, 280, 128, 5}};
};
template <class Type>
struct short_rows : any_rows<Type> {
  using usual = kernel::direct_1d_short<Type>;
  using any_rows<Type>::width;
  static constexpr std::array others{policy{3 * width, 240, 64, 16}, policy{3 * width, 240, 256, 4},
                                     policy{5 * width, 240, 64, 14}};
};

// Interleaved channels, which no other kernel takes.
template <template <class> class Family, class Type>
tune_family made(std::vector<std::int64_t> filters, std::vector<std::int64_t> rows) {
  return family_of<Family<Type>>({.kernel = direct_kernel::direct_1d,
                                  .filters = std::move(filters),
                                  .type = type_of<Type>,
                                  .rows = std::move(rows),
                                  .channels = 2});
}

}  // namespace

std::vector<tune_family> tune_direct_1d() {
  const std::vector<std::int64_t> many{9, 31, 63, 129, 255}, few{9, 31}, one_row{0}, lengths{100, 1000};
  return {made<long_rows, float>(many, one_row), made<long_rows, double>(many, one_row),
          made<short_rows, float>(few, lengths), made<short_rows, double>(few, lengths)};
}

}  // namespace faltung::bench
