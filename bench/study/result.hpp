// What the study found.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "measure/timing.hpp"
#include "study/contender.hpp"
#include "study/crossing.hpp"
#include "study/grid.hpp"

namespace faltung::bench {

struct study_point {
  timing time;
  double predicted_seconds = 0;  // by the library; 0 where it refuses
  double roof_seconds = 0;
};

// What the library would take for the problem with data in that memory, among the contenders there.
struct selection_point {
  std::size_t chosen = 0;        // contender
  std::optional<double> regret;  // its time over the best contender's; nothing where it was not measured
};

struct case_result {
  study_case what;
  std::vector<contender> contenders;
  std::vector<std::vector<study_point>> points;  // [contender][length]
  std::vector<selection_point> host_choices;     // [length]
  std::vector<selection_point> device_choices;   // [length]; empty without a device
  std::vector<crossing> crossings;               // of the host's contenders; positions are filter lengths
  std::vector<crossing> device_crossings;

  // Median times of one contender, in seconds.
  [[nodiscard]] curve times(std::size_t contender) const;
  // Outputs of the whole batch.
  [[nodiscard]] double outputs() const;
  [[nodiscard]] std::vector<double> positions() const;
};

// Fills in what follows from the points: choices and crossings.
void conclude(case_result& result, const capabilities& machine);

struct regret_summary {
  std::size_t points = 0;
  std::size_t best = 0;  // points where the best was chosen, or one within 5 % of it
  double geometric_mean = 1;
  double worst = 1;
  std::string worst_at;
};
regret_summary summarise_regret(std::span<const case_result> results);

}  // namespace faltung::bench
