// What the roofline bench measures: the shapes that the kernels are made for, at sizes beyond any cache.
#pragma once

#include <nlohmann/json.hpp>
#include <span>
#include <string>
#include <vector>

#include "faltung/options.hpp"
#include "faltung/problem.hpp"

namespace faltung::bench {

struct roofline_point {
  std::string name;   // unique
  std::string group;  // a panel of the plot
  problem description;
};

std::vector<roofline_point> roofline_points(bool quick);

// The ways that are measured for a point, the direct one first.
std::vector<method> roofline_methods(const problem& description);

// {"schema": "faltung-points-1", "points": [{"name", "group", "signal", "filter", "batch", "type", "mode"}]}: for
// peers.
nlohmann::ordered_json to_json(std::span<const roofline_point> points);

}  // namespace faltung::bench
