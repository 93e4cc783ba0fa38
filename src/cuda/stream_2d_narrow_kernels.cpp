#include "cuda/stream_2d_narrow_kernels.hpp"

#include <type_traits>

#include "cuda/stored_arrays.hpp"

namespace faltung::cuda {
namespace {

template <class Type>
bool enqueue_stored(const stream_2d_choice& choice, const geometry& where, int multiprocessors, const void* signal,
                    const Type* host_taps, void* output, cudaStream_t stream) {
  bool enqueued = false;
#define FALTUNG_CALL(Of, Stored, Result, Side)                                                                       \
  if constexpr (std::is_same_v<Type, Of>) {                                                                          \
    if (choice.side == (Side) && is_array_of<Stored>(where.signal.type) && is_array_of<Result>(where.output.type)) { \
      enqueue_stream_2d_stored<Of, Stored, Result, Side>(where, multiprocessors, signal, host_taps, output, stream); \
      enqueued = true;                                                                                               \
    }                                                                                                                \
  }
  FALTUNG_STREAM_2D_STORED(FALTUNG_CALL)
#undef FALTUNG_CALL
  return enqueued;
}

bool enqueue_bytes(const stream_2d_choice& choice, const geometry& where, int multiprocessors, const void* signal,
                   const std::uint32_t* host_taps, void* output, cudaStream_t stream) {
  const bool narrow = size_of(where.output.type) == 1;
  const bool signed_signal = !narrow && is_signed(where.signal.type);
  const bool signed_taps = !narrow && is_signed(where.filter.type);
  bool enqueued = false;
#define FALTUNG_CALL(SignedSignal, SignedTaps, Result, Side, Channels)                                        \
  if (choice.side == (Side) && choice.channels == (Channels) && narrow == (sizeof(Result) == 1) &&            \
      signed_signal == (SignedSignal) && signed_taps == (SignedTaps)) {                                       \
    enqueue_stream_2d_bytes<SignedSignal, SignedTaps, Result, Side, Channels>(where, multiprocessors, signal, \
                                                                              host_taps, output, stream);     \
    enqueued = true;                                                                                          \
  }
  FALTUNG_STREAM_2D_BYTES(FALTUNG_CALL)
#undef FALTUNG_CALL
  return enqueued;
}

}  // namespace

void enqueue_stream_2d_narrow(const direct_choice& choice, const geometry& where, int multiprocessors,
                              const void* signal, const float* host_taps, void* output, cudaStream_t stream) {
  require_enqueued(where.signal.type, where.output.type,
                   enqueue_stored(choice.stream, where, multiprocessors, signal, host_taps, output, stream));
}

void enqueue_stream_2d_narrow(const direct_choice& choice, const geometry& where, int multiprocessors,
                              const void* signal, const std::uint32_t* host_taps, void* output, cudaStream_t stream) {
  const bool bytes = choice.kernel == direct_kernel::stream_2d_bytes;
  require_enqueued(where.signal.type, where.output.type,
                   (bytes ? enqueue_bytes : enqueue_stored<std::uint32_t>)(choice.stream, where, multiprocessors,
                                                                           signal, host_taps, output, stream));
}

}  // namespace faltung::cuda
