// Owners of what the benchmarks hold on a device.
#pragma once

#include <cstddef>
#include <memory>

#include "measure/cuda_check.hpp"

namespace faltung::bench {

struct free_device_memory {
  void operator()(std::byte* memory) const noexcept { static_cast<void>(cudaFree(memory)); }
};
using device_buffer = std::unique_ptr<std::byte, free_device_memory>;

inline device_buffer allocate_on_device(std::size_t bytes) {
  void* memory = nullptr;
  if (bytes > 0) FALTUNG_BENCH_CUDA(cudaMalloc(&memory, bytes));
  return device_buffer(static_cast<std::byte*>(memory));
}

class event {
 public:
  event() { FALTUNG_BENCH_CUDA(cudaEventCreate(&handle_)); }
  event(const event&) = delete;
  event& operator=(const event&) = delete;
  ~event() { static_cast<void>(cudaEventDestroy(handle_)); }

  void record() { FALTUNG_BENCH_CUDA(cudaEventRecord(handle_, nullptr)); }
  // Waits for this one, which was recorded after `start`.
  [[nodiscard]] double seconds_since(const event& start) const {
    FALTUNG_BENCH_CUDA(cudaEventSynchronize(handle_));
    float milliseconds = 0;
    FALTUNG_BENCH_CUDA(cudaEventElapsedTime(&milliseconds, start.handle_, handle_));
    return static_cast<double>(milliseconds) * 1e-3;
  }

 private:
  cudaEvent_t handle_{};
};

}  // namespace faltung::bench
