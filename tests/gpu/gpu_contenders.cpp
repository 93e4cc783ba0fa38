// The contract suite on the device that is there, with small problems: an interpreter may stand in for the device.
#include "contract/environment.hpp"

namespace faltung::test {

std::vector<contender> contenders() {
  std::vector<contender> all;
  for (const memory where : {memory::device, memory::host})
    for (const method how : {method::direct, method::fft, method::overlap_save})
      all.push_back({backend::cuda, how, where});
  return all;
}

scale problem_scale() { return scale::small; }
bool batches_round_alike() { return false; }

}  // namespace faltung::test
