// What executing a plan on device memory costs the host until it may go on.
#pragma once

#include <functional>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "static/problem_list.hpp"

namespace faltung::bench {

// Of one call: the least mean over several calls in a row, none of which waits for the device. `wait` is called between
// rows and is not counted.
double least_seconds(const std::function<void()>& call, const std::function<void()>& wait);

struct host_cost {
  std::string name;
  std::string kernel;  // what carries the problem out; the method's name where several share it
  double seconds = 0;  // of an execution
};
host_cost host_cost_of(const static_problem& one, const std::function<void()>& wait);

// {"schema": "faltung-host-cost-1", "context", "bare_launch_ns", "costs": [{"name", "kernel", "execute_ns", "over_ns"}]}
nlohmann::ordered_json to_json(const nlohmann::ordered_json& context, double bare_seconds,
                               const std::vector<host_cost>& costs);

}  // namespace faltung::bench
