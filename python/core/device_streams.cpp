#include "device.hpp"

namespace faltung::python {

// cudaStreamLegacy and cudaStreamPerThread are the pointers 1 and 2; the null pointer is the legacy stream in this
// library.
cuda_stream stream_of_handle(std::int64_t handle) {
  return handle == 0 || handle == 1 ? nullptr : reinterpret_cast<cuda_stream>(static_cast<std::uintptr_t>(handle));
}

std::int64_t handle_of_stream(cuda_stream stream) {
  return stream == nullptr ? 1 : static_cast<std::int64_t>(reinterpret_cast<std::uintptr_t>(stream));
}

}  // namespace faltung::python
