// The one emulated device: what was called, what is made to fail, what is allocated.
#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <mutex>
#include <string>

#include "cuda_runtime_api.h"
#include "emulation/control.hpp"

namespace faltung::emulation {

// The shared memory a block may have without asking and by asking through cudaFuncSetAttribute, and a multiprocessor's.
inline constexpr int shared_bytes_default = 48 * 1024;
inline constexpr int shared_bytes_optin = 227 * 1024;
inline constexpr int shared_bytes_multiprocessor = 228 * 1024;

// No more than a test machine can give: allocations are filled, so every byte of them is real memory here.
inline constexpr std::size_t default_memory_bytes = std::size_t{4} << 30;

class device {
 public:
  static device& get();

  // Begins a call: counts it, and says whether it can be answered. `injected` is what it fails with when ordered to.
  cudaError_t enter(const char* function, cudaError_t injected);

  cudaError_t allocate(void** memory, std::size_t bytes);
  cudaError_t release(void* memory);
  // One allocation holds the whole range.
  bool holds(const void* memory, std::size_t bytes);
  // Some of the range is device memory.
  bool touches(const void* memory, std::size_t bytes);

  // Change or read anything else under the lock.
  template <class Work>
  auto locked(Work work) {
    const std::lock_guard lock(mutex_);
    return work(*this);
  }

  counters counted;
  device_state state = device_state::present;
  std::size_t memory_limit = default_memory_bytes;
  bool cufft = true;
  bool runs_kernels = true;
  std::int64_t fail_in = 0;  // calls until the ordered failure, 0 for none
  bool fail_persistently = false;
  bool failing = false;
  std::int64_t failures = 0;
  std::map<const void*, int> shared_limits;  // by kernel, from cudaFuncSetAttribute
  std::string finding;

 private:
  using sizes = std::map<const std::byte*, std::size_t>;
  sizes::iterator find(const void* memory);

  std::mutex mutex_;
  sizes allocations_;
};

// Ends a runtime call: keeps an error for cudaGetLastError, as the runtime does for each host thread.
cudaError_t finish(cudaError_t error);

// Runs `work` now, in the order of the stream, or keeps it for the graph that the stream is capturing.
cudaError_t enqueue(cudaStream_t stream, std::function<cudaError_t()> work);
// What a call that may not be made while any stream captures answers: it also spoils the capture.
cudaError_t refuse_during_capture();

}  // namespace faltung::emulation
