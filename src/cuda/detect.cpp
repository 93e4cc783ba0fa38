#include <cuda_runtime_api.h>

#include <map>
#include <mutex>
#include <string>

#include "cuda/backend.hpp"

namespace faltung::cuda {
namespace {

// Multiply-adds per clock of one multiprocessor (CUDA C++ Programming Guide, throughput of native instructions).
struct rates {
  double single;
  double twice;  // double precision
};
constexpr rates rates_of(int compute_capability) {
  switch (compute_capability) {
    case 75: return {64, 2};
    case 80: return {64, 32};
    case 90:
    case 100: return {128, 64};
    default: return {128, 2};
  }
}

// What a copy kernel reaches of the memory clock times the bus width.
constexpr double copy_efficiency = 0.85;
// PCIe 4 x16 with pinned memory; nothing that can be asked for tells.
constexpr double host_bytes_per_second = 20e9;

// Empties the runtime's record, so that no later call is blamed.
bool failed(cudaError_t status, std::string& why) {
  if (status == cudaSuccess) return false;
  static_cast<void>(cudaGetLastError());
  why = cudaGetErrorString(status);
  return true;
}

cuda_capabilities ask(int device) {
  cuda_capabilities found;
  cudaDeviceProp properties;
  if (failed(cudaGetDeviceProperties(&properties, device), found.absent)) return found;
  // Clock rates left the properties with CUDA 13.
  const auto attribute = [&](cudaDeviceAttr which) {
    int value = 0;
    if (found.absent.empty()) static_cast<void>(failed(cudaDeviceGetAttribute(&value, which, device), found.absent));
    return value;
  };
  found.absent.clear();
  found.name = properties.name;
  found.memory_bytes = properties.totalGlobalMem;
  found.compute_capability =
      10 * attribute(cudaDevAttrComputeCapabilityMajor) + attribute(cudaDevAttrComputeCapabilityMinor);
  found.multiprocessors = attribute(cudaDevAttrMultiProcessorCount);
  found.shared_bytes_per_block = static_cast<std::size_t>(attribute(cudaDevAttrMaxSharedMemoryPerBlockOptin));
  found.reaches_host_memory = attribute(cudaDevAttrPageableMemoryAccess) != 0;
  const double clocks = found.multiprocessors * 1e3 * attribute(cudaDevAttrClockRate);
  const rates per_clock = rates_of(found.compute_capability);
  found.multiply_adds_per_second = clocks * per_clock.single;
  found.double_multiply_adds_per_second = clocks * per_clock.twice;
  // Two transfers per memory clock, bus width in bits.
  found.bytes_per_second = 2e3 * attribute(cudaDevAttrMemoryClockRate) *
                           (attribute(cudaDevAttrGlobalMemoryBusWidth) / 8.0) * copy_efficiency;
  found.host_bytes_per_second = host_bytes_per_second;
  return found;
}

}  // namespace

cuda_capabilities detect() {
  static std::mutex mutex;
  static std::map<int, cuda_capabilities> known;  // devices that answered; a failure may pass
  cuda_capabilities none;
  int count = 0;
  int device = 0;
  if (!failed(cudaGetDeviceCount(&count), none.absent)) {
    if (count == 0) {
      none.absent = "no CUDA device";
    } else if (!failed(cudaGetDevice(&device), none.absent)) {
      const std::lock_guard lock(mutex);
      if (const auto found = known.find(device); found != known.end()) return found->second;
      cuda_capabilities asked = ask(device);
      asked.fft_absent = asked.absent;
      if (asked.usable()) known.emplace(device, asked);
      return asked;
    }
  }
  none.fft_absent = none.absent;
  return none;
}

}  // namespace faltung::cuda
