// Enqueues the direct 1D kernel for rows of complex numbers and banks of filters. Defined in one .cu per type, so that
// they compile side by side.
#pragma once

#include <cuda_runtime_api.h>

#include "direct_operands.cuh"
#include "problem/geometry.hpp"

namespace faltung::cuda {

// All outputs of the batch, where direct_choice_of() says so and operands lie at multiples of an element.
template <class Type>
void enqueue_direct_1d_complex_bank(const geometry& where, const kernel::direct_operands<Type>& operands,
                                    cudaStream_t stream);
extern template void enqueue_direct_1d_complex_bank(const geometry&, const kernel::direct_operands<float>&,
                                                    cudaStream_t);
extern template void enqueue_direct_1d_complex_bank(const geometry&, const kernel::direct_operands<double>&,
                                                    cudaStream_t);

}  // namespace faltung::cuda
