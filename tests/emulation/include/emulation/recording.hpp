// Noting launches instead of running them: what a device would be told, for tools that reckon with it.
#pragma once

#include <cstddef>
#include <cstring>
#include <string>
#include <vector>

#include "cuda_runtime_api.h"

namespace faltung::emulation {

struct recorded_launch {
  std::string kernel;  // mangled, as the device compiler names it too; "kernel" where the symbol table was stripped
  dim3 blocks;
  dim3 threads;
  std::size_t shared_bytes = 0;
  std::vector<std::byte> parameters;  // as they lie in constant memory: each at its alignment
};

// While it is on, launches are kept and do nothing else.
void record_launches(bool on);
bool recording_launches();
void record_launch(const cudaLaunchConfig_t& config, const void* kernel, std::vector<std::byte> parameters);
// Those kept since the last call.
std::vector<recorded_launch> take_recorded_launches();

template <class... Parameters>
std::vector<std::byte> laid_out(const Parameters&... parameters) {
  std::vector<std::byte> bytes;
  const auto append = [&bytes](const auto& one, std::size_t alignment) {
    const std::size_t at = (bytes.size() + alignment - 1) / alignment * alignment;
    bytes.resize(at + sizeof one);
    std::memcpy(bytes.data() + at, &one, sizeof one);
  };
  (append(parameters, alignof(Parameters)), ...);
  return bytes;
}

}  // namespace faltung::emulation
