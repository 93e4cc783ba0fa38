// The orders in which the emulator may run a block's threads: a missing barrier shows as a difference between them.
#pragma once

#include <cstdint>
#include <string>

#include "emulation/control.hpp"

namespace faltung::test {

struct schedule {
  const char* name;
  emulation::order order;
  std::uint64_t seed;
};
inline constexpr schedule schedules[] = {{"forward", emulation::order::forward, 0},
                                         {"reverse", emulation::order::reverse, 0},
                                         {"shuffled1", emulation::order::shuffled, 1},
                                         {"shuffled2", emulation::order::shuffled, 2}};

class scheduled {
 public:
  explicit scheduled(const schedule& how) { emulation::schedule(how.order, how.seed); }
  scheduled(const scheduled&) = delete;
  scheduled& operator=(const scheduled&) = delete;
  ~scheduled() { emulation::schedule(emulation::order::forward); }
};

}  // namespace faltung::test
