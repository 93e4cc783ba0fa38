#include "separable/passes.hpp"

#include "faltung/boundary.hpp"

namespace faltung::separable {

passes passes_of(const geometry& whole, std::int64_t batch) {
  const auto rank = static_cast<int>(whole.filter_rank);
  const bool beyond = whole.boundary.rule != boundary_rule::zero;

  // With nothing outside, rows outside have nothing to give. Otherwise the first pass also makes the rows that the second
  // one's windows reach: of a constant it makes another constant, so the second cannot continue its input by itself.
  const axis_geometry& rows = whole.rows;
  axis_geometry first_rows{.signal = rows.signal, .filter = 1, .output = rows.signal, .origin = 0};
  axis_geometry second_rows = rows;
  if (beyond) {
    first_rows.output = rows.output + rows.filter - 1;
    first_rows.origin = rows.origin;
    second_rows.signal = first_rows.output;
    second_rows.origin = 0;
  }
  const std::int64_t height = first_rows.output;
  const std::int64_t width = whole.columns.output;
  const layout between{.batch = height * width, .row = width, .column = 1};
  layout component = between;  // entries are components of a signal here
  component.batch *= rank;
  component.row *= rank;
  component.column = rank;
  component.channels = rank;
  component.channel = 1;

  passes made{.across = whole, .down = whole};
  geometry& across = made.across;
  across.rows = first_rows;
  across.batch = batch;
  across.bank = rank;
  across.filter = {.type = whole.compute, .at = contiguous({std::int64_t{1}, whole.columns.filter})};
  across.filter.end = rank * whole.columns.filter;
  across.output = {.type = whole.compute, .at = component, .end = batch * height * width * rank};

  geometry& down = made.down;
  down.rows = second_rows;
  down.columns = {.signal = width, .filter = 1, .output = width, .origin = 0};
  down.batch = batch;
  down.boundary = zero;
  down.summed = true;
  down.signal = {.type = whole.compute, .components = rank, .at = between, .end = batch * height * width};
  down.filter = {.type = whole.compute, .components = rank, .at = contiguous({rows.filter, std::int64_t{1}})};
  down.filter.end = rows.filter;

  for (geometry* pass : {&across, &down}) {
    pass->filter_per_signal = false;
    pass->reversed = false;
    pass->conjugated = false;
    pass->filter_rank = 0;
  }
  return made;
}

}  // namespace faltung::separable
