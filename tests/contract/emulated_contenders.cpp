// The contract suite on the CUDA backend, compiled by the host compiler against doubles of the runtime and of cuFFT.
#include "contract/environment.hpp"

namespace faltung::test {

std::vector<contender> contenders() {
  std::vector<contender> all;
  for (const memory where : {memory::host, memory::device})
    for (const method how : {method::direct, method::fft, method::overlap_save})
      all.push_back({backend::cuda, how, where});
  return all;
}

scale problem_scale() { return scale::whole; }
bool batches_round_alike() { return true; }

}  // namespace faltung::test
