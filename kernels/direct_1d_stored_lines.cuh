// Direct 1D convolution of short rows (direct_1d_lines.cuh) of elements narrower than the 32 bits computed in, as
// direct_1d_stored.cuh has long ones: widened once on their way into shared memory, narrowed before they are staged.
#pragma once

#include "direct_1d_lines.cuh"
#include "direct_1d_stored.cuh"

namespace faltung::kernel {

template <class Type, class Stored, class Result, class Policy>
__global__ void __launch_bounds__(Policy::value.most_threads, Policy::value.min_blocks) direct_1d_stored_lines(
    const __grid_constant__ direct_1d_lines_problem<direct_1d_stored_rows<Type, Stored, Result>> problem,
    const long long first_block) {
  static_assert(sizeof(Type) == 4 && sizeof(Stored) < 4);
  make_lines<Policy>(problem.rows, problem.lines, problem.tiling, as_widened<Type>{problem.rows.digits}, first_block);
}

}  // namespace faltung::kernel
