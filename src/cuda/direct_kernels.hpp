// Enqueues the direct kernels. Defined in one .cu per kernel and type, so that they compile side by side.
#pragma once

#include <cuda_runtime_api.h>

#include <cstdint>

#include "plan/direct_choice.hpp"

namespace faltung::cuda {

// All filters of the problem as the kernels below take them: window after window, those of a filter's products
// together.
template <class Type>
void enqueue_direct_taps(const geometry& where, const void* filter, Type* taps, cudaStream_t stream);

// All outputs of the batch, by a kernel that is for them. Device pointers.
template <class Type>
void enqueue_direct_1d(direct_kernel which, const geometry& where, const void* signal, const Type* taps, void* output,
                       cudaStream_t stream);
template <class Type>
void enqueue_direct_2d(const geometry& where, const void* signal, const Type* taps, void* output, cudaStream_t stream);

// Rows of complex numbers; false, and nothing is enqueued, where they are not what its kernel is for.
template <class Type>
bool enqueue_direct_1d_complex(const geometry& where, const void* signal, const Type* taps, void* output,
                               cudaStream_t stream);
extern template bool enqueue_direct_1d_complex(const geometry&, const void*, const float*, void*, cudaStream_t);
extern template bool enqueue_direct_1d_complex(const geometry&, const void*, const double*, void*, cudaStream_t);

#define FALTUNG_DECLARE_DIRECT(Type)                                                                      \
  extern template void enqueue_direct_taps(const geometry&, const void*, Type*, cudaStream_t);            \
  extern template void enqueue_direct_1d(direct_kernel, const geometry&, const void*, const Type*, void*, \
                                         cudaStream_t);                                                   \
  extern template void enqueue_direct_2d(const geometry&, const void*, const Type*, void*, cudaStream_t);
FALTUNG_DECLARE_DIRECT(float)
FALTUNG_DECLARE_DIRECT(double)
FALTUNG_DECLARE_DIRECT(std::uint32_t)
FALTUNG_DECLARE_DIRECT(std::uint64_t)
#undef FALTUNG_DECLARE_DIRECT

}  // namespace faltung::cuda
