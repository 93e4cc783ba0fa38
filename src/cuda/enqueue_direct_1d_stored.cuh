// From a geometry to a launch of the direct 1D kernel for rows of narrow elements, where one is compiled for them.
#pragma once

#include <string>

#include "cuda/direct_1d_stored_kernels.hpp"
#include "cuda/enqueue_direct_1d.cuh"
#include "direct_1d_stored.cuh"
#include "faltung/error.hpp"

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

// Whether an array of the type is one of Stored, which is the unsigned type of integers of its width. Booleans are no
// numbers of 8 bits: every byte but 0 is 1.
template <class Stored>
bool is_array_of(element_type type) {
  if constexpr (std::is_integral_v<Stored>) {
    return type != boolean && is_integer(type) && size_of(type) == sizeof(Stored);
  } else {
    return type == type_of<Stored>;
  }
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

// direct_choice_of() names types that are compiled here; should they part, no output is left out in silence.
template <class Type>
void require_enqueued(const kernel::direct_operands<Type>& operands, bool enqueued) {
  if (!enqueued)
    throw unsupported("output_type", std::string(to_string(operands.output.type)),
                      "no kernel is compiled for it and signals of " + std::string(to_string(operands.signal.at.type)));
}

}  // namespace faltung::cuda
