#include "study/run.hpp"

#include <algorithm>

#include "faltung/explanation.hpp"
#include "report/format.hpp"

namespace faltung::bench {
namespace {

// The prediction, or why there is nothing to measure.
study_point foresee(const problem& description, const contender& one, const capabilities& machine,
                    const study_roofs& limits, double longest) {
  study_point point;
  point.roof_seconds = roof_seconds(description, one.method, one.backend == backend::cuda ? limits.cuda : limits.cpu);
  const std::vector<candidate> all = explain(description, {.memory = one.memory}, machine).candidates;
  const auto found = std::find_if(all.begin(), all.end(), [&one](const candidate& each) {
    return each.backend == one.backend && each.method == one.method;
  });
  if (found == all.end()) {
    point.time.skipped = "the library knows no " + name_of(one);
  } else if (!found->refused.empty()) {
    point.time.skipped = found->refused;
  } else {
    point.predicted_seconds = found->predicted_seconds;
    if (found->predicted_seconds > longest) point.time.skipped = "predicted to take longer than " + duration(longest);
  }
  return point;
}

}  // namespace

std::vector<case_result> run_study(const std::vector<study_case>& grid, const capabilities& machine,
                                   const study_roofs& limits, const study_settings& settings,
                                   const std::function<void(std::size_t, std::size_t, const std::string&)>& finished) {
  std::vector<case_result> results;
  std::vector<measurement> measurements;
  struct place {
    std::size_t result, contender, length;
  };
  std::vector<place> places;
  for (const study_case& what : grid) {
    case_result result{.what = what,
                       .contenders = contenders(machine),
                       .points = {},
                       .host_choices = {},
                       .device_choices = {},
                       .crossings = {},
                       .device_crossings = {}};
    result.points.resize(result.contenders.size());
    // Contenders take turns at each length, so that a disturbance does not hit one curve only.
    for (std::size_t length = 0; length < what.lengths.size(); ++length) {
      const problem description = what.with(what.lengths[length]);
      for (std::size_t i = 0; i < result.contenders.size(); ++i) {
        const contender& one = result.contenders[i];
        result.points[i].push_back(foresee(description, one, machine, limits, settings.longest_execution));
        if (!result.points[i].back().time.measured()) continue;
        places.push_back({results.size(), i, length});
        measurements.push_back(
            {.name = what.title + ", filter " + std::to_string(what.lengths[length]) + ", " + name_of(one),
             .device_timed = one.memory == memory::device,
             .make = [description, one] { return make_workload(description, one.request()); },
             .result = {}});
      }
    }
    results.push_back(std::move(result));
  }

  measure_all(measurements, settings.timing,
              [&](std::size_t index) { finished(index + 1, measurements.size(), measurements[index].name); });
  for (std::size_t i = 0; i < places.size(); ++i) {
    const place& at = places[i];
    results[at.result].points[at.contender][at.length].time = measurements[i].result;
  }
  for (case_result& result : results) conclude(result, machine);
  return results;
}

}  // namespace faltung::bench
