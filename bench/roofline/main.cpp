// Every kernel against the roofs of the device, all measured in the same run.
#include <CLI/CLI.hpp>
#include <exception>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <memory>

#include "faltung/capabilities.hpp"
#include "io/file_error.hpp"
#include "measure/device.hpp"
#include "report/format.hpp"
#include "report/progress.hpp"
#include "report/text_table.hpp"
#include "roofline/plot.hpp"
#include "study/context.hpp"

namespace {

using namespace faltung;
using namespace faltung::bench;

constexpr int skipped = 77;  // as tests say it

void write_text(const std::filesystem::path& path, const std::string& text) {
  std::ofstream file(path);
  file << text << std::flush;
  if (!file) throw file_error(path.string(), "cannot be written");
}

std::vector<roofline_result> measure(bool quick, const roofs& limits, const timing_settings& settings) {
  std::vector<roofline_result> results;
  std::vector<measurement> measurements;
  for (const roofline_point& point : roofline_points(quick)) {
    for (const method how : roofline_methods(point.description)) {
      const options request{.backend = backend::cuda, .method = how, .memory = memory::device};
      roofline_result& result = results.emplace_back();
      result.point = point;
      result.how = how;
      result.roof_seconds = roofline_seconds(point.description, limits);
      measurements.push_back({.name = point.name + ", " + std::string(to_string(how)),
                              .device_timed = true,
                              .make = [=] { return make_device_workload(point.description, request); },
                              .result = {}});
    }
  }
  progress bar(measurements.size(), std::cerr, stderr_is_terminal());
  measure_all(measurements, settings, [&](std::size_t done) { bar.advance_to(done + 1, measurements[done].name); });
  for (std::size_t i = 0; i < results.size(); ++i) results[i].time = measurements[i].result;
  return results;
}

void print(std::ostream& out, const std::vector<roofline_result>& results) {
  text_table table({"problem", "method", "outputs/s", "% of roof", "time", "spread"}, "llrrrr");
  for (const roofline_result& one : results) {
    if (!one.time.measured()) {
      table.add({one.point.name, std::string(to_string(one.how)), one.time.skipped, "", "", ""});
      continue;
    }
    table.add({one.point.name, std::string(to_string(one.how)), significant(one.outputs_per_second() / 1e9) + "e9",
               significant(100 * one.roof_share()), duration(one.time.median),
               significant(100 * (one.time.maximum / one.time.minimum - 1), 2) + " %"});
  }
  out << table;
}

int run(int count, char** arguments) {
  CLI::App app{"Measures how near the CUDA kernels come to what the device could do at most."};
  std::filesystem::path folder = "faltung-results";
  std::string list, commit;
  bool quick = false;
  timing_settings settings;
  app.add_option("--out", folder, "Folder for roofline.json and roofline.svg")->capture_default_str();
  app.add_option("--list", list, "Write the problems to this file, for peers, and measure nothing");
  app.add_option("--budget", settings.budget_seconds, "Seconds for the measurements")
      ->check(CLI::PositiveNumber)
      ->capture_default_str();
  app.add_option("--repetitions", settings.repetitions, "Measurements of each point")
      ->check(CLI::Range(1, 1000))
      ->capture_default_str();
  app.add_option("--commit", commit, "Noted in the results");
  app.add_flag("--quick", quick, "Fewer and smaller problems");
  CLI11_PARSE(app, count, arguments);

  if (!list.empty()) {
    write_text(list, to_json(roofline_points(quick)).dump(1) + "\n");
    return 0;
  }
  const capabilities machine = detect();
  if (!machine.cuda.usable()) {
    std::cout
        << "SKIPPED: NOTHING WAS MEASURED. No CUDA device can be used: " << machine.cuda.absent
        << "\nWhat the kernels execute, counted from their machine code: bench/results/static/report.txt, made by "
           "bench/static/report.py\n";
    return skipped;
  }
  roofline_context context{.device = machine.cuda.name,
                           .compute_capability = std::to_string(machine.cuda.compute_capability),
                           .driver = cuda_driver_version(),
                           .runtime = cuda_runtime_version(),
                           .library = library_version(),
                           .commit = commit,
                           .date = utc_now(),
                           .limits = measure_device_roofs()};
  std::cout << context.device << ": copies at "
            << significant(context.limits.copy_bytes_per_second.rbegin()->second / 1e9) << " GB/s, "
            << significant(context.limits.multiply_adds_per_second / 1e9) << "e9 multiply-adds/s in float32, "
            << significant(context.limits.double_multiply_adds_per_second / 1e9) << "e9 in float64, shared memory at "
            << significant(context.limits.shared_bytes_per_second / 1e9) << " GB/s\n"
            << std::flush;
  const std::vector<roofline_result> results = measure(quick, context.limits, settings);
  print(std::cout, results);
  std::filesystem::create_directories(folder);
  write_text(folder / "roofline.json", to_json(context, results).dump(1) + "\n");
  write_text(folder / "roofline.svg", roofline_plot(context, results));
  std::cout << "wrote " << (folder / "roofline.json").string() << " and " << (folder / "roofline.svg").string() << '\n';
  return 0;
}

}  // namespace

int main(int count, char** arguments) {
  try {
    return run(count, arguments);
  } catch (const std::exception& failure) {
    std::cerr << "faltung_roofline: " << failure.what() << '\n';
    return 2;
  }
}
