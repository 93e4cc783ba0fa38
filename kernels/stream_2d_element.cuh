// One element of an image read as a number computed in, and a sum as one of the output's.
#pragma once

#include "quad.cuh"

namespace faltung::kernel {

template <class Type, class Stored>
__device__ inline Type stream_element(Stored stored, [[maybe_unused]] const widening_digits& digits) {
  if constexpr (std::is_same_v<Type, Stored>) {
    return stored;
  } else {
    return as_widened<Type>{digits}.element(stored);
  }
}

template <class Result, class Type>
__device__ inline Result stream_result(Type sum) {
  if constexpr (is_half<Result>) {
    return half_of_float<Result>(sum);
  } else {
    return static_cast<Result>(sum);
  }
}

}  // namespace faltung::kernel
