// Every CUDA call of the benchmarks goes through this.
#pragma once

#include <cuda_runtime_api.h>

#include <stdexcept>
#include <string>

namespace faltung::bench {

inline void cuda_check(cudaError_t code, const char* call) {
  if (code == cudaSuccess) return;
  throw std::runtime_error(std::string(call) + ": " + cudaGetErrorString(code));
}

}  // namespace faltung::bench

#define FALTUNG_BENCH_CUDA(call) ::faltung::bench::cuda_check(call, #call)
