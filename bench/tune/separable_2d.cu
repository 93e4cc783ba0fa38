#include "tune/stream_2d.cuh"

namespace faltung::bench {

std::vector<tune_family> tune_separable_2d() {
  return {separable_family<float, 3>(),  separable_family<float, 9>(),  separable_family<float, 17>(),
          separable_family<float, 31>(), separable_family<double, 3>(), separable_family<double, 9>()};
}

}  // namespace faltung::bench
