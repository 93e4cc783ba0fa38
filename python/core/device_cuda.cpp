#include <cuda_runtime_api.h>

#include <utility>

#include "cuda/check.hpp"
#include "device.hpp"
#include "faltung/error.hpp"

namespace faltung::python {
namespace {

class event {
 public:
  event() { FALTUNG_CUDA_TRY(cudaEventCreateWithFlags(&handle_, cudaEventDisableTiming)); }
  event(const event&) = delete;
  event& operator=(const event&) = delete;
  // What waits for it still does.
  ~event() { static_cast<void>(cudaEventDestroy(handle_)); }
  [[nodiscard]] cudaEvent_t get() const { return handle_; }

 private:
  cudaEvent_t handle_ = nullptr;
};

}  // namespace

int current_device() {
  int device = 0;
  FALTUNG_CUDA_TRY(cudaGetDevice(&device));
  return device;
}

int device_of(const void* pointer) {
  cudaPointerAttributes attributes{};
  FALTUNG_CUDA_TRY(cudaPointerGetAttributes(&attributes, pointer));
  return attributes.type == cudaMemoryTypeDevice || attributes.type == cudaMemoryTypeManaged ? attributes.device
                                                                                             : current_device();
}

void order(cuda_stream first, cuda_stream second) {
  if (first == second) return;
  const event reached;
  FALTUNG_CUDA_TRY(cudaEventRecord(reached.get(), first));
  FALTUNG_CUDA_TRY(cudaStreamWaitEvent(second, reached.get(), 0));
}

void drain(int device) noexcept {
  int before = 0;
  if (cudaGetDevice(&before) == cudaSuccess && cudaSetDevice(device) == cudaSuccess) {
    static_cast<void>(cudaDeviceSynchronize());
    static_cast<void>(cudaSetDevice(before));
  }
  static_cast<void>(cudaGetLastError());
}

device_scope::device_scope(int device) : device_(device), before_(current_device()) {
  if (device_ != before_) FALTUNG_CUDA_TRY(cudaSetDevice(device_));
}
device_scope::~device_scope() {
  if (device_ != before_) static_cast<void>(cudaSetDevice(before_));
}

stream_memory::stream_memory(std::size_t bytes, cuda_stream stream) : stream_(stream) {
  if (bytes > 0) FALTUNG_CUDA_TRY(cudaMallocAsync(&data_, bytes, stream), bytes);
}
stream_memory::stream_memory(stream_memory&& other) noexcept
    : data_(std::exchange(other.data_, nullptr)), stream_(other.stream_) {}
stream_memory& stream_memory::operator=(stream_memory&& other) noexcept {
  std::swap(data_, other.data_);
  std::swap(stream_, other.stream_);
  return *this;
}
stream_memory::~stream_memory() {
  // At the end of the process the runtime may be gone before us, and its memory with it.
  if (data_ != nullptr && cudaFreeAsync(data_, stream_) != cudaSuccess) static_cast<void>(cudaGetLastError());
}

}  // namespace faltung::python
