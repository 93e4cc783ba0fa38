// From a geometry to a launch of the direct 1D kernel for rows of narrow elements, where one is compiled for them.
#pragma once

#include <string>

#include "cuda/direct_1d_stored_kernels.hpp"
#include "cuda/enqueue_direct_1d.cuh"
#include "direct_1d_stored.cuh"
#include "faltung/error.hpp"

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

// Launches, by launch(null pointers to both types), for Stored elements and the first of the results that outputs are
// arrays of; false where there is none.
template <class Stored, class... Results, class Type, class Launch>
bool launch_for_arrays_of(const kernel::direct_operands<Type>& operands, const Launch& launch) {
  const auto launched = [&](auto* result) {
    using result_type = std::remove_pointer_t<decltype(result)>;
    if (!is_array_of<Stored>(operands.signal.at.type) || !is_array_of<result_type>(operands.output.type)) return false;
    launch(static_cast<Stored*>(nullptr), result);
    return true;
  };
  return (launched(static_cast<Results*>(nullptr)) || ...);
}

template <class Type, class Stored, class... Results>
bool enqueue_stored(const geometry& where, const kernel::direct_operands<Type>& operands, cudaStream_t stream) {
  return launch_for_arrays_of<Stored, Results...>(operands, [&]<class From, class To>(From*, To*) {
    launch_direct_1d_stored<Type, From, To, kernel::direct_1d_dense_long<Type>>(where, operands, stream);
  });
}

// direct_choice_of() names types that are compiled here; should they part, no output is left out in silence.
template <class Type>
void require_enqueued(const kernel::direct_operands<Type>& operands, bool enqueued) {
  if (!enqueued)
    throw unsupported("output_type", std::string(to_string(operands.output.type)),
                      "no kernel is compiled for it and signals of " + std::string(to_string(operands.signal.at.type)));
}

}  // namespace faltung::cuda
