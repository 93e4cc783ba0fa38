#include <cuda_runtime_api.h>

#include <stdexcept>
#include <string>

#include "support/device_data.hpp"

namespace faltung::test {
namespace {

void require(cudaError_t answer) {
  if (answer != cudaSuccess) throw std::runtime_error(std::string("device data: ") + cudaGetErrorString(answer));
}

}  // namespace

void* allocate_on_device(std::size_t bytes) {
  void* data = nullptr;
  require(cudaMalloc(&data, bytes));
  return data;
}
void free_on_device(void* data) noexcept { cudaFree(data); }
void copy_to_device(void* to, const void* from, std::size_t bytes) {
  require(cudaMemcpy(to, from, bytes, cudaMemcpyHostToDevice));
  // A copy from pageable memory may return before it has arrived, and non-blocking streams do not wait for it.
  require(cudaDeviceSynchronize());
}
void copy_to_host(void* to, const void* from, std::size_t bytes) {
  require(cudaMemcpy(to, from, bytes, cudaMemcpyDeviceToHost));
}
void finish_device() { require(cudaDeviceSynchronize()); }
cuda_stream make_stream() {
  cudaStream_t stream = nullptr;
  require(cudaStreamCreateWithFlags(&stream, cudaStreamNonBlocking));
  return stream;
}
void free_stream(cuda_stream stream) noexcept { cudaStreamDestroy(stream); }

}  // namespace faltung::test
