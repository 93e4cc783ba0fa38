// Enqueues the direct 1D kernels for rows of elements narrower than the 32 bits computed in. Defined in several .cu, so
// that they compile side by side.
#pragma once

#include <cuda_runtime_api.h>

#include <cstdint>

#include "direct_operands.cuh"
#include "problem/geometry.hpp"

namespace faltung::cuda {

// All outputs of the batch, where direct_choice_of() says so.
void enqueue_direct_1d_stored(const geometry& where, const kernel::direct_operands<float>& operands,
                              cudaStream_t stream);
void enqueue_direct_1d_stored(const geometry& where, const kernel::direct_operands<std::uint32_t>& operands,
                              cudaStream_t stream);

// Short rows.
void enqueue_direct_1d_stored_lines(const geometry& where, const kernel::direct_operands<float>& operands,
                                    cudaStream_t stream);
void enqueue_direct_1d_stored_lines(const geometry& where, const kernel::direct_operands<std::uint32_t>& operands,
                                    cudaStream_t stream);

// Several filters for each signal.
void enqueue_direct_1d_stored_bank(const geometry& where, const kernel::direct_operands<float>& operands,
                                   cudaStream_t stream);
void enqueue_direct_1d_stored_bank(const geometry& where, const kernel::direct_operands<std::uint32_t>& operands,
                                   cudaStream_t stream);

// By dot products of bytes.
void enqueue_direct_1d_bytes(const geometry& where, const kernel::direct_operands<std::uint32_t>& operands,
                             cudaStream_t stream);

}  // namespace faltung::cuda
