// One way of solving a problem that the study measures: a line in its plots.
#pragma once

#include <string>
#include <vector>

#include "faltung/capabilities.hpp"
#include "faltung/options.hpp"

namespace faltung::bench {

struct contender {
  faltung::backend backend = faltung::backend::cpu;
  faltung::method method = faltung::method::direct;
  faltung::memory memory = faltung::memory::host;

  [[nodiscard]] options request() const { return {.backend = backend, .method = method, .memory = memory}; }
  friend bool operator==(const contender&, const contender&) = default;
};

// "cpu direct", "cuda fft", and "cuda fft +copies" where host memory is carried over and back.
std::string name_of(const contender& one);

// All that the library knows, whether they can run here or not. Without a usable device the CPU's only.
std::vector<contender> contenders(const capabilities& machine);

}  // namespace faltung::bench
