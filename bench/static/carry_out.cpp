// Carries out one problem of the static report, made smaller, for programs that watch what kernels do; --list names the
// problems.
#include <algorithm>
#include <exception>
#include <iostream>
#include <string_view>

#include "measure/cuda_check.hpp"
#include "static/problem_list.hpp"
#include "static/static_run.hpp"

namespace {

using namespace faltung;

// To what an interpreter does in seconds: still dozens of tiles, most of them inside.
problem smaller(problem description) {
  constexpr std::int64_t outputs = std::int64_t{1} << 17;
  const shape& signal = description.signal;
  constexpr std::int64_t edge = 512, row = outputs / 16;
  if (signal.rank() == 2) {
    description.signal = {std::min(signal[0], edge), std::min(signal[1], edge)};
  } else if (signal[0] > row) {
    // Where rows begin modulo 16 bytes matters.
    description.signal = row / description.bank * 16 + signal[0] % 16;
  }
  if (description.signal_layout) {  // a pixel's channels stay together
    description.signal_layout = description.output_layout = interleaved(signal, description.signal_layout->channels);
    return description;
  }
  const std::int64_t of_one = signal.elements() * description.bank;
  description.batch = std::clamp<std::int64_t>(outputs / of_one, 1, description.batch);
  return description;
}

}  // namespace

int main(int count, char** arguments) {
  const std::string_view wanted = count == 2 ? arguments[1] : "";
  try {
    for (const bench::static_problem& one : bench::static_problems()) {
      if (wanted == "--list") {
        std::cout << one.name << '\n';
      } else if (wanted == one.name) {
        bench::static_run(smaller(one.description), one.method, true).execute();
        FALTUNG_BENCH_CUDA(cudaDeviceSynchronize());
        return 0;
      }
    }
  } catch (const std::exception& failure) {
    std::cerr << "faltung_carry_out: " << failure.what() << '\n';
    return 2;
  }
  if (wanted == "--list") return 0;
  std::cerr << "faltung_carry_out: '" << wanted << "' is no problem of --list\n";
  return 2;
}
