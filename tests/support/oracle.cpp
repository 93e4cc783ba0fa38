#include "support/oracle.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <map>
#include <sstream>

namespace faltung::test {
namespace {

struct extents {
  std::int64_t rows;
  std::int64_t columns;

  explicit extents(const shape& from)
      : rows(from.rank() == 2 ? from[0] : 1), columns(from.rank() == 2 ? from[1] : from[0]) {}
  [[nodiscard]] std::int64_t elements() const { return rows * columns; }
};

// g: the filter for convolution, reversed on every axis for correlation.
template <element Type>
std::vector<Type> as_convolution_filter(const problem& description, std::span<const Type> filter) {
  std::vector<Type> taps(filter.begin(), filter.end());
  if (description.operation == operation::correlation) std::reverse(taps.begin(), taps.end());
  return taps;
}

template <element Type>
std::span<const Type> entry(std::span<const Type> all, std::int64_t index, std::int64_t elements) {
  return all.subspan(static_cast<std::size_t>(index * elements), static_cast<std::size_t>(elements));
}

// Calls visit(signal index, filter index) for every product of full[row, column], the signal in order.
template <class Visit>
void for_each_product(const extents& signal, const extents& filter, std::int64_t row, std::int64_t column,
                      Visit&& visit) {
  const std::int64_t last_row = std::min(row, signal.rows - 1);
  const std::int64_t last_column = std::min(column, signal.columns - 1);
  for (std::int64_t y = std::max<std::int64_t>(0, row - filter.rows + 1); y <= last_row; ++y)
    for (std::int64_t x = std::max<std::int64_t>(0, column - filter.columns + 1); x <= last_column; ++x)
      visit(static_cast<std::size_t>(y * signal.columns + x),
            static_cast<std::size_t>((row - y) * filter.columns + (column - x)));
}

template <element Type>
exact_convolution convolve_exactly(const problem& description, std::span<const Type> signal,
                                   std::span<const Type> filter) {
  const extents from(description.signal);
  const extents taps(description.filter);
  const std::vector<Type> g = as_convolution_filter(description, filter);
  exact_convolution full;
  full.rows = from.rows + taps.rows - 1;
  full.columns = from.columns + taps.columns - 1;
  for (std::int64_t row = 0; row < full.rows; ++row)
    for (std::int64_t column = 0; column < full.columns; ++column) {
      long double sum = 0;
      long double magnitude = 0;
      for_each_product(from, taps, row, column, [&](std::size_t at, std::size_t tap) {
        const long double product = static_cast<long double>(signal[at]) * static_cast<long double>(g[tap]);
        sum += product;
        magnitude += std::fabs(product);
      });
      full.value.push_back(sum);
      full.magnitude.push_back(static_cast<double>(magnitude));
    }
  return full;
}

template <element Type>
double norm2(std::span<const Type> values) {
  long double sum = 0;
  for (const Type value : values) sum += static_cast<long double>(value) * static_cast<long double>(value);
  return static_cast<double>(std::sqrt(sum));
}

struct crop {
  part rows{0, 1};
  part columns;

  explicit crop(const problem& description) : columns(part_of_full(description, description.signal.rank() - 1)) {
    if (description.signal.rank() == 2) rows = part_of_full(description, 0);
  }
};

// FullOf: batch entry -> exact_convolution.
template <element Type, class FullOf>
exact_answer assemble(const problem& description, std::span<const Type> signal, std::span<const Type> filter,
                      FullOf&& full_of) {
  const crop wanted(description);
  const std::int64_t signal_elements = description.signal.elements();
  const std::int64_t filter_elements = description.filter.elements();
  exact_answer answer;
  answer.outputs_per_signal = wanted.rows.length * wanted.columns.length;
  for (std::int64_t index = 0; index < description.batch; ++index) {
    const exact_convolution& full = full_of(index);
    for (std::int64_t row = wanted.rows.first; row < wanted.rows.first + wanted.rows.length; ++row) {
      const auto begin = static_cast<std::ptrdiff_t>(row * full.columns + wanted.columns.first);
      const auto end = begin + static_cast<std::ptrdiff_t>(wanted.columns.length);
      answer.value.insert(answer.value.end(), full.value.begin() + begin, full.value.begin() + end);
      answer.magnitude.insert(answer.magnitude.end(), full.magnitude.begin() + begin, full.magnitude.begin() + end);
    }
    const std::int64_t of_filter = description.filters == filters::per_signal ? index : 0;
    answer.norms.push_back(norm2(entry(signal, index, signal_elements)) *
                           norm2(entry(filter, of_filter, filter_elements)));
  }
  return answer;
}

template <element Type>
std::vector<exact_convolution> all_full(const problem& description, std::span<const Type> signal,
                                        std::span<const Type> filter) {
  std::vector<exact_convolution> full;
  for (std::int64_t index = 0; index < description.batch; ++index) {
    const std::int64_t of_filter = description.filters == filters::per_signal ? index : 0;
    full.push_back(convolve_exactly(description, entry(signal, index, description.signal.elements()),
                                    entry(filter, of_filter, description.filter.elements())));
  }
  return full;
}

}  // namespace

part part_of_full(const problem& description, int axis) {
  const std::int64_t n = description.signal[axis];
  const std::int64_t m = description.filter[axis];
  const bool correlation = description.operation == operation::correlation;
  switch (description.mode) {
    case mode::full: return {0, n + m - 1};
    case mode::valid: return {std::min(n, m) - 1, std::max(n, m) - std::min(n, m) + 1};
    case mode::same: break;
  }
  if (description.signal.rank() == 2) return {correlation ? m / 2 : (m - 1) / 2, n};
  // numpy.correlate swaps the operands where the second is longer and reverses what it gets.
  if (correlation && m > n) return {n / 2, m};
  return {(std::min(n, m) - 1) / 2, std::max(n, m)};
}

bool has_no_result(const problem& description) {
  if (description.mode != mode::valid || description.signal.rank() != 2) return false;
  const extents n(description.signal);
  const extents m(description.filter);
  const bool signal_inside = n.rows <= m.rows && n.columns <= m.columns;
  const bool filter_inside = m.rows <= n.rows && m.columns <= n.columns;
  return !signal_inside && !filter_inside;
}

template <element Type>
exact_answer exact(const problem& description, std::span<const Type> signal, std::span<const Type> filter) {
  const std::vector<exact_convolution> full = all_full(description, signal, filter);
  return assemble(description, signal, filter, [&](std::int64_t index) -> const exact_convolution& {
    return full[static_cast<std::size_t>(index)];
  });
}

template <element Type>
exact_answer exact_of_random(const problem& description, values kind) {
  static std::map<std::string, std::vector<exact_convolution>> remembered;
  const operands<Type> made = random_operands<Type>(description, kind);
  const std::span<const Type> signal(made.signal);
  const std::span<const Type> filter(made.filter);
  problem uncropped = description;
  uncropped.mode = mode::full;
  std::vector<exact_convolution>& full = remembered[in_one_line(uncropped) + std::to_string(static_cast<int>(kind))];
  if (full.empty()) full = all_full(description, signal, filter);
  return assemble(description, signal, filter, [&](std::int64_t index) -> const exact_convolution& {
    return full[static_cast<std::size_t>(index)];
  });
}

template <element Type>
std::vector<Type> fused_chain(const problem& description, std::span<const Type> signal, std::span<const Type> filter) {
  const extents from(description.signal);
  const extents taps(description.filter);
  const crop wanted(description);
  std::vector<Type> output;
  for (std::int64_t index = 0; index < description.batch; ++index) {
    const std::int64_t of_filter = description.filters == filters::per_signal ? index : 0;
    const std::span<const Type> x = entry(signal, index, from.elements());
    const std::vector<Type> g = as_convolution_filter(description, entry(filter, of_filter, taps.elements()));
    for (std::int64_t row = wanted.rows.first; row < wanted.rows.first + wanted.rows.length; ++row)
      for (std::int64_t column = wanted.columns.first; column < wanted.columns.first + wanted.columns.length;
           ++column) {
        Type sum = 0;
        for_each_product(from, taps, row, column,
                         [&](std::size_t at, std::size_t tap) { sum = std::fma(g[tap], x[at], sum); });
        output.push_back(sum);
      }
  }
  return output;
}

template exact_answer exact<float>(const problem&, std::span<const float>, std::span<const float>);
template exact_answer exact<double>(const problem&, std::span<const double>, std::span<const double>);
template exact_answer exact_of_random<float>(const problem&, values);
template exact_answer exact_of_random<double>(const problem&, values);
template std::vector<float> fused_chain<float>(const problem&, std::span<const float>, std::span<const float>);
template std::vector<double> fused_chain<double>(const problem&, std::span<const double>, std::span<const double>);

}  // namespace faltung::test
