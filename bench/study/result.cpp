#include "study/result.hpp"

#include <algorithm>
#include <cmath>

#include "faltung/explanation.hpp"

namespace faltung::bench {
namespace {

std::vector<curve> times_in(const case_result& result, memory where) {
  std::vector<curve> curves;
  for (std::size_t i = 0; i < result.contenders.size(); ++i) {
    const bool here = result.contenders[i].memory == where;
    curves.push_back(here ? result.times(i) : curve(result.what.lengths.size()));
  }
  return curves;
}

std::vector<selection_point> choices_in(const case_result& result, memory where, const capabilities& machine) {
  const std::vector<curve> curves = times_in(result, where);
  std::vector<selection_point> choices;
  for (std::size_t i = 0; i < result.what.lengths.size(); ++i) {
    const options request{.backend = where == memory::device ? backend::cuda : backend::automatic, .memory = where};
    const candidate choice = explain(result.what.with(result.what.lengths[i]), request, machine).choice();
    const contender wanted{choice.backend, choice.method, where};
    const auto found = std::find(result.contenders.begin(), result.contenders.end(), wanted);
    selection_point point{static_cast<std::size_t>(found - result.contenders.begin()), {}};
    const auto best = lowest_at(curves, i);
    if (found != result.contenders.end() && best && curves[point.chosen][i]) {
      point.regret = *curves[point.chosen][i] / *curves[*best][i];
    }
    choices.push_back(point);
  }
  return choices;
}

}  // namespace

curve case_result::times(std::size_t contender) const {
  curve medians;
  for (const study_point& point : points[contender]) {
    medians.push_back(point.time.measured() ? std::optional(point.time.median) : std::nullopt);
  }
  return medians;
}

double case_result::outputs() const {
  return static_cast<double>(what.signal.elements()) * static_cast<double>(what.batch);
}

std::vector<double> case_result::positions() const { return {what.lengths.begin(), what.lengths.end()}; }

void conclude(case_result& result, const capabilities& machine) {
  result.host_choices = choices_in(result, memory::host, machine);
  result.crossings = lowest_changes(result.positions(), times_in(result, memory::host));
  if (!machine.cuda.usable()) return;
  result.device_choices = choices_in(result, memory::device, machine);
  result.device_crossings = lowest_changes(result.positions(), times_in(result, memory::device));
}

regret_summary summarise_regret(std::span<const case_result> results) {
  regret_summary summary;
  double logarithms = 0;
  for (const case_result& result : results) {
    for (const auto* choices : {&result.host_choices, &result.device_choices}) {
      for (std::size_t i = 0; i < choices->size(); ++i) {
        const std::optional<double> regret = (*choices)[i].regret;
        if (!regret) continue;
        ++summary.points;
        if (*regret <= 1.05) ++summary.best;
        logarithms += std::log(*regret);
        if (*regret <= summary.worst) continue;
        summary.worst = *regret;
        summary.worst_at = result.what.title + ", filter " + std::to_string(result.what.lengths[i]);
      }
    }
  }
  if (summary.points > 0) summary.geometric_mean = std::exp(logarithms / static_cast<double>(summary.points));
  return summary;
}

}  // namespace faltung::bench
