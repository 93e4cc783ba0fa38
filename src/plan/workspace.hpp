// A caller's workspace may start anywhere; buffers start at a multiple of workspace_alignment.
#pragma once

#include <cstddef>
#include <cstdint>

namespace faltung {

// Enough for SIMD on the CPU and for cuFFT and 16-byte accesses on the device.
inline constexpr std::size_t workspace_alignment = 256;

// Bytes to ask the caller for so that `bytes` aligned ones fit.
constexpr std::size_t with_alignment(std::size_t bytes) { return bytes == 0 ? 0 : bytes + workspace_alignment - 1; }

// Aligned bytes that fit whatever the start of `bytes`.
constexpr std::size_t aligned_part(std::size_t bytes) {
  return bytes < workspace_alignment ? 0 : bytes - (workspace_alignment - 1);
}

inline std::byte* aligned_start(std::byte* workspace) {
  const auto begin = reinterpret_cast<std::uintptr_t>(workspace);
  return workspace + (workspace_alignment - begin % workspace_alignment) % workspace_alignment;
}

}  // namespace faltung
