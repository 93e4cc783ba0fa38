/// Running on a CUDA device. Needs no CUDA header: a stream is passed as the pointer that cudaStream_t is.
#pragma once

#include "faltung/export.hpp"
#include "faltung/options.hpp"

namespace faltung::cuda {

/// Options for plans over device memory whose work is enqueued on this stream.
[[nodiscard]] inline options on(cuda_stream stream) {
  return {.backend = backend::cuda, .memory = memory::device, .stream = stream};
}

/// Frees what the library keeps for later plans: idle cuFFT plans. Plans in use are not touched.
FALTUNG_EXPORT void release_caches();

}  // namespace faltung::cuda
