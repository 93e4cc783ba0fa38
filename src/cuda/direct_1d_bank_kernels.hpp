// Enqueues the direct kernel for banks of filters. Defined in one .cu per type, so that they compile side by side.
#pragma once

#include <cuda_runtime_api.h>

#include <cstdint>
#include <type_traits>

#include "plan/direct_1d_bank.hpp"

namespace faltung::cuda {

#define FALTUNG_OR_IS(Of) || std::is_same_v<Type, Of>
template <class Type>
inline constexpr bool has_bank_kernel = false FALTUNG_DIRECT_1D_BANK_TYPES(FALTUNG_OR_IS);
#undef FALTUNG_OR_IS

// Where direct_choice_of() says so. All outputs of the batch. Device pointers.
template <class Type>
void enqueue_direct_1d_bank(const geometry& where, const void* signal, const Type* taps, void* output,
                            cudaStream_t stream);

#define FALTUNG_DECLARE(Type) \
  extern template void enqueue_direct_1d_bank(const geometry&, const void*, const Type*, void*, cudaStream_t);
FALTUNG_DIRECT_1D_BANK_TYPES(FALTUNG_DECLARE)
#undef FALTUNG_DECLARE

}  // namespace faltung::cuda
