#include "host_cost/bare_launch.hpp"

#include "measure/cuda_check.hpp"

namespace faltung::bench {
namespace {

__global__ void nothing(const int) {}

}  // namespace

void bare_launch() {
  cudaLaunchConfig_t config{};
  config.gridDim = dim3(1);
  config.blockDim = dim3(32);
  FALTUNG_BENCH_CUDA(cudaLaunchKernelEx(&config, nothing, 0));
}

}  // namespace faltung::bench
