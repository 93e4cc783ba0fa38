// From a geometry to launches of the direct 1D kernels for banks of filters and rows of narrow elements, where they are
// compiled for them.
#pragma once

#include "cuda/enqueue_direct_1d_bank.cuh"
#include "cuda/enqueue_direct_1d_stored.cuh"
#include "direct_1d_stored_bank.cuh"

namespace faltung::cuda {

template <class Type, class Stored, class Result, class Policy>
void launch_direct_1d_stored_bank(const geometry& where, const kernel::direct_operands<Type>& operands,
                                  cudaStream_t stream) {
  const auto rows_of = [&](const direct_1d_row_kernel& how) {
    return direct_1d_stored_rows_of<Stored, Result>(how, operands, where.columns);
  };
  launch_bank_tiles<Policy, Result>(where, operands, kernel::direct_1d_stored_bank<Type, Stored, Result, Policy>,
                                    rows_of, stream);
}

// For rows that fit into a block.
template <class Type, class Stored, class Result, class Policy>
void launch_direct_1d_stored_bank_lines(const geometry& where, const kernel::direct_operands<Type>& operands,
                                        cudaStream_t stream) {
  const auto rows_of = [&](const direct_1d_row_kernel& how) {
    return direct_1d_stored_rows_of<Stored, Result>(how, operands, where.columns);
  };
  launch_bank_lines<Policy, Type>(where, kernel::direct_1d_stored_bank_lines<Type, Stored, Result, Policy>, rows_of,
                                  stream);
}

template <class Type, class Stored, class... Results>
bool enqueue_stored_bank(const geometry& where, const kernel::direct_operands<Type>& operands, cudaStream_t stream) {
  return launch_for_arrays_of<Stored, Results...>(operands, [&]<class From, class To>(From*, To*) {
    if (takes_bank_lines<Type>(where)) {
      launch_direct_1d_stored_bank_lines<Type, From, To, kernel::direct_1d_bank_lines_of<Type>>(where, operands,
                                                                                                stream);
    } else {
      launch_direct_1d_stored_bank<Type, From, To, kernel::direct_1d_bank_of<Type>>(where, operands, stream);
    }
  });
}

}  // namespace faltung::cuda
