// The CUDA runtime and device language for g++: kernels run on the host, device memory is host memory.
#pragma once

#include "cuda_runtime_api.h"
#include "emulation/device.hpp"
#include "emulation/intrinsics.hpp"
#include "emulation/launch.hpp"

template <class Value>
cudaError_t cudaMalloc(Value** memory, std::size_t bytes) {
  return cudaMalloc(reinterpret_cast<void**>(memory), bytes);
}

template <class Value>
cudaError_t cudaMallocAsync(Value** memory, std::size_t bytes, cudaStream_t stream) {
  return cudaMallocAsync(reinterpret_cast<void**>(memory), bytes, stream);
}

template <class Kernel>
cudaError_t cudaFuncSetAttribute(Kernel* kernel, cudaFuncAttribute attribute, int value) {
  return cudaFuncSetAttribute(reinterpret_cast<const void*>(kernel), attribute, value);
}
