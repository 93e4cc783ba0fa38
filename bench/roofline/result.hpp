// What the roofline bench found.
#pragma once

#include <nlohmann/json.hpp>
#include <span>
#include <string>
#include <vector>

#include "measure/roofs.hpp"
#include "measure/timing.hpp"
#include "roofline/points.hpp"

namespace faltung::bench {

struct roofline_result {
  roofline_point point;
  method how = method::direct;
  timing time;
  double roof_seconds = 0;

  [[nodiscard]] double outputs_per_second() const;
  [[nodiscard]] double roof_share() const { return roof_seconds / time.median; }
};

struct roofline_context {
  std::string device;
  std::string compute_capability;
  std::string driver;
  std::string runtime;
  std::string library;
  std::string commit;
  std::string date;
  roofs limits;
};

// Least time for the problem, by direct summation or by none at all: what must be moved, or multiplied where that takes
// longer. A filter of known rank is multiplied as its column and row filters.
double roofline_seconds(const problem& description, const roofs& machine);

// {"schema": "faltung-roofline-1", "context": {...}, "points": [...]}; times in seconds for the whole batch.
nlohmann::ordered_json to_json(const roofline_context& context, std::span<const roofline_result> results);

}  // namespace faltung::bench
