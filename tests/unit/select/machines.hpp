// Machines to ask about, none of which needs to be here.
#pragma once

#include "faltung/capabilities.hpp"

namespace faltung::test {

inline capabilities cpu_only() {
  capabilities machine;
  machine.cpu = {.name = "AVX-512",
                 .threads = 8,
                 .multiply_adds_per_second = 80e9,
                 .bytes_per_second = 40e9,
                 .vector_bytes = 64,
                 .fft = true};
  machine.cuda.absent = "CUDA driver version is insufficient for CUDA runtime version";
  return machine;
}

inline capabilities with_h200() {
  capabilities machine = cpu_only();
  machine.cuda = {.absent = "",
                  .name = "NVIDIA H200",
                  .compute_capability = 90,
                  .multiprocessors = 132,
                  .multiply_adds_per_second = 33.5e12,
                  .double_multiply_adds_per_second = 16.7e12,
                  .bytes_per_second = 4.3e12,
                  .host_bytes_per_second = 50e9,
                  .memory_bytes = std::size_t{139} << 30,
                  .shared_bytes_per_block = 227 * 1024,
                  .fft_absent = ""};
  return machine;
}

}  // namespace faltung::test
