/// 2D filters that are outer products, or sums of a few: two short 1D passes instead of one over height * width taps.
///
/// convolve2d() and correlate2d() look for that themselves (options::separable). A plan is told: problem::filter_rank.
#pragma once

#include <cstdint>

#include "faltung/convolve.hpp"
#include "faltung/export.hpp"
#include "faltung/image.hpp"

namespace faltung {
namespace detail {

FALTUNG_EXPORT std::int64_t find_rank(host_operand filter, element_type type);
FALTUNG_EXPORT void run_separable(const problem& description, host_operand signal, host_operand columns,
                                  host_operand rows, host_result output, const options& request);

template <class Output, element Signal, host_view Columns, host_view Rows>
auto run_2d_separable(operation what, const image_view<Signal>& signal, const Columns& columns, const Rows& rows,
                      const region& part, const options& request) {
  using tap = element_of<const Columns>;
  static_assert(std::same_as<tap, element_of<const Rows>>, "columns and rows are of one type");
  using value = output_of<Output, Signal, tap>;
  problem description =
      describe<Signal, tap, value>(what, {signal.height, signal.width}, {columns.size(), rows.size()}, part);
  description.filter_rank = 1;
  const shape extents = output_shape(description);
  image<value> output{extents[0], extents[1], allocate_output<value>(extents.elements())};
  run_separable(description, {signal.data, signal.size, description.signal},
                {columns.data(), columns.size(), columns.size()}, {rows.data(), rows.size(), rows.size()},
                {output.pixels.data(), output.pixels.size()}, request);
  return output;
}

}  // namespace detail

/// Least number of products of a column and a row filter whose sum is the filter, up to 4 unit roundoffs of its type
/// relative to its 2-norm: the filter's numerical rank, at least 1. By singular values, O(height * width * min(height,
/// width)). The filter is real, floating-point and finite; otherwise an invalid_argument.
template <class Filter>
  requires pixels<Filter>
[[nodiscard]] std::int64_t find_rank(const Filter& filter) {
  const image_view view(filter);
  const detail::host_operand taps{view.data, view.size, shape(view.height, view.width)};
  return detail::find_rank(taps, type_of<typename decltype(view)::value_type>);
}

/// convolve2d(signal, outer(columns, rows)) for a column filter [height] and a row filter [width] of one type. Another
/// method than separable is taken where it is forced, or faster, or the type is not floating-point.
template <class Output = detail::common, class Signal, host_view Columns, host_view Rows>
  requires pixels<Signal>
auto convolve2d_separable(const Signal& signal, const Columns& columns, const Rows& rows,
                          const region& part = mode::full, const options& request = {}) {
  return detail::run_2d_separable<Output>(operation::convolution, image_view(signal), columns, rows, part, request);
}
template <class Output = detail::common, class Signal, host_view Columns, host_view Rows>
  requires pixels<Signal>
auto correlate2d_separable(const Signal& signal, const Columns& columns, const Rows& rows,
                           const region& part = mode::full, const options& request = {}) {
  return detail::run_2d_separable<Output>(operation::correlation, image_view(signal), columns, rows, part, request);
}

}  // namespace faltung
