// Enqueues the fused overlap-save kernel and what prepares its filters. `points` is one of kernel::fused_lengths.
#pragma once

#include <cuda_runtime_api.h>

#include "fused_overlap_save_problem.hpp"

namespace faltung::cuda {

void enqueue_fused_overlap_save(long long points, const kernel::fused_overlap_save_problem& problem,
                                cudaStream_t stream);
// Of `filters` filters.
void enqueue_filter_spectrum(long long points, const kernel::filter_spectrum_problem& problem, long long filters,
                             cudaStream_t stream);

// The same for one length. Defined in one .cu for each, so that they compile side by side.
template <int Points>
void enqueue_fused_overlap_save_of(const kernel::fused_overlap_save_problem& problem, cudaStream_t stream);
template <int Points>
void enqueue_filter_spectrum_of(const kernel::filter_spectrum_problem& problem, long long filters, cudaStream_t stream);

}  // namespace faltung::cuda
