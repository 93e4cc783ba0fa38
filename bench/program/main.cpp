#include <CLI/CLI.hpp>

#include <exception>
#include <iostream>
#include <string_view>

#include "faltung/faltung.hpp"
#include "program/convolve.hpp"
#include "program/crossover.hpp"
#include "study/context.hpp"

namespace {

using namespace faltung;

struct methods_request {
  std::vector<std::int64_t> signal{100'000};
  std::vector<std::int64_t> filter{257};
  std::int64_t batch = 1;
  std::string type = "float32";
  std::string mode = "full";
};

shape shape_of(const std::vector<std::int64_t>& extents) {
  return extents.size() == 1 ? shape(extents[0]) : shape(extents[0], extents[1]);
}

element_type type_named(const std::string& name) { return name == to_string(float64) ? float64 : float32; }

void print_methods(const methods_request& request, const options& wish, const capabilities& machine) {
  const problem description{.signal = shape_of(request.signal),
                            .filter = shape_of(request.filter),
                            .batch = request.batch,
                            .type = type_named(request.type),
                            .mode = parse_mode(request.mode)};
  std::cout << machine << '\n' << description << '\n' << explain(description, wish, machine) << '\n';
}

// How a run was asked for; the defaults are the main job's.
struct command_line {
  bench::convolve_request convolve{.files = {}, .photograph = {}, .folder = "faltung-results", .options = {}};
  bench::crossover_request study;
  methods_request methods;
  std::string backend = "automatic";
  std::string method = "automatic";
  std::string type = "float32";

  void add_files(CLI::App& app) {
    app.add_option("files", convolve.files,
                   "Recording, impulse response (WAV), picture, filter (PNG), told apart by content; none: examples");
    app.add_option("--photograph", convolve.photograph, "Picture (PNG) to take where no file is named");
  }
  void add_choice(CLI::App& app) {
    app.add_option("--backend", backend, "automatic, cpu or cuda")->capture_default_str();
    app.add_option("--method", method, "automatic, reference, direct, fft or overlap_save")->capture_default_str();
  }
  void add_study(CLI::App& app) {
    app.add_option("--budget", study.settings.timing.budget_seconds, "Seconds for the study's measurements")
        ->check(CLI::PositiveNumber)
        ->capture_default_str();
    app.add_option("--repetitions", study.settings.timing.repetitions, "Measurements of each point")
        ->check(CLI::Range(1, 1000))
        ->capture_default_str();
    app.add_option("--longest", study.settings.longest_execution, "Skip points predicted to take more seconds")
        ->check(CLI::PositiveNumber)
        ->capture_default_str();
    app.add_option("--type", type, "float32 or float64")
        ->check(CLI::IsMember({"float32", "float64"}))
        ->capture_default_str();
    app.add_option("--commit", study.commit, "Noted in the results");
    app.add_flag("--quick", study.quick, "A coarse grid");
  }
  void add_folder(CLI::App& app) {
    app.add_option("--out", convolve.folder, "Folder for the results")->capture_default_str();
  }

  void finish() {
    convolve.options.backend = parse_backend(backend);
    convolve.options.method = parse_method(method);
    study.folder = convolve.folder;
    study.type = type_named(type);
  }
};

int run(int count, char** arguments) {
  CLI::App app{"Convolves sounds and pictures on CPU and GPU, and measures which way of doing so is fastest."};
  app.require_subcommand(0, 1);
  app.set_version_flag("--version", "faltung " + bench::library_version());
  command_line line;

  CLI::App* const all = app.add_subcommand("all", "convolve, then crossover");
  CLI::App* const convolve = app.add_subcommand("convolve", "Convolve files, verify every method, write WAV and PNG");
  CLI::App* const crossover =
      app.add_subcommand("crossover", "Measure all methods over filter lengths; table, JSON, SVG");
  CLI::App* const methods =
      app.add_subcommand("methods", "Print which methods there are for a problem, and the choice");
  for (CLI::App* const each : {all, convolve}) {
    line.add_files(*each);
    line.add_choice(*each);
  }
  for (CLI::App* const each : {all, crossover}) line.add_study(*each);
  for (CLI::App* const each : {all, convolve, crossover}) line.add_folder(*each);
  line.add_choice(*methods);
  methods->add_option("--signal", line.methods.signal, "Length, or height and width")
      ->expected(1, 2)
      ->capture_default_str();
  methods->add_option("--filter", line.methods.filter, "Length, or height and width")
      ->expected(1, 2)
      ->capture_default_str();
  methods->add_option("--batch", line.methods.batch, "Signals")->capture_default_str();
  methods->add_option("--type", line.methods.type, "float32 or float64")
      ->check(CLI::IsMember({"float32", "float64"}))
      ->capture_default_str();
  methods->add_option("--mode", line.methods.mode, "full, same or valid")->capture_default_str();
  CLI11_PARSE(app, count, arguments);
  line.finish();

  const capabilities machine = detect();
  if (methods->parsed()) {
    print_methods(line.methods, line.convolve.options, machine);
    return 0;
  }
  const bool everything = !convolve->parsed() && !crossover->parsed();
  bool good = true;
  if (!crossover->parsed()) {
    std::cout << machine << '\n';
    good = bench::convolve_files(line.convolve, machine, std::cout);
    std::cout << (good ? "\nEvery method that can run here kept its error bound.\n"
                       : "\nA method left its error bound: see above.\n")
              << std::flush;
  }
  if (crossover->parsed() || everything) bench::crossover_study(line.study, machine, std::cout);
  return good ? 0 : 1;
}

}  // namespace

int main(int count, char** arguments) {
  try {
    return run(count, arguments);
  } catch (const std::exception& failure) {
    const std::string_view words = failure.what();  // the library's own start with its name
    std::cerr << (words.starts_with("faltung: ") ? "" : "faltung: ") << words << '\n';
    return 2;
  }
}
