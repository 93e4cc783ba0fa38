// Single problems, for a profiler or a quick comparison: faltung_bench --benchmark_filter=1d/cpu/direct
#include <benchmark/benchmark.h>

#include <exception>
#include <string>

#include "faltung/capabilities.hpp"
#include "faltung/error.hpp"
#include "faltung/explanation.hpp"
#include "measure/workload.hpp"
#include "study/contender.hpp"

namespace {

using namespace faltung;

void measure(benchmark::State& state, const problem& description, const options& request) {
  try {
    const auto work = bench::make_workload(description, request);
    work->run(state);
    state.SetItemsProcessed(state.iterations() * work->executions_per_iteration() *
                            output_shape(description).elements() * description.batch);
  } catch (const std::exception& failure) {
    state.SkipWithError(failure.what());
  }
}

bool possible(const problem& description, const options& request, const capabilities& machine) {
  try {
    static_cast<void>(explain(description, request, machine));
    return true;
  } catch (const unsupported&) {
    return false;
  }
}

void add(const std::string& kind, const problem& description, const capabilities& machine) {
  for (const bench::contender& one : bench::contenders(machine)) {
    const options request = one.request();
    if (!possible(description, request, machine)) continue;
    const std::string name = kind + "/" + std::string(to_string(one.backend)) + "/" +
                             std::string(to_string(one.method)) + "/" + std::string(to_string(one.memory)) + "/" +
                             std::string(to_string(description.type)) + "/n" + std::to_string(description.signal[0]) +
                             "/m" + std::to_string(description.filter[0]);
    auto* const entry = benchmark::RegisterBenchmark(
        name.c_str(), [=](benchmark::State& state) { measure(state, description, request); });
    if (one.memory == memory::device) {
      entry->UseManualTime();
    } else {
      entry->UseRealTime();
    }
  }
}

}  // namespace

int main(int count, char** arguments) {
  benchmark::Initialize(&count, arguments);
  if (benchmark::ReportUnrecognizedArguments(count, arguments)) return 1;
  const capabilities machine = detect();
  for (const element_type type : {float32, float64}) {
    for (const std::int64_t taps : {9, 65, 1025}) {
      add("1d", {.signal = 1 << 18, .filter = taps, .type = type, .mode = mode::same}, machine);
      add("batch", {.signal = 2048, .filter = taps, .batch = 128, .type = type, .mode = mode::same}, machine);
    }
    for (const std::int64_t edge : {3, 9, 33}) {
      add("2d", {.signal = {512, 512}, .filter = {edge, edge}, .type = type, .mode = mode::same}, machine);
    }
  }
  benchmark::RunSpecifiedBenchmarks();
}
