// Direct 1D convolution of rows with a bank of filters (direct_1d_bank.cuh, direct_1d_bank_lines.cuh) of elements
// narrower than the 32 bits computed in, as direct_1d_stored.cuh has them: a signal is read and widened once, whatever
// the number of filters.
#pragma once

#include "direct_1d_bank.cuh"
#include "direct_1d_bank_lines.cuh"
#include "direct_1d_stored.cuh"

namespace faltung::kernel {

template <class Type, class Stored, class Result, class Policy>
__global__ void __launch_bounds__(Policy::value.most_threads, Policy::value.min_blocks) direct_1d_stored_bank(
    const __grid_constant__ direct_1d_bank_problem<direct_1d_stored_rows<Type, Stored, Result>, direct_1d_bank_tiling>
        problem,
    const long long) {
  static_assert(sizeof(Type) == 4 && sizeof(Stored) < 4);
  make_bank_tile<Policy>(problem, problem.rows, as_widened<Type>{problem.rows.digits});
}

template <class Type, class Stored, class Result, class Policy>
__global__ void __launch_bounds__(Policy::value.most_threads, Policy::value.min_blocks) direct_1d_stored_bank_lines(
    const __grid_constant__
        direct_1d_bank_problem<direct_1d_stored_rows<Type, Stored, Result>, direct_1d_bank_lines_tiling>
            problem,
    const long long first_block) {
  static_assert(sizeof(Type) == 4 && sizeof(Stored) < 4);
  make_bank_lines<Policy>(problem, problem.rows, as_widened<Type>{problem.rows.digits}, first_block);
}

}  // namespace faltung::kernel
