// What the emulator's own tests share: a clean device for each test, and launching in one line.
#pragma once

#include <gtest/gtest.h>

#include <cstddef>
#include <utility>
#include <vector>

#include "cuda_runtime.h"
#include "emulation/control.hpp"

namespace faltung::emulation {

class emulated : public testing::Test {
 protected:
  void SetUp() override {
    reset();
    cudaGetLastError();
    at_start_ = count();
  }
  void TearDown() override {
    reset();
    const counters now = count();
    EXPECT_EQ(now.live_allocations, at_start_.live_allocations);
    EXPECT_EQ(now.live_bytes, at_start_.live_bytes);
    EXPECT_EQ(now.live_streams, at_start_.live_streams);
    EXPECT_EQ(now.live_plans, at_start_.live_plans);
    EXPECT_EQ(now.live_graphs, at_start_.live_graphs);
    EXPECT_EQ(now.live_events, at_start_.live_events);
  }

 private:
  counters at_start_;
};

struct launch_shape {
  dim3 blocks = 1;
  dim3 threads = 32;
  std::size_t shared = 0;
  cudaStream_t stream = nullptr;
};

template <class... Parameters, class... Arguments>
cudaError_t run(const launch_shape& shape, void (*kernel)(Parameters...), Arguments&&... arguments) {
  cudaLaunchConfig_t config{};
  config.gridDim = shape.blocks;
  config.blockDim = shape.threads;
  config.dynamicSmemBytes = shape.shared;
  config.stream = shape.stream;
  return cudaLaunchKernelEx(&config, kernel, std::forward<Arguments>(arguments)...);
}

// Device memory that the host reads as it is: the emulated device's memory is the host's.
template <class Value>
class device_array {
 public:
  explicit device_array(std::size_t size) : size_(size) {
    EXPECT_EQ(cudaMalloc(&data_, size * sizeof(Value)), cudaSuccess);
  }
  explicit device_array(const std::vector<Value>& values) : device_array(values.size()) {
    EXPECT_EQ(cudaMemcpy(data_, values.data(), size_ * sizeof(Value), cudaMemcpyHostToDevice), cudaSuccess);
  }
  device_array(const device_array&) = delete;
  device_array& operator=(const device_array&) = delete;
  ~device_array() { cudaFree(data_); }

  [[nodiscard]] Value* data() const { return data_; }
  [[nodiscard]] std::vector<Value> values() const { return {data_, data_ + size_}; }

 private:
  Value* data_ = nullptr;
  std::size_t size_;
};

template <class Value>
__device__ Value* arena() {
  return static_cast<Value*>(shared_arena());
}

}  // namespace faltung::emulation
