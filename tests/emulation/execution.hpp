// How kernels are run at the moment.
#pragma once

#include <cstdint>

#include "emulation/control.hpp"

namespace faltung::emulation {

struct execution {
  runner how = runner::fibers;
  order turns = order::forward;
  std::uint64_t seed = 0;
};

execution current_execution();

}  // namespace faltung::emulation
