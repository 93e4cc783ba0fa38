#include "study/crossing.hpp"

#include <cmath>

namespace faltung::bench {

std::optional<std::size_t> lowest_at(std::span<const curve> curves, std::size_t point) {
  std::optional<std::size_t> lowest;
  for (std::size_t i = 0; i < curves.size(); ++i) {
    const std::optional<double> value = curves[i][point];
    if (value && (!lowest || *value < *curves[*lowest][point])) lowest = i;
  }
  return lowest;
}

std::vector<crossing> lowest_changes(std::span<const double> positions, std::span<const curve> curves) {
  std::vector<crossing> changes;
  for (std::size_t i = 0; i + 1 < positions.size(); ++i) {
    const auto before = lowest_at(curves, i);
    const auto after = lowest_at(curves, i + 1);
    if (!before || !after || *before == *after) continue;
    const auto from_start = curves[*before][i];
    const auto from_end = curves[*before][i + 1];
    const auto to_start = curves[*after][i];
    const auto to_end = curves[*after][i + 1];
    if (!from_end || !to_start) continue;
    // Log of the ratio is straight between the points; it is at most 0 at the first and at least 0 at the second.
    const double start = std::log(*from_start / *to_start);
    const double end = std::log(*from_end / *to_end);
    const double share = end > start ? -start / (end - start) : 0.5;
    const auto between = [share](double a, double b) { return a * std::pow(b / a, share); };
    changes.push_back({between(positions[i], positions[i + 1]), between(*from_start, *from_end), *before, *after});
  }
  return changes;
}

}  // namespace faltung::bench
