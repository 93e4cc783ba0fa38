// What executing a plan costs the host: the time until execute() comes back, beside that of a bare launch. Built a second
// time on the emulated device, where kernels are not run and what is left is the library's own code.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <exception>
#include <fstream>
#include <iostream>
#include <limits>
#include <map>
#include <string>

#include "faltung/capabilities.hpp"
#include "host_cost/bare_launch.hpp"
#include "host_cost/cost.hpp"
#include "io/file_error.hpp"
#include "measure/cuda_check.hpp"
#include "report/format.hpp"
#include "report/text_table.hpp"
#ifdef FALTUNG_EMULATION
#include "emulation/control.hpp"
#endif

namespace {

using namespace faltung;
using namespace faltung::bench;

constexpr int skipped = 77;  // as tests say it

// The dearest problem of each kernel.
std::map<std::string, host_cost> dearest(const std::vector<host_cost>& costs) {
  std::map<std::string, host_cost> found;
  for (const host_cost& one : costs) {
    host_cost& most = found.try_emplace(one.kernel, one).first->second;
    if (one.seconds > most.seconds) most = one;
  }
  return found;
}

int run(int count, char** arguments) {
  CLI::App app{"Measures what executing a plan on device memory costs the host, beyond a bare launch."};
  std::string path, commit;
  double most = std::numeric_limits<double>::infinity();
  app.add_option("--out", path, "Write all costs to this file as JSON");
  app.add_option("--commit", commit, "Noted in the file");
  app.add_option("--at-most", most, "Fail where an execution costs so many nanoseconds more than a bare launch")
      ->check(CLI::PositiveNumber);
  CLI11_PARSE(app, count, arguments);

#ifdef FALTUNG_EMULATION
  emulation::run_kernels(false);
#endif
  const capabilities machine = detect();
  if (!machine.cuda.usable()) {
    std::cout << "SKIPPED: NOTHING WAS MEASURED. No CUDA device can be used: " << machine.cuda.absent << '\n';
    return skipped;
  }
  const auto wait = [] { FALTUNG_BENCH_CUDA(cudaDeviceSynchronize()); };
  const double bare = least_seconds(bare_launch, wait);
  std::vector<host_cost> costs;
  for (const static_problem& one : static_problems()) costs.push_back(host_cost_of(one, wait));

  const auto over = [&](const host_cost& one) { return (one.seconds - bare) * 1e9; };
  std::cout << "A bare launch costs the host " << duration(bare) << " on " << machine.cuda.name << ".\n";
  text_table table({"kernel", "execution", "over a bare launch", "dearest problem"}, "lrrl");
  bool all_cheap = true;
  for (const auto& [kernel, one] : dearest(costs)) {
    table.add({kernel, duration(one.seconds), significant(over(one)) + " ns", one.name});
    all_cheap = all_cheap && over(one) <= most;
  }
  std::cout << table;
  if (!path.empty()) {
    std::ofstream file(path);
    file << to_json({{"device", machine.cuda.name}, {"commit", commit}, {"date", utc_now()}}, bare, costs).dump(1)
         << std::endl;
    if (!file) throw file_error(path, "cannot be written");
  }
  if (!all_cheap) std::cerr << "faltung_host_cost: more than " << most << " ns over a bare launch\n";
  return all_cheap ? 0 : 1;
}

}  // namespace

int main(int count, char** arguments) {
  try {
    return run(count, arguments);
  } catch (const std::exception& failure) {
    std::cerr << "faltung_host_cost: " << failure.what() << '\n';
    return 2;
  }
}
