#include <cuda_runtime_api.h>

#include <cstdint>
#include <map>
#include <mutex>
#include <string>

#include "cuda/backend.hpp"
#include "cuda/library_loads.hpp"

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

// Empty where there are devices. No driver and no device are answers that only another driver would change, and a driver
// that is missing is searched for at every call: 50 us, many times what a short convolution takes.
std::string why_no_device() {
  static std::mutex mutex;
  static std::string remembered;
  static std::uint64_t absent_at = 0;
  const std::lock_guard lock(mutex);
  const std::uint64_t loads = library_loads();
  if (absent_at == loads) return remembered;
  int count = 0;
  const cudaError_t status = cudaGetDeviceCount(&count);
  std::string why;
  if (!failed(status, why) && count == 0) why = "no CUDA device";
  if (status == cudaErrorInsufficientDriver || status == cudaErrorNoDevice) {
    remembered = why;
    absent_at = loads;
  }
  return why;
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
  int device = 0;
  none.absent = why_no_device();
  if (none.absent.empty() && !failed(cudaGetDevice(&device), none.absent)) {
    const std::lock_guard lock(mutex);
    if (const auto found = known.find(device); found != known.end()) return found->second;
    cuda_capabilities asked = ask(device);
    asked.fft_absent = asked.absent;
    if (asked.usable()) known.emplace(device, asked);
    return asked;
  }
  none.fft_absent = none.absent;
  return none;
}

}  // namespace faltung::cuda
