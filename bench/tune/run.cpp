#include "tune/run.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <limits>

#include "tune/data.hpp"

namespace faltung::bench {
namespace {

using clock = std::chrono::steady_clock;
constexpr double none = std::numeric_limits<double>::infinity();

nlohmann::ordered_json fields_json(const tune_candidate& one) {
  nlohmann::ordered_json fields;
  for (const auto& [name, value] : one.fields) fields[name] = value;
  return fields;
}

}  // namespace

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
  tune_table table{family, tune_problems(family.scope, size), {}};
  const auto note = [&](std::size_t candidate, std::size_t problem) -> tune_time& {
    return table.times.emplace_back(tune_time{candidate, problem, none, "the time budget was spent"});
  };
  const auto spent = [&] { return clock::now() > deadline; };
  for (std::size_t p = 0; p < table.problems.size(); ++p) {
    if (spent()) {
      for (std::size_t c = 0; c < family.candidates.size(); ++c) note(c, p);
      continue;
    }
    tune_data data(table.problems[p].description, family.scope.separable);
    const std::vector<std::byte> expected = data.library_result();
    for (std::size_t c = 0; c < family.candidates.size(); ++c) {
      tune_time& time = note(c, p);
      if (spent()) continue;
      try {
        const bool same = data.result(family.candidates[c]) == expected;
        time.error = same ? "" : "other bits than the library's";
        if (same) time.seconds = data.median_seconds(family.candidates[c], size == tune_size::tiny ? 1 : 7);
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
