// The contract suite on the CPU backend.
#include "contract/environment.hpp"
#include "faltung/capabilities.hpp"

namespace faltung::test {

std::vector<contender> contenders() {
  std::vector<contender> all{
      {backend::cpu, method::reference}, {backend::cpu, method::direct}, {backend::cpu, method::overlap_save}};
  if (detect().cpu.fft) all.push_back({backend::cpu, method::fft});
  return all;
}

scale problem_scale() { return scale::whole; }
bool batches_round_alike() { return true; }

}  // namespace faltung::test
