/// One call from host data to host result, with the names and the results of NumPy (1D) and SciPy (2D).
/// Operands are of one element type, float or double.
///
/// Each makes a plan, executes it and throws it away; for repeated work with one filter make the plan once (plan.hpp).
/// Errors and complexity are those of plan.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "faltung/export.hpp"
#include "faltung/host_memory.hpp"
#include "faltung/image.hpp"
#include "faltung/options.hpp"
#include "faltung/problem.hpp"

namespace faltung {
namespace detail {

/// Untyped operands of one call; a size that differs from the shape's is refused.
struct host_operand {
  const void* data;
  std::size_t size;
  shape extents;
};
struct host_result {
  void* data;
  std::size_t size;
};

FALTUNG_EXPORT problem describe(operation what, shape signal, shape filter, mode part, element_type type);
FALTUNG_EXPORT void run(const problem& description, host_operand signal, host_operand filter, host_result output,
                        const options& request);

template <element Type>
std::vector<Type> allocate_output(std::int64_t elements) {
  const auto count = static_cast<std::size_t>(elements);
  return reporting_host_memory("output", count * sizeof(Type), [&] { return std::vector<Type>(count); });
}

template <host_view Signal, host_view Filter>
auto run_1d(operation what, const Signal& signal, const Filter& filter, mode part, const options& request) {
  using value = element_of<const Signal>;
  const problem description = describe(what, signal.size(), filter.size(), part, type_of<value>);
  std::vector<value> output = allocate_output<value>(output_shape(description).elements());
  run(description, {signal.data(), signal.size(), description.signal},
      {filter.data(), filter.size(), description.filter}, {output.data(), output.size()}, request);
  return output;
}

template <host_view Output, host_view Signal, host_view Filter>
void run_1d_into(operation what, Output& output, const Signal& signal, const Filter& filter, mode part,
                 const options& request) {
  run(describe(what, signal.size(), filter.size(), part, type_of<element_of<const Signal>>),
      {signal.data(), signal.size(), signal.size()}, {filter.data(), filter.size(), filter.size()},
      {output.data(), output.size()}, request);
}

template <element Type>
image<Type> run_2d(operation what, image_view<Type> signal, image_view<Type> filter, mode part,
                   const options& request) {
  const problem description =
      describe(what, {signal.height, signal.width}, {filter.height, filter.width}, part, type_of<Type>);
  const shape extents = output_shape(description);
  image<Type> output{extents[0], extents[1], allocate_output<Type>(extents.elements())};
  run(description, {signal.data, signal.size, description.signal}, {filter.data, filter.size, description.filter},
      {output.pixels.data(), output.pixels.size()}, request);
  return output;
}

}  // namespace detail

/// numpy.convolve(signal, filter, mode): y[k] = sum_j filter[j] signal[k - j].
template <host_view Signal, host_view_of<element_of<Signal>> Filter>
auto convolve(const Signal& signal, const Filter& filter, mode part = mode::full, const options& request = {}) {
  return detail::run_1d(operation::convolution, signal, filter, part, request);
}

/// numpy.correlate(signal, filter, mode): y[k] = sum_j signal[k + j] filter[j]. NumPy's default is `valid`; so is ours.
template <host_view Signal, host_view_of<element_of<Signal>> Filter>
auto correlate(const Signal& signal, const Filter& filter, mode part = mode::valid, const options& request = {}) {
  return detail::run_1d(operation::correlation, signal, filter, part, request);
}

/// The same, written to memory of the caller's, which must have exactly the output's size and overlap no operand.
template <host_view Output, host_view_of<element_of<Output>> Signal, host_view_of<element_of<Output>> Filter>
void convolve_into(Output&& output, const Signal& signal, const Filter& filter, mode part = mode::full,
                   const options& request = {}) {
  detail::run_1d_into(operation::convolution, output, signal, filter, part, request);
}
template <host_view Output, host_view_of<element_of<Output>> Signal, host_view_of<element_of<Output>> Filter>
void correlate_into(Output&& output, const Signal& signal, const Filter& filter, mode part = mode::valid,
                    const options& request = {}) {
  detail::run_1d_into(operation::correlation, output, signal, filter, part, request);
}

/// scipy.signal.convolve2d(signal, filter, mode) with its default boundary, zeros outside the image.
template <element Type>
image<Type> convolve2d(image_view<Type> signal, image_view<Type> filter, mode part = mode::full,
                       const options& request = {}) {
  return detail::run_2d(operation::convolution, signal, filter, part, request);
}
template <element Type>
image<Type> convolve2d(const image<Type>& signal, const image<Type>& filter, mode part = mode::full,
                       const options& request = {}) {
  return convolve2d(image_view<Type>(signal), image_view<Type>(filter), part, request);
}

/// scipy.signal.correlate2d(signal, filter, mode) with its default boundary.
template <element Type>
image<Type> correlate2d(image_view<Type> signal, image_view<Type> filter, mode part = mode::full,
                        const options& request = {}) {
  return detail::run_2d(operation::correlation, signal, filter, part, request);
}
template <element Type>
image<Type> correlate2d(const image<Type>& signal, const image<Type>& filter, mode part = mode::full,
                        const options& request = {}) {
  return correlate2d(image_view<Type>(signal), image_view<Type>(filter), part, request);
}

}  // namespace faltung
