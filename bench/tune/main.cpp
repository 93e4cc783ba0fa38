// Looks for better sizes of the direct kernels' tiles: every policy of a list on every problem, and the lines that the
// library's policy headers would have for the best.
#include <CLI/CLI.hpp>
#include <chrono>
#include <cmath>
#include <cstddef>
#include <exception>
#include <filesystem>
#include <fstream>
#include <iostream>

#include "faltung/capabilities.hpp"
#include "io/file_error.hpp"
#include "measure/device.hpp"
#include "report/format.hpp"
#include "report/text_table.hpp"
#include "study/context.hpp"
#include "tune/run.hpp"

namespace {

using namespace faltung;
using namespace faltung::bench;

constexpr int skipped = 77;  // as tests say it

void print(std::ostream& out, const tune_table& table) {
  std::vector<std::string> header{table.family.name};
  for (const tune_problem& each : table.problems) header.push_back(each.name);
  header.emplace_back("over the best");
  text_table text(header, "lr");
  for (std::size_t c = 0; c < table.family.candidates.size(); ++c) {
    const tune_candidate& one = table.family.candidates[c];
    std::vector<std::string> row{values_of(one.fields) + (one.usual ? " (the library's)" : "")};
    for (std::size_t p = 0; p < table.problems.size(); ++p) {
      const double seconds = table.seconds(c, p);
      row.push_back(std::isfinite(seconds) ? duration(seconds) + (table.best(p) == c ? " *" : "") : "-");
    }
    row.push_back(std::isfinite(table.regret(c)) ? significant(table.regret(c)) : "-");
    text.add(row);
  }
  out << text;
  for (const tune_time& time : table.times) {
    if (!time.error.empty()) {
      out << "  no time of {" << values_of(table.family.candidates[time.candidate].fields) << "} at "
          << table.problems[time.problem].name << ": " << time.error << '\n';
    }
  }
  out << "best overall:\n" << table.family.candidates[table.best_overall()].code << "\n\n" << std::flush;
}

int run(int count, char** arguments) {
  CLI::App app{"Times the direct kernels cut to other sizes than the library's."};
  std::filesystem::path folder = "faltung-results";
  std::string only;
  double budget = 120;
  bool quick = false, tiny = false;
  app.add_option("--out", folder, "Folder for tune.json")->capture_default_str();
  app.add_option("--budget", budget, "Seconds for all measurements")->check(CLI::PositiveNumber)->capture_default_str();
  app.add_option("--only", only, "Families whose name holds this");
  app.add_flag("--quick", quick, "Smaller problems");
  app.add_flag("--tiny", tiny, "Problems that an interpreter can do; their times mean nothing");
  CLI11_PARSE(app, count, arguments);

  const capabilities machine = detect();
  if (!machine.cuda.usable()) {
    std::cout << "SKIPPED: NOTHING WAS MEASURED. No CUDA device can be used: " << machine.cuda.absent
              << "\nWhat the kernels execute, counted from their machine code: bench/results/static/report.txt\n";
    return skipped;
  }
  const tune_size size = tiny ? tune_size::tiny : quick ? tune_size::quick : tune_size::whole;
  std::vector<tune_family> families = tune_families();
  std::erase_if(families, [&](const tune_family& one) { return one.name.find(only) == std::string::npos; });
  if (families.empty()) throw CLI::ValidationError("--only", "no family's name holds " + only);
  std::vector<tune_table> tables;
  const auto start = std::chrono::steady_clock::now();
  for (const tune_family& family : families) {
    // What one family leaves is the others'.
    const std::chrono::duration<double> gone = std::chrono::steady_clock::now() - start;
    const std::ptrdiff_t left = &families.back() - &family + 1;
    tables.push_back(tune(family, size, (budget - gone.count()) / static_cast<double>(left)));
    print(std::cout, tables.back());
  }
  std::filesystem::create_directories(folder);
  const std::filesystem::path path = folder / "tune.json";
  std::ofstream file(path);
  file << to_json({{"device", machine.cuda.name}, {"library", library_version()}, {"date", utc_now()}}, tables).dump(1)
       << std::endl;
  if (!file) throw file_error(path.string(), "cannot be written");
  std::cout << "wrote " << path.string() << '\n';
  return 0;
}

}  // namespace

int main(int count, char** arguments) {
  try {
    return run(count, arguments);
  } catch (const std::exception& failure) {
    std::cerr << "faltung_tune: " << failure.what() << '\n';
    return 2;
  }
}
