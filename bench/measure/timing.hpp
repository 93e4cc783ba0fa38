// Runs a list of measurements through Google Benchmark, all in one run of it.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "measure/workload.hpp"

namespace faltung::bench {

struct timing {
  double minimum = 0;  // seconds of one execution
  double median = 0;
  double maximum = 0;
  int repetitions = 0;
  std::string skipped;  // why there is no time; empty where there is one

  [[nodiscard]] bool measured() const noexcept { return skipped.empty(); }
};

struct measurement {
  std::string name;
  bool device_timed = false;  // sets its own times, see workload
  std::function<std::unique_ptr<workload>()> make;
  timing result;
};

struct timing_settings {
  double budget_seconds = 120;  // what does not fit is skipped
  int repetitions = 5;
};

// Fills in the results, in order; `finished(index)` is called after each. One workload exists at a time. A workload
// that cannot be made or throws is skipped with its error's words.
void measure_all(std::vector<measurement>& measurements, const timing_settings& settings,
                 const std::function<void(std::size_t)>& finished);

}  // namespace faltung::bench
