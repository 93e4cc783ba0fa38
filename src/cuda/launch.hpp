// The only place where a kernel is launched.
#pragma once

#include <cuda_runtime.h>

#include <algorithm>
#include <cstddef>

#include "cuda/check.hpp"

namespace faltung::cuda {

// What gridDim.x can count; more blocks than that take several launches, each told its first block. y and z end at
// 65535.
inline constexpr long long max_blocks_per_launch = 0x7fffffff;
inline constexpr long long max_lines_per_launch = 65535;

struct launch_shape {
  long long blocks;
  int threads;
  std::size_t shared_bytes;
  cudaStream_t stream;
  long long blocks_per_launch = max_blocks_per_launch;
  unsigned lines = 1;   // of so many blocks each: the grid's y
  unsigned layers = 1;  // of so many lines each: the grid's z
};

template <class Problem>
void launch(const launch_shape& shape, void (*entry)(Problem, long long), const Problem& problem) {
  for (long long first = 0; first < shape.blocks; first += shape.blocks_per_launch) {
    cudaLaunchConfig_t config{};
    config.gridDim =
        dim3(static_cast<unsigned>(std::min(shape.blocks - first, shape.blocks_per_launch)), shape.lines, shape.layers);
    config.blockDim = dim3(static_cast<unsigned>(shape.threads));
    config.dynamicSmemBytes = shape.shared_bytes;
    config.stream = shape.stream;
    FALTUNG_CUDA_TRY(cudaLaunchKernelEx(&config, entry, problem, first));
  }
}

}  // namespace faltung::cuda
