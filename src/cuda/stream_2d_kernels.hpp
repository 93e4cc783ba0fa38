// Enqueues the streaming 2D kernels. Defined in several .cu, each of some filters, so that they compile side by side.
#pragma once

#include <cuda_runtime_api.h>

#include <cstdint>
#include <type_traits>

#include "plan/stream_2d.hpp"

namespace faltung::cuda {

// All outputs of the batch. Device pointers, except for the taps in window order, which travel as parameters of the
// launch: filter after filter; or the row's and then the column's. `multiprocessors` are the device's, for which images
// are cut into strips.
template <class Type, int Side, int Channels>
void enqueue_stream_2d(const geometry& where, int multiprocessors, const void* signal, const Type* host_taps,
                       void* output, cudaStream_t stream);
template <class Type, int Side, int Channels>
void enqueue_separable_2d(const geometry& where, int multiprocessors, const void* signal, const Type* host_taps,
                          void* output, cudaStream_t stream);

#define FALTUNG_DECLARE(Name, Type, Side, Channels) \
  extern template void Name<Type, Side, Channels>(const geometry&, int, const void*, const Type*, void*, cudaStream_t);
#define FALTUNG_DECLARE_STREAM(Type, Side, Channels) FALTUNG_DECLARE(enqueue_stream_2d, Type, Side, Channels)
#define FALTUNG_DECLARE_SEPARABLE(Type, Side, Channels) FALTUNG_DECLARE(enqueue_separable_2d, Type, Side, Channels)
FALTUNG_STREAM_2D_FILTERS(FALTUNG_DECLARE_STREAM)
FALTUNG_SEPARABLE_2D_FILTERS(FALTUNG_DECLARE_SEPARABLE)
#undef FALTUNG_DECLARE_STREAM
#undef FALTUNG_DECLARE_SEPARABLE
#undef FALTUNG_DECLARE

// The kernel that the choice names.
#define FALTUNG_CALL(Name, Of, Side, Channels)                                             \
  if constexpr (std::is_same_v<Type, Of>) {                                                \
    if (choice.side == (Side) && choice.channels == (Channels))                            \
      Name<Of, Side, Channels>(where, multiprocessors, signal, host_taps, output, stream); \
  }
#define FALTUNG_CALL_STREAM(Of, Side, Channels) FALTUNG_CALL(enqueue_stream_2d, Of, Side, Channels)
#define FALTUNG_CALL_SEPARABLE(Of, Side, Channels) FALTUNG_CALL(enqueue_separable_2d, Of, Side, Channels)
template <class Type>
void enqueue_direct(const stream_2d_choice& choice, const geometry& where, int multiprocessors, const void* signal,
                    const Type* host_taps, void* output, cudaStream_t stream) {
  FALTUNG_STREAM_2D_FILTERS(FALTUNG_CALL_STREAM)
}
template <class Type>
void enqueue_separable(const stream_2d_choice& choice, const geometry& where, int multiprocessors, const void* signal,
                       const Type* host_taps, void* output, cudaStream_t stream) {
  FALTUNG_SEPARABLE_2D_FILTERS(FALTUNG_CALL_SEPARABLE)
}
#undef FALTUNG_CALL_STREAM
#undef FALTUNG_CALL_SEPARABLE
#undef FALTUNG_CALL

}  // namespace faltung::cuda
