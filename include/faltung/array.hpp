/// Convolution along the axes of an array of any rank and strides: every other axis counts the batch, and nothing is
/// copied or moved into place.
///
///     const faltung::array_view pixels(data, {height, width, 3});               // channels interleaved
///     const auto blurred = faltung::convolve2d(pixels, kernel, {0, 1}, faltung::mode::same);
///     faltung::convolve_into(output, samples.reversed(1), taps, 1);              // along a middle axis, backwards
///
/// Operands are anything that an array_view can be made of (array_view.hpp), in host memory; where all of them are
/// contiguous views or images, convolve.hpp has the call. Axes count from 0, negative ones from the end. The convolved
/// axes keep their places: the output has the signal's extents, but for those. A filter with as many axes as the signal
/// is broadcast along those that are not convolved.
///
/// Each call makes an array_plan, executes it and throws it away: axes, broadcasting, errors and complexity are its
/// (array_plan.hpp). An output that overlaps the filter is refused too. A batch without elements is none: nothing is
/// written.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <type_traits>

#include "faltung/array_plan.hpp"
#include "faltung/array_view.hpp"
#include "faltung/convolve.hpp"
#include "faltung/export.hpp"
#include "faltung/options.hpp"
#include "faltung/problem.hpp"

namespace faltung {
namespace detail {

struct strided_operand {
  const void* first;
  array_form form;
};
struct strided_result {
  void* first;
  array_form form;
};

FALTUNG_EXPORT void run(const problem& what, const strided_operand& signal, const strided_operand& filter,
                        const strided_result& output, std::span<const int> axes, const options& request);

template <class Operand>
using value_of = typename array_view_of<Operand>::value_type;

/// What convolve.hpp does not take itself.
template <class... Operands>
concept arrays = (array_like<Operands> && ...) && !(host_view<Operands> && ...);
template <class... Operands>
concept pictures = (array_like<Operands> && ...) && !(pixels<Operands> && ...);

template <class Operand>
concept writable_array = array_like<Operand> && requires(const array_view_of<Operand>& view) {
  requires !std::is_const_v<std::remove_reference_t<decltype(*view.data())>>;
};

template <class Output, class Signal, class Filter>
void run_along_into(operation what, Output& output, const Signal& signal, const Filter& filter,
                    std::span<const int> axes, const region& part, const options& request) {
  const array_view to(output);
  const array_view from(signal);
  const array_view taps(filter);
  run(describe<value_of<const Signal>, value_of<const Filter>, value_of<Output>>(what, {}, {}, part),
      {from.data(), {from.extents(), from.strides()}}, {taps.data(), {taps.extents(), taps.strides()}},
      {to.data(), {to.extents(), to.strides()}}, axes, request);
}

template <class Output, class Signal, class Filter>
auto run_along(operation what, const Signal& signal, const Filter& filter, std::span<const int> axes,
               const region& part, const options& request) {
  using value = output_of<Output, value_of<const Signal>, value_of<const Filter>>;
  const problem description = describe<value_of<const Signal>, value_of<const Filter>, value>(what, {}, {}, part);
  array<value> output{
      array_plan::output_extents(description, array_view(signal).extents(), array_view(filter).extents(), axes)};
  std::int64_t elements = 1;
  for (int axis = 0; axis < output.extents.rank(); ++axis) elements *= output.extents[axis];
  output.elements = allocate_output<value>(elements);
  run_along_into(what, output, signal, filter, axes, part, request);
  return output;
}

}  // namespace detail

/// numpy.convolve of every line along an axis with the same filter (1 axis), or its own: an array of the
/// operands' common type, or of the type named first.
template <class Output = detail::common, class Signal, class Filter>
  requires detail::arrays<const Signal, const Filter>
auto convolve(const Signal& signal, const Filter& filter, int axis = -1, const region& part = mode::full,
              const options& request = {}) {
  return detail::run_along<Output>(operation::convolution, signal, filter, {&axis, 1}, part, request);
}

/// numpy.correlate of every line along an axis with the same filter, or its own.
template <class Output = detail::common, class Signal, class Filter>
  requires detail::arrays<const Signal, const Filter>
auto correlate(const Signal& signal, const Filter& filter, int axis = -1, const region& part = mode::valid,
               const options& request = {}) {
  return detail::run_along<Output>(operation::correlation, signal, filter, {&axis, 1}, part, request);
}

/// The same, written to memory of the caller's.
template <class Output, class Signal, class Filter>
  requires detail::arrays<Output, const Signal, const Filter> && detail::writable_array<Output>
void convolve_into(Output&& output, const Signal& signal, const Filter& filter, int axis = -1,
                   const region& part = mode::full, const options& request = {}) {
  detail::run_along_into(operation::convolution, output, signal, filter, {&axis, 1}, part, request);
}
template <class Output, class Signal, class Filter>
  requires detail::arrays<Output, const Signal, const Filter> && detail::writable_array<Output>
void correlate_into(Output&& output, const Signal& signal, const Filter& filter, int axis = -1,
                    const region& part = mode::valid, const options& request = {}) {
  detail::run_along_into(operation::correlation, output, signal, filter, {&axis, 1}, part, request);
}

/// scipy.signal.convolve2d over two axes with the same filter (2 axes), or its own, its rows along axes[0] and its
/// columns along axes[1]: {0, 1} for [height, width, channels], {1, 2} for [images, height, width, channels].
template <class Output = detail::common, class Signal, class Filter>
  requires detail::pictures<const Signal, const Filter>
auto convolve2d(const Signal& signal, const Filter& filter, const std::array<int, 2>& axes = {-2, -1},
                const region& part = mode::full, const options& request = {}) {
  return detail::run_along<Output>(operation::convolution, signal, filter, axes, part, request);
}

/// scipy.signal.correlate2d over two axes.
template <class Output = detail::common, class Signal, class Filter>
  requires detail::pictures<const Signal, const Filter>
auto correlate2d(const Signal& signal, const Filter& filter, const std::array<int, 2>& axes = {-2, -1},
                 const region& part = mode::full, const options& request = {}) {
  return detail::run_along<Output>(operation::correlation, signal, filter, axes, part, request);
}

/// The same, written to memory of the caller's, images among it.
template <class Output, class Signal, class Filter>
  requires array_like<const Signal> && array_like<const Filter> && detail::writable_array<Output>
void convolve2d_into(Output&& output, const Signal& signal, const Filter& filter,
                     const std::array<int, 2>& axes = {-2, -1}, const region& part = mode::full,
                     const options& request = {}) {
  detail::run_along_into(operation::convolution, output, signal, filter, axes, part, request);
}
template <class Output, class Signal, class Filter>
  requires array_like<const Signal> && array_like<const Filter> && detail::writable_array<Output>
void correlate2d_into(Output&& output, const Signal& signal, const Filter& filter,
                      const std::array<int, 2>& axes = {-2, -1}, const region& part = mode::full,
                      const options& request = {}) {
  detail::run_along_into(operation::correlation, output, signal, filter, axes, part, request);
}

}  // namespace faltung
