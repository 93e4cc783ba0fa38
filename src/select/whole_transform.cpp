#include "select/whole_transform.hpp"

#include "plan/transform_frame.hpp"
#include "select/transform_length.hpp"

namespace faltung {
namespace {

std::int64_t axis_transform(const axis_geometry& axis, boundary_rule rule) {
  if (has_period(axis, rule) && good_transform_length(axis.signal) == axis.signal) return axis.signal;
  return good_transform_length(frame_of(axis, rule, 0).length);
}

}  // namespace

shape whole_signal_transform(const geometry& problem) {
  const boundary_rule rule = problem.boundary.rule;
  const std::int64_t columns = axis_transform(problem.columns, rule);
  return problem.rank == 1 ? shape(columns) : shape(axis_transform(problem.rows, rule), columns);
}

}  // namespace faltung
