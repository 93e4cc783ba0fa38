#include "api/machine.hpp"
#include "cpu/backend.hpp"
#include "cuda/backend.hpp"
#include "faltung/capabilities.hpp"

namespace faltung {

capabilities detect() { return {.cpu = cpu::detect(), .cuda = cuda::detect()}; }

capabilities machine_for(const options& request) {
  capabilities machine{.cpu = request.threads > 0 ? cpu::detect(request.threads) : cpu::detect(), .cuda = {}};
  if (request.backend != backend::cpu) machine.cuda = cuda::detect();
  return machine;
}

}  // namespace faltung
