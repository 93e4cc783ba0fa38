#include "tune/run.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstring>
#include <limits>

#include "faltung/capabilities.hpp"
#include "material/noise.hpp"
#include "measure/device_buffer.hpp"

namespace faltung::bench {
namespace {

using clock = std::chrono::steady_clock;
constexpr double none = std::numeric_limits<double>::infinity();
constexpr std::size_t copies = 2;  // of the data, in turns: the sizes are beyond any cache

std::size_t bytes(std::int64_t elements) { return static_cast<std::size_t>(elements) * sizeof(float); }

class bench_data {
 public:
  explicit bench_data(const problem& description)
      : where_(resolve(description)),
        outputs_(output_shape(description).elements() * description.batch),
        host_taps_(noise<float>(static_cast<std::size_t>(description.filter.elements()), 2)),
        taps_(on_device(host_taps_)) {
    for (std::size_t i = 0; i < copies; ++i) {
      signals_.push_back(
          on_device(noise<float>(static_cast<std::size_t>(description.signal.elements() * description.batch), 1)));
      results_.push_back(allocate_on_device(bytes(outputs_)));
    }
  }

  void launch(const tune_candidate& one) {
    const std::size_t turn = turn_++ % copies;
    one.launch(where_,
               {pointer(signals_[turn]), pointer(taps_), pointer(results_[turn]), host_taps_.data(), multiprocessors_},
               nullptr);
  }

  // Of one launch, from the start.
  std::vector<float> result(const tune_candidate& one) {
    turn_ = 0;
    FALTUNG_BENCH_CUDA(cudaMemset(results_[0].get(), 0xff, bytes(outputs_)));
    launch(one);
    std::vector<float> values(static_cast<std::size_t>(outputs_));
    FALTUNG_BENCH_CUDA(cudaMemcpy(values.data(), results_[0].get(), bytes(outputs_), cudaMemcpyDeviceToHost));
    return values;
  }

  double median_seconds(const tune_candidate& one, int repetitions) {
    event start, stop;
    const auto timed = [&](int executions) {
      start.record();
      for (int i = 0; i < executions; ++i) launch(one);
      stop.record();
      return stop.seconds_since(start) / executions;
    };
    // Enough between two events that the time of an event does not count.
    const int executions = static_cast<int>(std::clamp(200e-6 / timed(1), 1.0, 64.0));
    std::vector<double> seconds;
    for (int i = 0; i < repetitions; ++i) seconds.push_back(timed(executions));
    std::sort(seconds.begin(), seconds.end());
    return seconds[seconds.size() / 2];
  }

 private:
  static device_buffer on_device(const std::vector<float>& values) {
    device_buffer copy = allocate_on_device(values.size() * sizeof(float));
    FALTUNG_BENCH_CUDA(cudaMemcpy(copy.get(), values.data(), values.size() * sizeof(float), cudaMemcpyHostToDevice));
    return copy;
  }
  static float* pointer(const device_buffer& memory) { return reinterpret_cast<float*>(memory.get()); }

  geometry where_;
  std::int64_t outputs_;
  std::vector<float> host_taps_;
  device_buffer taps_;
  std::vector<device_buffer> signals_;
  std::vector<device_buffer> results_;
  std::size_t turn_ = 0;
  int multiprocessors_ = detect().cuda.multiprocessors;
};

nlohmann::ordered_json fields_json(const tune_candidate& one) {
  nlohmann::ordered_json fields;
  for (const auto& [name, value] : one.fields) fields[name] = value;
  return fields;
}

}  // namespace

std::vector<tune_problem> tune_problems(tune_size size) {
  const bool tiny = size == tune_size::tiny;
  const std::int64_t samples = tiny ? 6000 : std::int64_t{1} << (size == tune_size::quick ? 23 : 25);
  const std::int64_t edge = tiny ? 70 : size == tune_size::quick ? 2048 : 4096;
  std::vector<tune_problem> problems;
  for (const std::int64_t taps : tiny ? std::vector<std::int64_t>{9} : std::vector<std::int64_t>{9, 31, 63, 129, 255}) {
    problems.push_back({"1d m=" + std::to_string(taps), {.signal = samples, .filter = taps, .mode = mode::same}});
  }
  for (const std::int64_t taps : tiny ? std::vector<std::int64_t>{5} : std::vector<std::int64_t>{5, 9, 17, 31}) {
    problems.push_back(
        {"2d k=" + std::to_string(taps), {.signal = {edge, edge}, .filter = {taps, taps}, .mode = mode::same}});
  }
  return problems;
}

double tune_table::seconds(std::size_t candidate, std::size_t problem) const {
  const auto found = std::find_if(times.begin(), times.end(), [&](const tune_time& one) {
    return one.candidate == candidate && one.problem == problem;
  });
  return found == times.end() || !found->error.empty() ? none : found->seconds;
}

std::size_t tune_table::best(std::size_t problem) const {
  std::size_t found = 0;
  for (std::size_t i = 1; i < family.candidates.size(); ++i) {
    if (seconds(i, problem) < seconds(found, problem)) found = i;
  }
  return found;
}

double tune_table::regret(std::size_t candidate) const {
  double logarithms = 0;
  for (std::size_t i = 0; i < problems.size(); ++i) {
    const double own = seconds(candidate, i);
    if (own == none) return none;
    logarithms += std::log(own / seconds(best(i), i));
  }
  return std::exp(logarithms / static_cast<double>(problems.size()));
}

std::size_t tune_table::best_overall() const {
  std::size_t found = 0;
  for (std::size_t i = 1; i < family.candidates.size(); ++i) {
    if (regret(i) < regret(found)) found = i;
  }
  return found;
}

tune_table tune(const tune_family& family, tune_size size, double budget_seconds) {
  const auto deadline = clock::now() + std::chrono::duration<double>(budget_seconds);
  tune_table table{family, {}, {}};
  for (const tune_problem& each : tune_problems(size)) {
    const bool taken = family.filter == 0 || each.description.filter[0] == family.filter;
    if (each.description.signal.rank() == family.rank && taken) table.problems.push_back(each);
  }
  for (std::size_t p = 0; p < table.problems.size(); ++p) {
    bench_data data(table.problems[p].description);
    const std::vector<float> expected = data.result(family.candidates.front());
    for (std::size_t c = 0; c < family.candidates.size(); ++c) {
      tune_time& time = table.times.emplace_back(tune_time{c, p, none, ""});
      if (clock::now() > deadline) {
        time.error = "the time budget was spent";
        continue;
      }
      try {
        const std::vector<float> result = data.result(family.candidates[c]);
        if (std::memcmp(result.data(), expected.data(), result.size() * sizeof(float)) != 0) {
          time.error = "other bits than the first candidate's";
          continue;
        }
        time.seconds = data.median_seconds(family.candidates[c], size == tune_size::tiny ? 1 : 7);
      } catch (const std::exception& failure) {
        time.error = failure.what();
      }
    }
  }
  return table;
}

nlohmann::ordered_json to_json(const nlohmann::ordered_json& context, std::span<const tune_table> tables) {
  using json = nlohmann::ordered_json;
  json families = json::array();
  for (const tune_table& table : tables) {
    json candidates = json::array();
    for (std::size_t c = 0; c < table.family.candidates.size(); ++c) {
      const tune_candidate& one = table.family.candidates[c];
      json times = json::array();
      for (const tune_time& time : table.times) {
        if (time.candidate != c) continue;
        json entry = {{"problem", table.problems[time.problem].name}};
        if (time.error.empty()) {
          entry["seconds"] = time.seconds;
          entry["over_best"] = time.seconds / table.seconds(table.best(time.problem), time.problem);
        } else {
          entry["skipped"] = time.error;
        }
        times.push_back(entry);
      }
      const double regret = table.regret(c);
      candidates.push_back({{"policy", fields_json(one)},
                            {"code", one.code},
                            {"usual", one.usual},
                            {"over_best", regret == none ? json() : json(regret)},
                            {"times", times}});
    }
    json best;
    for (std::size_t p = 0; p < table.problems.size(); ++p) {
      best[table.problems[p].name] = table.family.candidates[table.best(p)].code;
    }
    families.push_back({{"name", table.family.name},
                        {"candidates", candidates},
                        {"best", best},
                        {"best_overall", table.family.candidates[table.best_overall()].code}});
  }
  return {{"schema", "faltung-tune-1"}, {"context", context}, {"families", families}};
}

}  // namespace faltung::bench
