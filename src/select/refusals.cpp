#include "select/refusals.hpp"

#include <algorithm>
#include <string>

#include "select/bounds.hpp"

namespace faltung {

refusal inexact(const selection_context& context) {
  return {"options.method", std::string(to_string(context.request.method)),
          "a transform would not surely round to the exact integers"};
}

refusal refuse_inexact(const selection_context& context, const shape& transform) {
  const geometry& problem = context.problem;
  return !is_integer(problem.compute) || rounds_exactly(transform, problem) ? refusal{} : inexact(context);
}

refusal refuse_unchecked(const selection_context& context) {
  if (context.problem.overflow == overflow::error && may_overflow(context.problem))
    return {"problem.overflow", "error", "only the reference notices a sum that its type does not hold"};
  return {};
}

refusal refuse_boundless(const selection_context& context) {
  const auto reach = [](const axis_geometry& axis) {
    return static_cast<double>(axis.signal) + 2 * static_cast<double>(axis.filter);
  };
  const geometry& problem = context.problem;
  const double entries = std::max(1.0, static_cast<double>(problem.output_count()));
  if (reach(problem.rows) * reach(problem.columns) * entries < 0x1p54) return {};
  return {"options.method", std::string(to_string(context.request.method)), "no memory holds what it would need"};
}

refusal refuse_segments(const geometry& problem) {
  if (problem.rank != 1) return {"options.method", "overlap_save", "overlap_save is for 1D problems"};
  if (problem.columns.filter > problem.columns.signal)
    return {"options.method", "overlap_save", "overlap_save needs a filter no longer than the signal"};
  return {};
}

}  // namespace faltung
