// Launching, and what a launch is refused for.
#include <limits>
#include <memory>

#include "device.hpp"
#include "emulation/launch.hpp"
#include "execution.hpp"
#include "grid.hpp"
#include "kernel_name.hpp"

namespace faltung::emulation {
namespace {

bool valid(const cudaLaunchConfig_t& config) {
  const dim3& grid = config.gridDim;
  const dim3& block = config.blockDim;
  const bool grid_fits = grid.x >= 1 && grid.x <= std::numeric_limits<int>::max() && grid.y >= 1 && grid.y <= 65535 &&
                         grid.z >= 1 && grid.z <= 65535;
  const bool block_fits = block.x >= 1 && block.x <= 1024 && block.y >= 1 && block.y <= 1024 && block.z >= 1 &&
                          block.z <= 64 && std::size_t{block.x} * block.y * block.z <= 1024;
  return grid_fits && block_fits;
}

std::size_t shared_limit(const void* kernel) {
  return device::get().locked([&](device& it) {
    const auto found = it.shared_limits.find(kernel);
    return static_cast<std::size_t>(found == it.shared_limits.end() ? shared_bytes_default : found->second);
  });
}

cudaError_t run(const grid& work) {
  const execution chosen = current_execution();
  std::string finding =
      chosen.how == runner::threads ? run_as_threads(work) : run_as_fibers(work, chosen.turns, chosen.seed);
  if (finding.empty()) return cudaSuccess;
  device::get().locked([&](device& it) { it.finding = std::move(finding); });
  return cudaErrorLaunchFailure;
}

}  // namespace

cudaError_t launch(const cudaLaunchConfig_t& config, const void* kernel, std::function<void()> thread) {
  device& it = device::get();
  if (const cudaError_t error = it.enter("cudaLaunchKernelEx", cudaErrorLaunchOutOfResources)) return finish(error);
  if (kernel == nullptr) return finish(cudaErrorInvalidDeviceFunction);
  if (!valid(config)) return finish(cudaErrorInvalidConfiguration);
  if (config.dynamicSmemBytes > shared_limit(kernel)) return finish(cudaErrorInvalidValue);
  if (!it.locked([](const device& asked) { return asked.runs_kernels; })) return finish(cudaSuccess);

  auto work = std::make_shared<grid>();
  work->blocks = config.gridDim;
  work->threads = config.blockDim;
  work->shared_bytes = config.dynamicSmemBytes;
  work->kernel = kernel_name(kernel);
  work->body = std::move(thread);
  it.locked([&](device& counts) {
    ++counts.counted.launches[work->kernel];
    ++counts.counted.total_launches;
  });
  return finish(enqueue(config.stream, [work] { return run(*work); }));
}

}  // namespace faltung::emulation

using faltung::emulation::device;
using faltung::emulation::finish;

cudaError_t cudaFuncSetAttribute(const void* kernel, cudaFuncAttribute attribute, int value) {
  device& it = device::get();
  if (const cudaError_t error = it.enter("cudaFuncSetAttribute", cudaErrorInvalidDeviceFunction)) return finish(error);
  if (kernel == nullptr) return finish(cudaErrorInvalidDeviceFunction);
  if (attribute == cudaFuncAttributePreferredSharedMemoryCarveout) {
    return finish(value >= -1 && value <= 100 ? cudaSuccess : cudaErrorInvalidValue);
  }
  if (attribute != cudaFuncAttributeMaxDynamicSharedMemorySize || value < 0 ||
      value > faltung::emulation::shared_bytes_optin) {
    return finish(cudaErrorInvalidValue);
  }
  it.locked([&](device& limits) { limits.shared_limits[kernel] = value; });
  return finish(cudaSuccess);
}
