#include "cuda/stream_2d_narrow_kernels.hpp"

#include <string>
#include <type_traits>

#include "faltung/error.hpp"

namespace faltung::cuda {
namespace {

// direct_choice_of() names types that are compiled; should they part, no output is left out in silence.
void require_enqueued(const geometry& where, bool enqueued) {
  if (!enqueued)
    throw unsupported("output_type", std::string(to_string(where.output.type)),
                      "no kernel is compiled for it and signals of " + std::string(to_string(where.signal.type)));
}

bool is_stored_as(element_type type, element_type compiled) {
  if (!is_integer(compiled)) return type == compiled;
  return is_integer(type) && size_of(type) == size_of(compiled);
}

template <class Type>
bool enqueue_stored(const stream_2d_choice& choice, const geometry& where, int multiprocessors, const void* signal,
                    const Type* host_taps, void* output, cudaStream_t stream) {
  bool enqueued = false;
#define FALTUNG_CALL(Of, Stored, Result, Side)                                                                       \
  if constexpr (std::is_same_v<Type, Of>) {                                                                          \
    if (choice.side == (Side) && is_stored_as(where.signal.type, type_of<Stored>) &&                                 \
        is_stored_as(where.output.type, type_of<Result>)) {                                                          \
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
  require_enqueued(where, enqueue_stored(choice.stream, where, multiprocessors, signal, host_taps, output, stream));
}

void enqueue_stream_2d_narrow(const direct_choice& choice, const geometry& where, int multiprocessors,
                              const void* signal, const std::uint32_t* host_taps, void* output, cudaStream_t stream) {
  const bool bytes = choice.kernel == direct_kernel::stream_2d_bytes;
  require_enqueued(where, (bytes ? enqueue_bytes : enqueue_stored<std::uint32_t>)(choice.stream, where, multiprocessors,
                                                                                  signal, host_taps, output, stream));
}

}  // namespace faltung::cuda
