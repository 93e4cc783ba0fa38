// The roofs of this machine's CPU, measured.
#pragma once

#include "measure/roofs.hpp"

namespace faltung::bench {

// With that many threads at once. Copies of 16 KiB to 256 MiB; takes about a second.
roofs measure_cpu_roofs(int threads);

}  // namespace faltung::bench
