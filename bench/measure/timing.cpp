#include "measure/timing.hpp"

#include <algorithm>
#include <chrono>
#include <exception>

namespace faltung::bench {
namespace {

using clock = std::chrono::steady_clock;

// Shorter repetitions than this would time the clock; longer ones gain nothing that more of them do not.
constexpr double least_repetition = 2e-3;
constexpr double most_repetition = 50e-3;

timing summary(std::vector<double> seconds) {
  std::sort(seconds.begin(), seconds.end());
  const std::size_t middle = seconds.size() / 2;
  const double median = seconds.size() % 2 == 1 ? seconds[middle] : (seconds[middle - 1] + seconds[middle]) / 2;
  return {seconds.front(), median, seconds.back(), static_cast<int>(seconds.size()), ""};
}

class collector final : public benchmark::BenchmarkReporter {
 public:
  explicit collector(std::function<void(const std::vector<Run>&)> take) : take_(std::move(take)) {}
  bool ReportContext(const Context&) override { return true; }
  void ReportRuns(const std::vector<Run>& runs) override { take_(runs); }

 private:
  std::function<void(const std::vector<Run>&)> take_;
};

}  // namespace

void measure_all(std::vector<measurement>& measurements, const timing_settings& settings,
                 const std::function<void(std::size_t)>& finished) {
  if (measurements.empty()) return;
  const auto deadline = clock::now() + std::chrono::duration<double>(settings.budget_seconds);
  // Half for the repetitions; finding the number of iterations and making the plans take the rest.
  const double share = settings.budget_seconds / 2 /
                       (static_cast<double>(measurements.size()) * static_cast<double>(settings.repetitions));
  const double repetition = std::clamp(share, least_repetition, most_repetition);

  benchmark::ClearRegisteredBenchmarks();
  std::unique_ptr<workload> running;
  const measurement* owner = nullptr;
  double executions = 1;  // of the owner in each iteration
  std::string failure;    // of the owner
  bool ran = false;       // the owner, at least once
  for (const measurement& each : measurements) {
    auto* const entry = benchmark::RegisterBenchmark(each.name.c_str(), [&](benchmark::State& state) {
      try {
        if (owner != &each) {
          running.reset();
          owner = &each;
          failure = clock::now() > deadline ? "the time budget was spent" : "";
          ran = false;
          if (failure.empty()) {
            running = each.make();
            executions = running->executions_per_iteration();
          }
        }
        if (failure.empty()) {
          running->run(state);
          ran = true;
        }
      } catch (const std::exception& thrown) {
        failure = thrown.what();
      }
      if (failure.empty()) return;
      // Google Benchmark aborts the process where one repetition of several is skipped, so that must be all or none;
      // the others' iterations are gone through without work.
      if (!ran) {
        state.SkipWithError(failure.c_str());
      } else {
        while (state.KeepRunning()) state.SetIterationTime(1);
      }
    });
    entry->MinTime(repetition)->Repetitions(settings.repetitions);
    if (each.device_timed) {
      entry->UseManualTime();
    } else {
      entry->UseRealTime();
    }
  }

  std::size_t next = 0;
  collector reporter([&](const std::vector<benchmark::BenchmarkReporter::Run>& runs) {
    // The aggregates of a benchmark come in a call of their own, after its runs.
    std::vector<double> seconds;
    bool runs_of_next = false;
    for (const auto& run : runs) {
      if (run.run_type != benchmark::BenchmarkReporter::Run::RT_Iteration) continue;
      runs_of_next = true;
      seconds.push_back(run.real_accumulated_time / (static_cast<double>(run.iterations) * executions));
    }
    if (!runs_of_next || next >= measurements.size()) return;
    measurements[next].result = failure.empty() ? summary(seconds) : timing{.skipped = failure};
    finished(next++);
  });
  benchmark::RunSpecifiedBenchmarks(&reporter, ".");
  benchmark::ClearRegisteredBenchmarks();
}

}  // namespace faltung::bench
