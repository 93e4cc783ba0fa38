// Enqueues the streaming 2D kernels for elements narrower than the 32 bits computed in. Defined in several .cu.
#pragma once

#include <cuda_runtime_api.h>

#include <cstdint>

#include "plan/direct_choice.hpp"
#include "plan/stream_2d_narrow.hpp"
#include "problem/geometry.hpp"

namespace faltung::cuda {

// All outputs of the batch, as enqueue_stream_2d() (stream_2d_kernels.hpp). Integers that are stored are the unsigned
// ones of their width.
template <class Type, class Stored, class Result, int Side>
void enqueue_stream_2d_stored(const geometry& where, int multiprocessors, const void* signal, const Type* host_taps,
                              void* output, cudaStream_t stream);
template <bool SignedSignal, bool SignedTaps, class Result, int Side, int Channels>
void enqueue_stream_2d_bytes(const geometry& where, int multiprocessors, const void* signal,
                             const std::uint32_t* host_taps, void* output, cudaStream_t stream);

#define FALTUNG_DECLARE(Type, Stored, Result, Side)                                                            \
  extern template void enqueue_stream_2d_stored<Type, Stored, Result, Side>(const geometry&, int, const void*, \
                                                                            const Type*, void*, cudaStream_t);
FALTUNG_STREAM_2D_STORED(FALTUNG_DECLARE)
#undef FALTUNG_DECLARE
#define FALTUNG_DECLARE(SignedSignal, SignedTaps, Result, Side, Channels)                         \
  extern template void enqueue_stream_2d_bytes<SignedSignal, SignedTaps, Result, Side, Channels>( \
      const geometry&, int, const void*, const std::uint32_t*, void*, cudaStream_t);
FALTUNG_STREAM_2D_BYTES(FALTUNG_DECLARE)
#undef FALTUNG_DECLARE

// The kernel that direct_choice_of() names for the problem.
void enqueue_stream_2d_narrow(const direct_choice& choice, const geometry& where, int multiprocessors,
                              const void* signal, const float* host_taps, void* output, cudaStream_t stream);
void enqueue_stream_2d_narrow(const direct_choice& choice, const geometry& where, int multiprocessors,
                              const void* signal, const std::uint32_t* host_taps, void* output, cudaStream_t stream);

}  // namespace faltung::cuda
