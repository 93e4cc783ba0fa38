// Enqueues the direct kernels. Defined in one .cu per kernel and type, so that they compile side by side.
#pragma once

#include <cuda_runtime_api.h>

#include "problem/geometry.hpp"

namespace faltung::cuda {

// All outputs of the batch. Device pointers; `taps` in window order, one filter after another.
template <class Type>
void enqueue_direct_1d(const geometry& where, const Type* signal, const Type* taps, Type* output, cudaStream_t stream);
template <class Type>
void enqueue_direct_2d(const geometry& where, const Type* signal, const Type* taps, Type* output, cudaStream_t stream);

extern template void enqueue_direct_1d(const geometry&, const float*, const float*, float*, cudaStream_t);
extern template void enqueue_direct_1d(const geometry&, const double*, const double*, double*, cudaStream_t);
extern template void enqueue_direct_2d(const geometry&, const float*, const float*, float*, cudaStream_t);
extern template void enqueue_direct_2d(const geometry&, const double*, const double*, double*, cudaStream_t);

}  // namespace faltung::cuda
