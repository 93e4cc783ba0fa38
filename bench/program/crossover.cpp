#include "program/crossover.hpp"

#include <chrono>
#include <filesystem>
#include <fstream>
#include <iostream>

#include "io/file_error.hpp"
#include "measure/cpu_roofs.hpp"
#include "measure/device.hpp"
#include "report/format.hpp"
#include "report/progress.hpp"
#include "report/study_json.hpp"
#include "report/study_plot.hpp"
#include "report/study_table.hpp"
#include "study/context.hpp"

namespace faltung::bench {
namespace {

void write_text(const std::string& path, const std::string& text) {
  std::ofstream file(path);
  file << text << std::flush;
  if (!file) throw file_error(path, "cannot be written");
}

void print_roofs(std::ostream& out, const std::string& what, const roofs& machine) {
  const auto& copies = machine.copy_bytes_per_second;
  out << "  roofs of " << what << ": " << significant(machine.multiply_adds_per_second / 1e9)
      << "e9 multiply-adds/s in float32, " << significant(machine.double_multiply_adds_per_second / 1e9)
      << "e9 in float64; copies at " << significant(copies.rbegin()->second / 1e9) << " GB/s";
  if (copies.size() > 1) {
    const auto small = copies.lower_bound(std::size_t{1} << 16);
    out << " (" << significant(small->second / 1e9) << " GB/s at 64 KiB)";
  }
  out << ", read plus written" << std::endl;
}

}  // namespace

void crossover_study(const crossover_request& request, const capabilities& machine, std::ostream& out) {
  const auto start = std::chrono::steady_clock::now();
  const bool device = machine.cuda.usable();
  out << "\nCrossover study, " << request.type << ", budget " << duration(request.settings.timing.budget_seconds)
      << '\n';
  study_context context{.machine = machine,
                        .processor = processor_name(),
                        .driver = cuda_driver_version(),
                        .runtime = cuda_runtime_version(),
                        .library = library_version(),
                        .commit = request.commit,
                        .date = utc_now(),
                        .type = request.type,
                        .limits = {measure_cpu_roofs(machine.cpu.threads), device ? measure_device_roofs() : roofs{}},
                        .settings = request.settings};
  print_roofs(out, context.processor + ", " + std::to_string(machine.cpu.threads) + " threads", context.limits.cpu);
  if (device) {
    print_roofs(out, machine.cuda.name, context.limits.cuda);
  } else {
    out << "  no GPU here (" << machine.cuda.absent << "): the CPU half only\n";
  }

  std::vector<case_result> results;
  {
    std::unique_ptr<progress> bar;
    results = run_study(study_grid(request.type, request.quick), machine, context.limits, request.settings,
                        [&](std::size_t done, std::size_t total, const std::string& name) {
                          if (!bar) bar = std::make_unique<progress>(total, std::cerr, stderr_is_terminal());
                          bar->advance_to(done, name);
                        });
  }
  for (const case_result& result : results) print_case(out, result);
  out << '\n';
  print_skipped(out, results);
  print_regret(out, results);

  std::filesystem::create_directories(request.folder);
  const std::filesystem::path folder = request.folder;
  write_text(folder / "study.json", to_json(context, results).dump(1) + "\n");
  write_text(folder / "study.svg", study_plot(context, results));
  const std::chrono::duration<double> spent = std::chrono::steady_clock::now() - start;
  out << "  wrote " << (folder / "study.json").string() << " and " << (folder / "study.svg").string() << " after "
      << duration(spent.count()) << std::endl;
}

}  // namespace faltung::bench
