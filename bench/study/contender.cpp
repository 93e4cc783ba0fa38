#include "study/contender.hpp"

namespace faltung::bench {

std::string name_of(const contender& one) {
  const bool copies = one.backend == backend::cuda && one.memory == memory::host;
  return std::string(to_string(one.backend)) + " " + std::string(to_string(one.method)) + (copies ? " +copies" : "");
}

std::vector<contender> contenders(const capabilities& machine) {
  std::vector<contender> all;
  const auto add = [&all](backend where, memory data) {
    for (const method how : {method::direct, method::fft, method::overlap_save}) all.push_back({where, how, data});
  };
  add(backend::cpu, memory::host);
  if (machine.cuda.usable()) {
    add(backend::cuda, memory::host);
    add(backend::cuda, memory::device);
  }
  return all;
}

}  // namespace faltung::bench
