#include "cuda/device_buffer.hpp"

#include "cuda/check.hpp"

namespace faltung::cuda {

device_buffer::device_buffer(std::size_t bytes) : bytes_(bytes) {
  if (bytes > 0) FALTUNG_CUDA_TRY(cudaMalloc(&data_, bytes), bytes);
}

device_buffer::~device_buffer() {
  // At the end of the process the runtime may be gone before us, and its memory with it: not an error.
  if (data_ != nullptr && cudaFree(data_) != cudaSuccess) static_cast<void>(cudaGetLastError());
}

}  // namespace faltung::cuda
