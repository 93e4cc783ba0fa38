/// One call from host data to host result, with the names and the results of NumPy (1D) and SciPy (2D).
///
/// Operands may be of different element types; the result is of their common type as NumPy has it (promotion.hpp), or of
/// the type named first: convolve<std::int32_t>(pixels, weights) sums 8-bit integers without overflow.
/// Each call makes a plan, executes it and throws it away; for repeated work with one filter make the plan once (plan.hpp).
/// Errors and complexity are those of plan.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <type_traits>
#include <vector>

#include "faltung/export.hpp"
#include "faltung/host_memory.hpp"
#include "faltung/image.hpp"
#include "faltung/options.hpp"
#include "faltung/problem.hpp"

namespace faltung {

/// Which outputs, and what stands outside the signal: mode::same, or {mode::same, faltung::reflect}. See problem.
struct region {
  faltung::mode mode = faltung::mode::full;
  faltung::boundary boundary = faltung::zero;
  std::array<std::int64_t, 2> origin{0, 0};

  constexpr region(faltung::mode part,  // NOLINT(google-explicit-constructor)
                   const faltung::boundary& outside = faltung::zero, std::array<std::int64_t, 2> shift = {0, 0})
      : mode(part), boundary(outside), origin(shift) {}
};

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

/// Looks for the rank of a 2D filter where method separable would gain by it.
FALTUNG_EXPORT void run(const problem& description, host_operand signal, host_operand filter, host_result output,
                        const options& request);

/// Stands for the operands' common type.
struct common {};
template <class Output, element Signal, element Filter>
using output_of =
    typename std::conditional_t<std::same_as<Output, common>, std::type_identity<promoted<Signal, Filter>>,
                                std::type_identity<Output>>::type;

template <element Signal, element Filter, element Output>
problem describe(operation what, const shape& signal, const shape& filter, const region& part) {
  return {.signal = signal,
          .filter = filter,
          .type = type_of<Signal>,
          .filter_type = type_of<Filter>,
          .output_type = type_of<Output>,
          .mode = part.mode,
          .operation = what,
          .boundary = part.boundary,
          .origin = part.origin};
}

template <element Type>
std::vector<stored<Type>> allocate_output(std::int64_t elements) {
  const auto count = static_cast<std::size_t>(elements);
  return reporting_host_memory("output", count * sizeof(Type), [&] { return std::vector<stored<Type>>(count); });
}

template <class Output, host_view Signal, host_view Filter>
auto run_1d(operation what, const Signal& signal, const Filter& filter, const region& part, const options& request) {
  using value = output_of<Output, element_of<const Signal>, element_of<const Filter>>;
  const problem description =
      describe<element_of<const Signal>, element_of<const Filter>, value>(what, signal.size(), filter.size(), part);
  std::vector<stored<value>> output = allocate_output<value>(output_shape(description).elements());
  run(description, {signal.data(), signal.size(), description.signal},
      {filter.data(), filter.size(), description.filter}, {output.data(), output.size()}, request);
  return output;
}

template <host_view Output, host_view Signal, host_view Filter>
void run_1d_into(operation what, Output& output, const Signal& signal, const Filter& filter, const region& part,
                 const options& request) {
  run(describe<element_of<const Signal>, element_of<const Filter>, element_of<Output>>(what, signal.size(),
                                                                                       filter.size(), part),
      {signal.data(), signal.size(), signal.size()}, {filter.data(), filter.size(), filter.size()},
      {output.data(), output.size()}, request);
}

template <class Output, element Signal, element Filter>
auto run_2d(operation what, const image_view<Signal>& signal, const image_view<Filter>& filter, const region& part,
            const options& request) {
  using value = output_of<Output, Signal, Filter>;
  const problem description =
      describe<Signal, Filter, value>(what, {signal.height, signal.width}, {filter.height, filter.width}, part);
  const shape extents = output_shape(description);
  image<value> output{extents[0], extents[1], allocate_output<value>(extents.elements())};
  run(description, {signal.data, signal.size, description.signal}, {filter.data, filter.size, description.filter},
      {output.pixels.data(), output.pixels.size()}, request);
  return output;
}

}  // namespace detail

/// numpy.convolve(signal, filter, mode): y[k] = sum_j filter[j] signal[k - j].
template <class Output = detail::common, host_view Signal, host_view Filter>
auto convolve(const Signal& signal, const Filter& filter, const region& part = mode::full,
              const options& request = {}) {
  return detail::run_1d<Output>(operation::convolution, signal, filter, part, request);
}

/// numpy.correlate(signal, filter, mode): y[k] = sum_j signal[k + j] conj(filter[j]). NumPy's default is `valid`; so is
/// ours.
template <class Output = detail::common, host_view Signal, host_view Filter>
auto correlate(const Signal& signal, const Filter& filter, const region& part = mode::valid,
               const options& request = {}) {
  return detail::run_1d<Output>(operation::correlation, signal, filter, part, request);
}

/// The same, written to memory of the caller's, which must have exactly the output's size and overlap no operand.
template <host_view Output, host_view Signal, host_view Filter>
void convolve_into(Output&& output, const Signal& signal, const Filter& filter, const region& part = mode::full,
                   const options& request = {}) {
  detail::run_1d_into(operation::convolution, output, signal, filter, part, request);
}
template <host_view Output, host_view Signal, host_view Filter>
void correlate_into(Output&& output, const Signal& signal, const Filter& filter, const region& part = mode::valid,
                    const options& request = {}) {
  detail::run_1d_into(operation::correlation, output, signal, filter, part, request);
}

/// scipy.signal.convolve2d(signal, filter, mode, boundary). Images and views of images (image.hpp).
template <class Output = detail::common, class Signal, class Filter>
  requires pixels<Signal> && pixels<Filter>
auto convolve2d(const Signal& signal, const Filter& filter, const region& part = mode::full,
                const options& request = {}) {
  return detail::run_2d<Output>(operation::convolution, image_view(signal), image_view(filter), part, request);
}

/// scipy.signal.correlate2d(signal, filter, mode, boundary).
template <class Output = detail::common, class Signal, class Filter>
  requires pixels<Signal> && pixels<Filter>
auto correlate2d(const Signal& signal, const Filter& filter, const region& part = mode::full,
                 const options& request = {}) {
  return detail::run_2d<Output>(operation::correlation, image_view(signal), image_view(filter), part, request);
}

}  // namespace faltung
