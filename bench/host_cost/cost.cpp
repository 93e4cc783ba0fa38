#include "host_cost/cost.hpp"

#include <algorithm>
#include <chrono>
#include <limits>

#include "static/static_run.hpp"

namespace faltung::bench {

double least_seconds(const std::function<void()>& call, const std::function<void()>& wait) {
  using clock = std::chrono::steady_clock;
  // A device queues a thousand launches before it makes the host wait.
  constexpr int calls = 100;
  constexpr int rows = 20;
  double least = std::numeric_limits<double>::infinity();
  for (int row = 0; row < rows; ++row) {
    const clock::time_point start = clock::now();
    for (int i = 0; i < calls; ++i) call();
    const std::chrono::duration<double> taken = clock::now() - start;
    least = std::min(least, taken.count() / calls);
    wait();
  }
  return least;
}

host_cost host_cost_of(const static_problem& one, const std::function<void()>& wait) {
  static_run run(one.description, one.method);
  const candidate& chosen = run.planned().explain().choice();
  const std::string_view kernel = chosen.kernel.empty() ? to_string(chosen.method) : chosen.kernel;
  return {one.name, std::string(kernel), least_seconds([&] { run.execute(); }, wait)};
}

nlohmann::ordered_json to_json(const nlohmann::ordered_json& context, double bare_seconds,
                               const std::vector<host_cost>& costs) {
  using json = nlohmann::ordered_json;
  json list = json::array();
  for (const host_cost& one : costs)
    list.push_back({{"name", one.name},
                    {"kernel", one.kernel},
                    {"execute_ns", one.seconds * 1e9},
                    {"over_ns", (one.seconds - bare_seconds) * 1e9}});
  return {
      {"schema", "faltung-host-cost-1"}, {"context", context}, {"bare_launch_ns", bare_seconds * 1e9}, {"costs", list}};
}

}  // namespace faltung::bench
