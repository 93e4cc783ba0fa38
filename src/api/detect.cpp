#include "cpu/backend.hpp"
#include "cuda/backend.hpp"
#include "faltung/capabilities.hpp"

namespace faltung {

capabilities detect() { return {.cpu = cpu::detect(), .cuda = cuda::detect()}; }

}  // namespace faltung
