// Times every candidate on every problem of its family.
#pragma once

#include <nlohmann/json.hpp>
#include <span>
#include <string>
#include <vector>

#include "tune/candidate.hpp"
#include "tune/problems.hpp"

namespace faltung::bench {

struct tune_time {
  std::size_t candidate;
  std::size_t problem;
  double seconds;     // median; not finite where there is none
  std::string error;  // why; empty where there is a time
};

struct tune_table {
  tune_family family;
  std::vector<tune_problem> problems;
  std::vector<tune_time> times;

  [[nodiscard]] double seconds(std::size_t candidate, std::size_t problem) const;
  // The candidate with the least time there.
  [[nodiscard]] std::size_t best(std::size_t problem) const;
  // Geometric mean over the problems of its time over the best one's; infinite where it failed at one.
  [[nodiscard]] double regret(std::size_t candidate) const;
  [[nodiscard]] std::size_t best_overall() const;
};

// What does not fit into the budget is left out with that reason. A candidate whose output has other bits than the
// library's is an error of its own: a faster kernel that computes something else is none.
tune_table tune(const tune_family& family, tune_size size, double budget_seconds);

// {"schema": "faltung-tune-1", "context": ..., "families": [{"name", "candidates": [...], "best": {...}}]}
nlohmann::ordered_json to_json(const nlohmann::ordered_json& context, std::span<const tune_table> tables);

}  // namespace faltung::bench
