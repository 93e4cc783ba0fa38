// The device as it describes itself, and errors. Selection sees an H200, apart from its memory's size.
#include <cstring>
#include <map>

#include "device.hpp"

using faltung::emulation::device;
using faltung::emulation::finish;

namespace {

thread_local cudaError_t last_error = cudaSuccess;

constexpr int multiprocessors = 132;
constexpr int l2_bytes = 50 * 1024 * 1024;
constexpr int bus_bits = 6144;

struct error_text {
  const char* name;
  const char* meaning;
};

const std::map<cudaError_t, error_text>& error_texts() {
#define FALTUNG_EMULATION_ERROR(Name, meaning)      \
  {                                                 \
    cudaError##Name, { "cudaError" #Name, meaning } \
  }
  static const std::map<cudaError_t, error_text> texts = {
      {cudaSuccess, {"cudaSuccess", "no error"}},
      FALTUNG_EMULATION_ERROR(InvalidValue, "invalid argument"),
      FALTUNG_EMULATION_ERROR(MemoryAllocation, "out of memory"),
      FALTUNG_EMULATION_ERROR(InitializationError, "initialization error"),
      FALTUNG_EMULATION_ERROR(CudartUnloading, "driver shutting down"),
      FALTUNG_EMULATION_ERROR(InvalidConfiguration, "invalid configuration argument"),
      FALTUNG_EMULATION_ERROR(InvalidMemcpyDirection, "invalid copy direction for memcpy"),
      FALTUNG_EMULATION_ERROR(InsufficientDriver, "CUDA driver version is insufficient for CUDA runtime version"),
      FALTUNG_EMULATION_ERROR(InvalidDeviceFunction, "invalid device function"),
      FALTUNG_EMULATION_ERROR(NoDevice, "no CUDA-capable device is detected"),
      FALTUNG_EMULATION_ERROR(InvalidDevice, "invalid device ordinal"),
      FALTUNG_EMULATION_ERROR(NoKernelImageForDevice, "no kernel image is available for execution on the device"),
      FALTUNG_EMULATION_ERROR(InvalidResourceHandle, "invalid resource handle"),
      FALTUNG_EMULATION_ERROR(IllegalState, "the operation cannot be performed in the present state"),
      FALTUNG_EMULATION_ERROR(NotReady, "device not ready"),
      FALTUNG_EMULATION_ERROR(IllegalAddress, "an illegal memory access was encountered"),
      FALTUNG_EMULATION_ERROR(LaunchOutOfResources, "too many resources requested for launch"),
      FALTUNG_EMULATION_ERROR(LaunchFailure, "unspecified launch failure"),
      FALTUNG_EMULATION_ERROR(NotSupported, "operation not supported"),
      FALTUNG_EMULATION_ERROR(StreamCaptureUnsupported, "operation not permitted when stream is capturing"),
      FALTUNG_EMULATION_ERROR(StreamCaptureInvalidated, "operation failed due to a previous error during capture"),
      FALTUNG_EMULATION_ERROR(StreamCaptureUnmatched, "capture was not ended in the same stream as it began"),
      FALTUNG_EMULATION_ERROR(StreamCaptureImplicit,
                              "operation would make the legacy stream depend on a capturing one"),
      FALTUNG_EMULATION_ERROR(Unknown, "unknown error"),
  };
#undef FALTUNG_EMULATION_ERROR
  return texts;
}

error_text describe(cudaError_t error) {
  const auto found = error_texts().find(error);
  return found == error_texts().end() ? error_text{"unrecognized error code", "unrecognized error code"}
                                      : found->second;
}

const std::map<cudaDeviceAttr, int>& attributes() {
  static const std::map<cudaDeviceAttr, int> values = {
      {cudaDevAttrMaxThreadsPerBlock, 1024},
      {cudaDevAttrMaxBlockDimX, 1024},
      {cudaDevAttrMaxGridDimX, 2147483647},
      {cudaDevAttrMaxGridDimY, 65535},
      {cudaDevAttrMaxGridDimZ, 65535},
      {cudaDevAttrMaxSharedMemoryPerBlock, faltung::emulation::shared_bytes_default},
      {cudaDevAttrWarpSize, 32},
      {cudaDevAttrMaxRegistersPerBlock, 65536},
      {cudaDevAttrClockRate, 1980000},
      {cudaDevAttrMultiProcessorCount, multiprocessors},
      {cudaDevAttrIntegrated, 0},
      {cudaDevAttrMemoryClockRate, 3201000},
      {cudaDevAttrGlobalMemoryBusWidth, bus_bits},
      {cudaDevAttrL2CacheSize, l2_bytes},
      {cudaDevAttrMaxThreadsPerMultiProcessor, 2048},
      {cudaDevAttrComputeCapabilityMajor, 9},
      {cudaDevAttrComputeCapabilityMinor, 0},
      {cudaDevAttrMaxSharedMemoryPerMultiprocessor, faltung::emulation::shared_bytes_multiprocessor},
      {cudaDevAttrMaxRegistersPerMultiprocessor, 65536},
      {cudaDevAttrSingleToDoublePrecisionPerfRatio, 2},
      {cudaDevAttrPageableMemoryAccess, 0},
      {cudaDevAttrMaxSharedMemoryPerBlockOptin, faltung::emulation::shared_bytes_optin},
      {cudaDevAttrMaxBlocksPerMultiprocessor, 32},
      {cudaDevAttrReservedSharedMemoryPerBlock, 1024},
      {cudaDevAttrMemoryPoolsSupported, 1},
  };
  return values;
}

}  // namespace

cudaError_t faltung::emulation::finish(cudaError_t error) {
  if (error != cudaSuccess) last_error = error;
  return error;
}

// Neither of the two can fail, so neither is counted.
cudaError_t cudaGetLastError() {
  const cudaError_t error = last_error;
  last_error = cudaSuccess;
  return error;
}

cudaError_t cudaPeekAtLastError() { return last_error; }

const char* cudaGetErrorName(cudaError_t error) { return describe(error).name; }
const char* cudaGetErrorString(cudaError_t error) { return describe(error).meaning; }

// Without a driver these two answer all the same.
cudaError_t cudaDriverGetVersion(int* version) {
  if (version == nullptr) return finish(cudaErrorInvalidValue);
  const auto state = device::get().locked([](device& it) { return it.state; });
  *version = state == faltung::emulation::device_state::insufficient_driver ? 0 : CUDART_VERSION;
  return finish(cudaSuccess);
}

cudaError_t cudaRuntimeGetVersion(int* version) {
  if (version == nullptr) return finish(cudaErrorInvalidValue);
  *version = CUDART_VERSION;
  return finish(cudaSuccess);
}

cudaError_t cudaGetDeviceCount(int* count) {
  if (count == nullptr) return finish(cudaErrorInvalidValue);
  *count = 0;
  if (const cudaError_t error = device::get().enter("cudaGetDeviceCount", cudaErrorInitializationError))
    return finish(error);
  *count = 1;
  return finish(cudaSuccess);
}

cudaError_t cudaGetDevice(int* ordinal) {
  if (const cudaError_t error = device::get().enter("cudaGetDevice", cudaErrorInitializationError))
    return finish(error);
  if (ordinal == nullptr) return finish(cudaErrorInvalidValue);
  *ordinal = 0;
  return finish(cudaSuccess);
}

cudaError_t cudaSetDevice(int ordinal) {
  if (const cudaError_t error = device::get().enter("cudaSetDevice", cudaErrorInitializationError))
    return finish(error);
  return finish(ordinal == 0 ? cudaSuccess : cudaErrorInvalidDevice);
}

cudaError_t cudaDeviceSynchronize() {
  device& it = device::get();
  if (const cudaError_t error = it.enter("cudaDeviceSynchronize", cudaErrorLaunchFailure)) return finish(error);
  it.locked([](device& counts) { ++counts.counted.synchronisations; });
  return finish(faltung::emulation::refuse_during_capture());
}

cudaError_t cudaDeviceGetAttribute(int* value, cudaDeviceAttr attribute, int ordinal) {
  if (const cudaError_t error = device::get().enter("cudaDeviceGetAttribute", cudaErrorUnknown)) return finish(error);
  if (ordinal != 0) return finish(cudaErrorInvalidDevice);
  const auto found = attributes().find(attribute);
  if (value == nullptr || found == attributes().end()) return finish(cudaErrorInvalidValue);
  *value = found->second;
  return finish(cudaSuccess);
}

cudaError_t cudaGetDeviceProperties(cudaDeviceProp* properties, int ordinal) {
  device& it = device::get();
  if (const cudaError_t error = it.enter("cudaGetDeviceProperties", cudaErrorUnknown)) return finish(error);
  if (ordinal != 0) return finish(cudaErrorInvalidDevice);
  if (properties == nullptr) return finish(cudaErrorInvalidValue);
  *properties = {};
  std::strncpy(properties->name, "Emulated H200", sizeof properties->name - 1);
  properties->totalGlobalMem = it.locked([](device& memory) { return memory.memory_limit; });
  properties->sharedMemPerBlock = faltung::emulation::shared_bytes_default;
  properties->sharedMemPerBlockOptin = faltung::emulation::shared_bytes_optin;
  properties->sharedMemPerMultiprocessor = faltung::emulation::shared_bytes_multiprocessor;
  properties->major = 9;
  properties->multiProcessorCount = multiprocessors;
  properties->maxThreadsPerBlock = 1024;
  properties->maxThreadsPerMultiProcessor = 2048;
  properties->warpSize = 32;
  properties->l2CacheSize = l2_bytes;
  properties->memoryBusWidth = bus_bits;
  properties->regsPerBlock = properties->regsPerMultiprocessor = 65536;
  return finish(cudaSuccess);
}
