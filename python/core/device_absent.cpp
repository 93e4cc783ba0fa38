// Stands in where the library is built without its CUDA backend: no operand is ever in device memory then.
#include <utility>

#include "device.hpp"
#include "faltung/error.hpp"

namespace faltung::python {
namespace {

[[noreturn]] void refuse() {
  throw unsupported("device", "cuda", "faltung was built without its CUDA backend, and takes host memory only");
}

}  // namespace

int current_device() { refuse(); }
int device_of(const void*) { refuse(); }
void order(cuda_stream, cuda_stream) { refuse(); }
void drain(int) noexcept {}

device_scope::device_scope(int device) : device_(device), before_(device) { refuse(); }
device_scope::~device_scope() = default;

stream_memory::stream_memory(std::size_t, cuda_stream) { refuse(); }
stream_memory::stream_memory(stream_memory&& other) noexcept
    : data_(std::exchange(other.data_, nullptr)), stream_(other.stream_) {}
stream_memory& stream_memory::operator=(stream_memory&& other) noexcept {
  std::swap(data_, other.data_);
  std::swap(stream_, other.stream_);
  return *this;
}
stream_memory::~stream_memory() = default;

}  // namespace faltung::python
