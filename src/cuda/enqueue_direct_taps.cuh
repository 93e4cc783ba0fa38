// From a geometry to a launch of the kernel that prepares the filters of the direct ones.
#pragma once

#include "cuda/direct_kernels.hpp"
#include "cuda/launch.hpp"
#include "cuda/operand_views.hpp"
#include "direct_taps.cuh"

namespace faltung::cuda {

template <class Type>
void enqueue_direct_taps(const geometry& where, const void* filter, Type* taps, cudaStream_t stream) {
  constexpr int threads = kernel::direct_taps_threads;
  kernel::direct_taps_problem<Type> problem{.filter = view_of(where.filter, filter),
                                            .taps = taps,
                                            .rows = where.rows.filter,
                                            .columns = where.columns.filter,
                                            .tiles = kernel::ceil_div<long long>(where.filter_elements(), threads),
                                            .products = static_cast<int>(where.products().size()),
                                            .filter_parts = 0,
                                            .negative = 0,
                                            .reversed = where.reversed};
  int bit = 0;
  for (const component_product& one : where.products()) {
    const bool negative = one.negative != (one.filter == 1 && where.conjugated);
    problem.filter_parts |= static_cast<unsigned>(one.filter) << (2 * bit);
    problem.negative |= static_cast<unsigned>(negative) << bit;
    ++bit;
  }
  launch({where.filter_count() * problem.products * problem.tiles, threads, 0, stream}, kernel::direct_taps<Type>,
         problem);
}

}  // namespace faltung::cuda
