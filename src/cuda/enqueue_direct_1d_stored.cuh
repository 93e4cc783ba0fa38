// From a geometry to a launch of the direct 1D kernel for rows of narrow elements, where one is compiled for them.
#pragma once

#include "cuda/direct_1d_stored_kernels.hpp"
#include "cuda/enqueue_direct_1d.cuh"
#include "cuda/stored_arrays.hpp"
#include "direct_1d_stored.cuh"

namespace faltung::cuda {

template <class Type, class Stored, class Result, class Policy>
void launch_direct_1d_stored(const geometry& where, const kernel::direct_operands<Type>& operands,
                             cudaStream_t stream) {
  const direct_1d_row_kernel how = row_kernel_of<Type>(Policy::value, where.columns);
  const kernel::direct_1d_stored_rows<Type, Stored, Result> rows{
      direct_1d_rows_of<Stored, Result>(how, operands, where.columns),
      kernel::widening_digits_of(static_cast<int>(sizeof(Stored)), is_signed(operands.signal.at.type))};
  launch_rows(how, kernel::direct_1d_stored<Type, Stored, Result, Policy>, rows, where, operands, stream);
}

// By the kernel for Stored elements and the first of the results that outputs are arrays of.
template <class Type, class Stored, class... Results>
bool enqueue_stored(const geometry& where, const kernel::direct_operands<Type>& operands, cudaStream_t stream) {
  const auto enqueued = [&](auto* result) {
    using result_type = std::remove_pointer_t<decltype(result)>;
    if (!is_array_of<Stored>(operands.signal.at.type) || !is_array_of<result_type>(operands.output.type)) return false;
    launch_direct_1d_stored<Type, Stored, result_type, kernel::direct_1d_dense_long<Type>>(where, operands, stream);
    return true;
  };
  return (enqueued(static_cast<Results*>(nullptr)) || ...);
}

}  // namespace faltung::cuda
