// Device memory is host memory; a copy is checked against what the device holds.
#include <algorithm>
#include <cstring>

#include "device.hpp"

using faltung::emulation::device;
using faltung::emulation::enqueue;
using faltung::emulation::finish;
using faltung::emulation::refuse_during_capture;

namespace {

// The kind of a copy once cudaMemcpyDefault is resolved, or an error where a pointer is on the wrong side.
struct checked_copy {
  cudaError_t error;
  cudaMemcpyKind kind;
};

checked_copy check(const void* to, const void* from, std::size_t bytes, cudaMemcpyKind kind) {
  device& it = device::get();
  if (kind == cudaMemcpyDefault) {
    const bool to_device = it.touches(to, bytes);
    const bool from_device = it.touches(from, bytes);
    kind = to_device ? (from_device ? cudaMemcpyDeviceToDevice : cudaMemcpyHostToDevice)
                     : (from_device ? cudaMemcpyDeviceToHost : cudaMemcpyHostToHost);
  }
  if (kind < cudaMemcpyHostToHost || kind > cudaMemcpyDeviceToDevice) return {cudaErrorInvalidMemcpyDirection, kind};
  const auto right = [&](const void* memory, bool on_device) {
    return on_device ? it.holds(memory, bytes) : memory != nullptr && !it.touches(memory, bytes);
  };
  const bool to_right = right(to, kind == cudaMemcpyHostToDevice || kind == cudaMemcpyDeviceToDevice);
  const bool from_right = right(from, kind == cudaMemcpyDeviceToHost || kind == cudaMemcpyDeviceToDevice);
  return {to_right && from_right ? cudaSuccess : cudaErrorInvalidValue, kind};
}

void count_copy(cudaMemcpyKind kind) {
  device::get().locked([=](device& it) {
    if (kind == cudaMemcpyHostToDevice) ++it.counted.host_to_device_copies;
    if (kind == cudaMemcpyDeviceToHost) ++it.counted.device_to_host_copies;
  });
}

void count_synchronisation() {
  device::get().locked([](device& it) { ++it.counted.synchronisations; });
}

cudaError_t copy(void* to, const void* from, std::size_t bytes, cudaMemcpyKind kind, cudaStream_t stream) {
  if (bytes == 0) return cudaSuccess;
  const checked_copy checked = check(to, from, bytes, kind);
  if (checked.error != cudaSuccess) return checked.error;
  count_copy(checked.kind);
  return enqueue(stream, [=] {
    std::memmove(to, from, bytes);
    return cudaSuccess;
  });
}

cudaError_t fill(void* memory, int value, std::size_t bytes, cudaStream_t stream) {
  if (bytes == 0) return cudaSuccess;
  if (!device::get().holds(memory, bytes)) return cudaErrorInvalidValue;
  return enqueue(stream, [=] {
    std::memset(memory, value, bytes);
    return cudaSuccess;
  });
}

cudaError_t allocate(const char* function, void** memory, std::size_t bytes) {
  if (const cudaError_t error = device::get().enter(function, cudaErrorMemoryAllocation)) return finish(error);
  if (const cudaError_t error = refuse_during_capture()) return finish(error);
  return finish(device::get().allocate(memory, bytes));
}

// Releases even where the call is made to fail, so that what stays alive was leaked by the caller.
cudaError_t release(const char* function, void* memory) {
  const cudaError_t injected = device::get().enter(function, cudaErrorLaunchFailure);
  if (const cudaError_t error = refuse_during_capture()) return finish(error);
  const cudaError_t error = device::get().release(memory);
  return finish(injected != cudaSuccess ? injected : error);
}

}  // namespace

cudaError_t cudaMalloc(void** memory, std::size_t bytes) { return allocate("cudaMalloc", memory, bytes); }

cudaError_t cudaFree(void* memory) {
  if (memory != nullptr) count_synchronisation();
  return release("cudaFree", memory);
}

// Allocation inside a graph is not modelled: these two are refused during capture as well.
cudaError_t cudaMallocAsync(void** memory, std::size_t bytes, cudaStream_t) {
  return allocate("cudaMallocAsync", memory, bytes);
}

cudaError_t cudaFreeAsync(void* memory, cudaStream_t) { return release("cudaFreeAsync", memory); }

cudaError_t cudaMemGetInfo(std::size_t* free, std::size_t* total) {
  device& it = device::get();
  if (const cudaError_t error = it.enter("cudaMemGetInfo", cudaErrorUnknown)) return finish(error);
  if (free == nullptr || total == nullptr) return finish(cudaErrorInvalidValue);
  it.locked([&](device& memory) {
    *total = memory.memory_limit;
    *free = *total - std::min(*total, static_cast<std::size_t>(memory.counted.live_bytes));
  });
  return finish(cudaSuccess);
}

cudaError_t cudaPointerGetAttributes(cudaPointerAttributes* attributes, const void* memory) {
  device& it = device::get();
  if (const cudaError_t error = it.enter("cudaPointerGetAttributes", cudaErrorUnknown)) return finish(error);
  if (attributes == nullptr) return finish(cudaErrorInvalidValue);
  void* address = const_cast<void*>(memory);
  constexpr int no_device = -2;
  *attributes = it.holds(memory, 1) ? cudaPointerAttributes{cudaMemoryTypeDevice, 0, address, nullptr}
                                    : cudaPointerAttributes{cudaMemoryTypeUnregistered, no_device, nullptr, address};
  return finish(cudaSuccess);
}

cudaError_t cudaMemcpy(void* to, const void* from, std::size_t bytes, cudaMemcpyKind kind) {
  if (const cudaError_t error = device::get().enter("cudaMemcpy", cudaErrorLaunchFailure)) return finish(error);
  if (const cudaError_t error = refuse_during_capture()) return finish(error);
  count_synchronisation();
  return finish(copy(to, from, bytes, kind, nullptr));
}

cudaError_t cudaMemcpyAsync(void* to, const void* from, std::size_t bytes, cudaMemcpyKind kind, cudaStream_t stream) {
  if (const cudaError_t error = device::get().enter("cudaMemcpyAsync", cudaErrorLaunchFailure)) return finish(error);
  return finish(copy(to, from, bytes, kind, stream));
}

cudaError_t cudaMemset(void* memory, int value, std::size_t bytes) {
  if (const cudaError_t error = device::get().enter("cudaMemset", cudaErrorLaunchFailure)) return finish(error);
  if (const cudaError_t error = refuse_during_capture()) return finish(error);
  return finish(fill(memory, value, bytes, nullptr));
}

cudaError_t cudaMemsetAsync(void* memory, int value, std::size_t bytes, cudaStream_t stream) {
  if (const cudaError_t error = device::get().enter("cudaMemsetAsync", cudaErrorLaunchFailure)) return finish(error);
  return finish(fill(memory, value, bytes, stream));
}
