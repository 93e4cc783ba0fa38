#include "device.hpp"

#include <algorithm>
#include <cstdlib>
#include <cstring>

namespace faltung::emulation {

device& device::get() {
  // Never destroyed: what the library holds in static storage is released after this file's.
  static device& only = *new device;
  return only;
}

cudaError_t device::enter(const char* function, cudaError_t injected) {
  const std::lock_guard lock(mutex_);
  ++counted.calls[function];
  ++counted.total_calls;
  if (state == device_state::no_device) return cudaErrorNoDevice;
  if (state == device_state::insufficient_driver) return cudaErrorInsufficientDriver;
  if (fail_in > 0 && --fail_in == 0) {
    failing = fail_persistently;
    ++failures;
    return injected;
  }
  if (failing) {
    ++failures;
    return injected;
  }
  return cudaSuccess;
}

cudaError_t device::allocate(void** memory, std::size_t bytes) {
  if (memory == nullptr) return cudaErrorInvalidValue;
  *memory = nullptr;
  if (bytes == 0) return cudaSuccess;
  const std::lock_guard lock(mutex_);
  if (bytes > memory_limit - std::min(memory_limit, static_cast<std::size_t>(counted.live_bytes))) {
    return cudaErrorMemoryAllocation;
  }
  // Aligned as the runtime aligns; of exactly this length, so that AddressSanitizer guards its end.
  void* made = nullptr;
  if (::posix_memalign(&made, 256, bytes) != 0) return cudaErrorMemoryAllocation;
  std::memset(made, 0xff, bytes);
  allocations_.emplace(static_cast<const std::byte*>(made), bytes);
  ++counted.live_allocations;
  counted.live_bytes += static_cast<std::int64_t>(bytes);
  counted.peak_bytes = std::max(counted.peak_bytes, counted.live_bytes);
  *memory = made;
  return cudaSuccess;
}

cudaError_t device::release(void* memory) {
  if (memory == nullptr) return cudaSuccess;
  const std::lock_guard lock(mutex_);
  const auto found = allocations_.find(static_cast<const std::byte*>(memory));
  if (found == allocations_.end()) return cudaErrorInvalidValue;
  --counted.live_allocations;
  counted.live_bytes -= static_cast<std::int64_t>(found->second);
  allocations_.erase(found);
  std::free(memory);
  return cudaSuccess;
}

device::sizes::iterator device::find(const void* memory) {
  const auto* address = static_cast<const std::byte*>(memory);
  auto after = allocations_.upper_bound(address);
  if (after == allocations_.begin()) return allocations_.end();
  --after;
  return address < after->first + after->second ? after : allocations_.end();
}

bool device::holds(const void* memory, std::size_t bytes) {
  const std::lock_guard lock(mutex_);
  const auto found = find(memory);
  if (found == allocations_.end()) return false;
  return bytes <= found->second - static_cast<std::size_t>(static_cast<const std::byte*>(memory) - found->first);
}

bool device::touches(const void* memory, std::size_t bytes) {
  const std::lock_guard lock(mutex_);
  if (find(memory) != allocations_.end()) return true;
  const auto* address = static_cast<const std::byte*>(memory);
  const auto next = allocations_.lower_bound(address);
  return next != allocations_.end() && next->first < address + bytes;
}

}  // namespace faltung::emulation
