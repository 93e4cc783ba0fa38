// From a geometry to a launch of the direct 1D kernel for rows of narrow elements, where one is compiled for them.
#pragma once

#include "cuda/direct_1d_stored_kernels.hpp"
#include "cuda/enqueue_direct_1d.cuh"
#include "cuda/stored_arrays.hpp"
#include "direct_1d_stored.cuh"

namespace faltung::cuda {

template <class Stored, class Result, class Type>
kernel::direct_1d_stored_rows<Type, Stored, Result> direct_1d_stored_rows_of(
    const direct_1d_row_kernel& how, const kernel::direct_operands<Type>& operands, const axis_geometry& axis) {
  return {direct_1d_rows_of<Stored, Result>(how, operands, axis),
          kernel::widening_digits_of(static_cast<int>(sizeof(Stored)), is_signed(operands.signal.at.type))};
}

template <class Type, class Stored, class Result, class Policy>
void launch_direct_1d_stored(const geometry& where, const kernel::direct_operands<Type>& operands,
                             cudaStream_t stream) {
  const direct_1d_row_kernel how = row_kernel_of<Type>(Policy::value, where.columns);
  launch_rows(how, kernel::direct_1d_stored<Type, Stored, Result, Policy>,
              direct_1d_stored_rows_of<Stored, Result>(how, operands, where.columns), where, operands, stream);
}

template <class Type, class Stored, class... Results>
bool enqueue_stored(const geometry& where, const kernel::direct_operands<Type>& operands, cudaStream_t stream) {
  return launch_for_arrays_of<Stored, Results...>(operands, [&]<class From, class To>(From*, To*) {
    launch_direct_1d_stored<Type, From, To, kernel::direct_1d_dense_long<Type>>(where, operands, stream);
  });
}

}  // namespace faltung::cuda
