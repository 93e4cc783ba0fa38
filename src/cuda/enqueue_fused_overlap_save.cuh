// From the parameters to a launch of the fused overlap-save kernel of one length.
#pragma once

#include "cuda/fused_overlap_save_kernels.hpp"
#include "cuda/launch.hpp"
#include "filter_spectrum.cuh"
#include "fused_overlap_save.cuh"

namespace faltung::cuda {

template <int Points>
void enqueue_fused_overlap_save_of(const kernel::fused_overlap_save_problem& problem, cudaStream_t stream) {
  using policy = kernel::fused_overlap_save_of<Points>;
  constexpr kernel::fused_overlap_save_policy value = policy::value;
  static_assert(value.points() == Points && value.shared_bytes() <= 48 * 1024);
  launch({kernel::ceil_div<long long>(problem.count, value.together), value.threads(), value.shared_bytes(), stream},
         kernel::fused_overlap_save<policy>, problem);
}

template <int Points>
void enqueue_filter_spectrum_of(const kernel::filter_spectrum_problem& problem, long long filters,
                                cudaStream_t stream) {
  launch({filters, kernel::filter_spectrum_threads, 0, stream},
         kernel::filter_spectrum<kernel::fused_overlap_save_of<Points>>, problem);
}

#define FALTUNG_FUSED_OVERLAP_SAVE(Points)                                                                      \
  template void enqueue_fused_overlap_save_of<Points>(const kernel::fused_overlap_save_problem&, cudaStream_t); \
  template void enqueue_filter_spectrum_of<Points>(const kernel::filter_spectrum_problem&, long long, cudaStream_t)

}  // namespace faltung::cuda
