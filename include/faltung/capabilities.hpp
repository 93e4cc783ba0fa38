/// What a machine can do, as a value: selection reads this and nothing else, so that any machine can be asked what
/// another one would choose.
#pragma once

#include <cstddef>
#include <iosfwd>
#include <string>

#include "faltung/export.hpp"

namespace faltung {

struct cpu_capabilities {
  std::string name = "portable";
  int threads = 1;
  /// Fused multiply-adds per second of one thread, float32; float64 has half.
  double multiply_adds_per_second = 20e9;
  /// Bytes read plus written per second from memory, all threads together.
  double bytes_per_second = 20e9;
  /// Of one vector of the instruction set used. CPU overlap_save works on as many segments at once as it has numbers,
  /// or on as many columns of a tile.
  int vector_bytes = 16;
  /// Whether the library was built with a whole-signal CPU FFT. overlap_save needs none.
  bool fft = false;
};

struct cuda_capabilities {
  /// Empty when the device can be used; otherwise why not, for instance the driver's answer.
  std::string absent = "not looked for";
  std::string name{};
  int compute_capability = 0;  ///< 10 * major + minor
  int multiprocessors = 0;
  double multiply_adds_per_second = 0;  ///< float32, whole device
  double double_multiply_adds_per_second = 0;
  double bytes_per_second = 0;       ///< device memory, read plus written
  double host_bytes_per_second = 0;  ///< between host and device, one direction
  std::size_t memory_bytes = 0;
  std::size_t shared_bytes_per_block = 0;
  /// Whether kernels can read and write what malloc returns, so that host pointers are device pointers too.
  bool reaches_host_memory = false;
  /// Empty when cuFFT can be opened; otherwise why not.
  std::string fft_absent = "not looked for";

  [[nodiscard]] bool usable() const noexcept { return absent.empty(); }
};

struct capabilities {
  cpu_capabilities cpu{};
  cuda_capabilities cuda{};
};

/// This machine's, as seen by the calling thread's current CUDA device. Never throws for want of a device or a driver.
[[nodiscard]] FALTUNG_EXPORT capabilities detect();

FALTUNG_EXPORT std::ostream& operator<<(std::ostream& out, const capabilities& machine);

}  // namespace faltung
