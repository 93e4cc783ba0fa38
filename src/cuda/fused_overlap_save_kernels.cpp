#include "cuda/fused_overlap_save_kernels.hpp"

#include <string>

#include "faltung/error.hpp"

namespace faltung::cuda {
namespace {

template <class Enqueue>
void with_points(long long points, Enqueue&& enqueue) {
  switch (points) {
    case 256: return enqueue(std::integral_constant<int, 256>{});
    case 1024: return enqueue(std::integral_constant<int, 1024>{});
    case 2048: return enqueue(std::integral_constant<int, 2048>{});
    case 4096: return enqueue(std::integral_constant<int, 4096>{});
    default: throw unsupported("candidate.transform", std::to_string(points), "no fused kernel has this length");
  }
}

}  // namespace

void enqueue_fused_overlap_save(long long points, const kernel::fused_overlap_save_problem& problem,
                                cudaStream_t stream) {
  with_points(points, [&](auto length) { enqueue_fused_overlap_save_of<length>(problem, stream); });
}

void enqueue_filter_spectrum(long long points, const kernel::filter_spectrum_problem& problem, long long filters,
                             cudaStream_t stream) {
  with_points(points, [&](auto length) { enqueue_filter_spectrum_of<length>(problem, filters, stream); });
}

}  // namespace faltung::cuda
