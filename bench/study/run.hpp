// Measures a grid of problems with every contender.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "faltung/capabilities.hpp"
#include "measure/roofs.hpp"
#include "measure/timing.hpp"
#include "study/result.hpp"

namespace faltung::bench {

struct study_settings {
  timing_settings timing;
  double longest_execution = 0.5;  // seconds, as predicted; slower points are skipped
};

struct study_roofs {
  roofs cpu;
  roofs cuda;  // empty without a device
};

// `finished(done, total, name)` is called after each point.
std::vector<case_result> run_study(const std::vector<study_case>& grid, const capabilities& machine,
                                   const study_roofs& limits, const study_settings& settings,
                                   const std::function<void(std::size_t, std::size_t, const std::string&)>& finished);

}  // namespace faltung::bench
