#include "api/filter_rank.hpp"

#include <cmath>
#include <vector>

#include "element.hpp"
#include "problem/components.hpp"
#include "separable/factors.hpp"

namespace faltung::detail {

bool rank_may_gain(const problem& description, const options& request, const capabilities& machine) {
  const element_type type = description.filter_type.value_or(description.type);
  const shape& extents = description.filter;
  const bool asked = request.method == method::separable;
  const bool one = description.filters == filters::shared && description.bank == 1;
  if (description.filter_rank != 0 || extents.rank() != 2 || !one || !request.separable ||
      (request.method != method::automatic && !asked) || is_integer(type) || is_complex(type))
    return false;
  // Below 5 x 5 taps two passes gain nothing, and the decomposition costs more than small images take.
  if (!asked && (extents[0] < 5 || extents[1] < 5)) return false;
  problem best = description;
  best.filter_rank = 1;
  return explain(best, request, machine).choice().method == method::separable;
}

std::int64_t rank_worth_telling(const problem& description, const options& request, const capabilities& machine,
                                const void* first) {
  const std::int64_t unknown = description.filter_rank;
  if (first == nullptr || !rank_may_gain(description, request, machine)) return unknown;
  const element_type type = description.filter_type.value_or(description.type);
  const shape& extents = description.filter;
  const layout at = description.filter_layout.value_or(contiguous(extents));
  std::vector<double> taps;
  for (std::int64_t row = 0; row < extents[0]; ++row)
    for (std::int64_t column = 0; column < extents[1]; ++column) {
      taps.push_back(kernel::read_element<double>(first, type, row * at.row + column * at.column));
      if (!std::isfinite(taps.back())) return unknown;
    }
  const std::int64_t rank = separable::numerical_rank(separable::factorize(taps, extents[0], extents[1], 0),
                                                      separable::tolerance_of(unit_roundoff(type)));
  return rank <= most_summed ? rank : unknown;
}

}  // namespace faltung::detail
