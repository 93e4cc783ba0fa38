// From a geometry to a launch of the direct 1D kernel for short rows of narrow elements, where one is compiled.
#pragma once

#include "cuda/enqueue_direct_1d_stored.cuh"
#include "direct_1d_stored_lines.cuh"

namespace faltung::cuda {

// For lines that fit into a block.
template <class Type, class Stored, class Result, class Policy>
void launch_direct_1d_stored_lines(const geometry& where, const kernel::direct_operands<Type>& operands,
                                   cudaStream_t stream) {
  const kernel::direct_1d_lines_tiling tiling = lines_tiling_of<Type>(Policy::value, where);
  const direct_1d_row_kernel how = row_kernel_of<Type>(Policy::value, tiling);
  const kernel::direct_1d_lines_problem<kernel::direct_1d_stored_rows<Type, Stored, Result>> problem{
      .rows = direct_1d_stored_rows_of<Stored, Result>(how, operands, where.columns),
      .lines = where.output_count(),
      .tiling = tiling};
  launch({kernel::ceil_div<long long>(problem.lines, tiling.lines), how.threads, how.shared_bytes, stream},
         kernel::direct_1d_stored_lines<Type, Stored, Result, Policy>, problem);
}

template <class Type, class Stored, class... Results>
bool enqueue_stored_lines(const geometry& where, const kernel::direct_operands<Type>& operands, cudaStream_t stream) {
  return launch_for_arrays_of<Stored, Results...>(operands, [&]<class From, class To>(From*, To*) {
    launch_direct_1d_stored_lines<Type, From, To, kernel::direct_1d_lines_of<Type>>(where, operands, stream);
  });
}

}  // namespace faltung::cuda
