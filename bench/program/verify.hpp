// Holds every method that can run here against the reference.
#pragma once

#include <iosfwd>
#include <span>
#include <string>
#include <vector>

#include "faltung/capabilities.hpp"
#include "faltung/options.hpp"
#include "faltung/problem.hpp"

namespace faltung::bench {

struct verdict {
  faltung::backend backend = faltung::backend::cpu;
  faltung::method method = faltung::method::direct;
  double seconds = 0;
  // Largest error over what the method's bound allows there; at most 1 when the method keeps its word. Infinite for a
  // result that is not a number.
  double worst = 0;
  std::string refused;  // why it cannot run; empty when it did

  [[nodiscard]] bool ran() const noexcept { return refused.empty(); }
  [[nodiscard]] bool good() const noexcept { return !ran() || worst <= 1; }
};

// Runs float32 data through each candidate in turn. The reference is computed from the same data in float64, whose own
// rounding is allowed for. `description.type` must be float32. Throws what plan throws for a malformed problem.
std::vector<verdict> verify(const problem& description, std::span<const float> signal, std::span<const float> filter,
                            const capabilities& machine);

// As a table. Returns whether all were good.
bool print_verdicts(std::ostream& out, std::span<const verdict> verdicts);

}  // namespace faltung::bench
