#include "support/oracle.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <map>
#include <type_traits>

namespace faltung::test {
namespace {

struct extents {
  std::int64_t rows;
  std::int64_t columns;

  explicit extents(const shape& from)
      : rows(from.rank() == 2 ? from[0] : 1), columns(from.rank() == 2 ? from[1] : from[0]) {}
  [[nodiscard]] std::int64_t elements() const { return rows * columns; }
};

// One signal or filter as numbers, part by part.
template <class Number>
using numbers = std::array<std::vector<Number>, 2>;

template <class Number>
Number number_of(const elements& from, std::size_t index, std::size_t part) {
  if constexpr (std::is_integral_v<Number>)
    return part == 0 ? from.whole(index) : 0;
  else
    return part < from.parts() ? static_cast<Number>(from.value(index, part)) : Number{0};
}

template <class Number>
numbers<Number> read(const elements& all, std::int64_t entry, std::int64_t count) {
  numbers<Number> made;
  for (std::size_t part = 0; part < all.parts(); ++part)
    for (std::int64_t i = 0; i < count; ++i)
      made[part].push_back(number_of<Number>(all, static_cast<std::size_t>(entry * count + i), part));
  return made;
}

// g: the filter for convolution, reversed on every axis and conjugated for correlation.
template <class Number>
numbers<Number> read_filter(const problem& description, const elements& all, std::int64_t entry) {
  numbers<Number> taps = read<Number>(all, entry, description.filter.elements());
  if (description.operation == operation::correlation) {
    for (std::vector<Number>& part : taps) std::reverse(part.begin(), part.end());
    for (Number& imaginary : taps[1]) imaginary = static_cast<Number>(-imaginary);
  }
  return taps;
}

template <class Number>
std::array<Number, 2> outside_of(const problem& description) {
  elements one(description.type, 1);
  const std::complex<double> value = effective_boundary(description).value;
  one.set(0, value.real());
  if (one.parts() == 2) one.set(0, value.imag(), 1);
  return {number_of<Number>(one, 0, 0), number_of<Number>(one, 0, 1)};
}

// Which products of parts one part of the output sums, in this order.
struct product {
  std::size_t signal;
  std::size_t filter;
  bool negative;
};
std::vector<product> products_of(const problem& description, std::size_t part) {
  const bool signal = is_complex(description.type);
  const bool filter = is_complex(filter_type(description));
  if (part == 0) {
    if (signal && filter) return {{0, 0, false}, {1, 1, true}};
    return {{0, 0, false}};
  }
  if (signal && filter) return {{0, 1, false}, {1, 0, false}};
  return {signal ? product{1, 0, false} : product{0, 1, false}};
}

// How far beyond full[0 .. n + m - 2] an origin may shift the outputs of `same`.
std::int64_t margin_of(std::int64_t m) { return m / 2 + 1; }

// One axis of the extended signal, as far as the windows of the full result and its margins reach.
class axis_places {
 public:
  axis_places(boundary_rule rule, std::int64_t n, std::int64_t m)
      : skips_(rule == boundary_rule::zero), signal_(n), filter_(m), first_(1 - m - margin_of(m)) {
    for (std::int64_t place = first_; place < n + m + margin_of(m); ++place)
      places_.push_back(sample_at(rule, place, n));
  }
  [[nodiscard]] std::int64_t at(std::int64_t place) const { return places_[static_cast<std::size_t>(place - first_)]; }
  // Taps of full[k] that count.
  [[nodiscard]] std::int64_t first_tap(std::int64_t k) const {
    return skips_ ? std::max<std::int64_t>(0, k - signal_ + 1) : 0;
  }
  [[nodiscard]] std::int64_t last_tap(std::int64_t k) const { return skips_ ? std::min(filter_ - 1, k) : filter_ - 1; }

 private:
  bool skips_;
  std::int64_t signal_;
  std::int64_t filter_;
  std::int64_t first_;
  std::vector<std::int64_t> places_;
};

constexpr std::size_t nowhere = static_cast<std::size_t>(-1);

// Calls visit(signal index or nowhere, filter index) for every product of full[row, column], the signal in order.
class windows {
 public:
  explicit windows(const problem& description)
      : signal_(description.signal),
        filter_(description.filter),
        rows_(effective_boundary(description).rule, signal_.rows, filter_.rows),
        columns_(effective_boundary(description).rule, signal_.columns, filter_.columns) {}

  template <class Visit>
  void for_each_product(std::int64_t row, std::int64_t column, Visit&& visit) const {
    for (std::int64_t i = rows_.last_tap(row); i >= rows_.first_tap(row); --i)
      for (std::int64_t j = columns_.last_tap(column); j >= columns_.first_tap(column); --j) {
        const std::int64_t y = rows_.at(row - i);
        const std::int64_t x = columns_.at(column - j);
        visit(y < 0 || x < 0 ? nowhere : static_cast<std::size_t>(y * signal_.columns + x),
              static_cast<std::size_t>(i * filter_.columns + j));
      }
  }
  template <class Visit>
  void for_each_place(const part& rows, const part& columns, Visit&& visit) const {
    for (std::int64_t row = rows.first - filter_.rows + 1; row < rows.first + rows.length; ++row)
      for (std::int64_t column = columns.first - filter_.columns + 1; column < columns.first + columns.length;
           ++column) {
        const std::int64_t y = rows_.at(row);
        const std::int64_t x = columns_.at(column);
        visit(y < 0 || x < 0 ? nowhere : static_cast<std::size_t>(y * signal_.columns + x));
      }
  }

 private:
  extents signal_;
  extents filter_;
  axis_places rows_;
  axis_places columns_;
};

struct crop {
  part rows{0, 1};
  part columns;

  explicit crop(const problem& description) : columns(part_of_full(description, description.signal.rank() - 1)) {
    if (description.signal.rank() == 2) rows = part_of_full(description, 0);
  }
};

// The full result with margins on each axis (a 1D problem has one row) of one signal and one filter.
struct full_result {
  std::int64_t columns = 1;
  std::vector<long double> value;
  std::vector<double> magnitude;
  std::vector<std::uint64_t> whole;
};

full_result convolve_exactly(const problem& description, const operands& data, std::int64_t output) {
  const windows of(description);
  const bool integers = sums_integers(description);
  const std::size_t parts = is_complex(result_type(description)) ? 2 : 1;
  const std::int64_t from = output / description.bank;
  const std::int64_t taps = filter_of_output(description, output);
  const extents n(description.signal);
  const extents m(description.filter);
  const std::int64_t above = description.signal.rank() == 1 ? 0 : margin_of(m.rows);
  const std::int64_t beside = margin_of(m.columns);
  full_result full;
  full.columns = n.columns + m.columns - 1 + 2 * beside;

  const auto for_each_output = [&](auto&& visit) {
    for (std::int64_t row = -above; row < n.rows + m.rows - 1 + above; ++row)
      for (std::int64_t column = -beside; column < full.columns - beside; ++column) visit(row, column);
  };
  if (integers) {
    const auto x = read<std::uint64_t>(data.signal, from, n.elements())[0];
    const auto g = read_filter<std::uint64_t>(description, data.filter, taps)[0];
    const std::uint64_t outside = outside_of<std::uint64_t>(description)[0];
    for_each_output([&](std::int64_t row, std::int64_t column) {
      std::uint64_t sum = 0;
      of.for_each_product(row, column,
                          [&](std::size_t at, std::size_t tap) { sum += (at == nowhere ? outside : x[at]) * g[tap]; });
      full.whole.push_back(sum);
    });
    return full;
  }
  const auto x = read<long double>(data.signal, from, n.elements());
  const auto g = read_filter<long double>(description, data.filter, taps);
  const auto outside = outside_of<long double>(description);
  for_each_output([&](std::int64_t row, std::int64_t column) {
    for (std::size_t part = 0; part < parts; ++part) {
      long double sum = 0;
      long double magnitude = 0;
      for (const product& one : products_of(description, part))
        of.for_each_product(row, column, [&](std::size_t at, std::size_t tap) {
          const long double term = (at == nowhere ? outside[one.signal] : x[one.signal][at]) * g[one.filter][tap];
          sum += one.negative ? -term : term;
          magnitude += std::fabs(term);
        });
      full.value.push_back(sum);
      full.magnitude.push_back(static_cast<double>(magnitude));
    }
  });
  return full;
}

std::vector<full_result> all_full(const problem& description, const operands& data) {
  std::vector<full_result> full;
  for (std::int64_t output = 0; output < output_count(description); ++output)
    full.push_back(convolve_exactly(description, data, output));
  return full;
}

long double square(const elements& of, std::size_t index) {
  long double sum = 0;
  for (std::size_t part = 0; part < of.parts(); ++part) sum += of.value(index, part) * of.value(index, part);
  return sum;
}

// Norm of the extended signal under all windows, times that of the filter.
double norms(const problem& description, const operands& data, std::int64_t output, const crop& wanted) {
  const std::int64_t from = output / description.bank * description.signal.elements();
  const std::int64_t taps = filter_of_output(description, output) * description.filter.elements();
  long double of_signal = 0;
  long double of_filter = 0;
  if (effective_boundary(description).rule == boundary_rule::zero) {
    for (std::int64_t i = 0; i < description.signal.elements(); ++i)
      of_signal += square(data.signal, static_cast<std::size_t>(from + i));
  } else {
    const auto outside = outside_of<long double>(description);
    const long double beyond = outside[0] * outside[0] + outside[1] * outside[1];
    windows(description).for_each_place(wanted.rows, wanted.columns, [&](std::size_t at) {
      of_signal += at == nowhere ? beyond : square(data.signal, static_cast<std::size_t>(from) + at);
    });
  }
  for (std::int64_t i = 0; i < description.filter.elements(); ++i)
    of_filter += square(data.filter, static_cast<std::size_t>(taps + i));
  return static_cast<double>(std::sqrt(of_signal * of_filter));
}

exact_answer assemble(const problem& description, const operands& data, const std::vector<full_result>& all) {
  const crop wanted(description);
  exact_answer answer;
  answer.parts = is_complex(result_type(description)) ? 2 : 1;
  answer.outputs_per_entry = wanted.rows.length * wanted.columns.length;
  const extents m(description.filter);
  const std::int64_t above = description.signal.rank() == 2 ? margin_of(m.rows) : 0;
  const std::int64_t beside = margin_of(m.columns);
  const auto parts = static_cast<std::int64_t>(answer.parts);
  for (std::int64_t output = 0; output < output_count(description); ++output) {
    const full_result& full = all[static_cast<std::size_t>(output)];
    for (std::int64_t row = wanted.rows.first; row < wanted.rows.first + wanted.rows.length; ++row) {
      const std::int64_t begin = ((row + above) * full.columns + wanted.columns.first + beside) * parts;
      const std::int64_t end = begin + wanted.columns.length * parts;
      const auto append = [&](auto& to, const auto& from) {
        if (!from.empty()) to.insert(to.end(), from.begin() + begin, from.begin() + end);
      };
      append(answer.value, full.value);
      append(answer.magnitude, full.magnitude);
      append(answer.whole, full.whole);
    }
    if (!sums_integers(description)) answer.norms.push_back(norms(description, data, output, wanted));
  }
  return answer;
}

template <class Number>
void append_chains(const problem& description, const operands& data, std::int64_t output, elements& to,
                   std::size_t& next) {
  const windows of(description);
  const crop wanted(description);
  const auto x = read<Number>(data.signal, output / description.bank, description.signal.elements());
  const auto g = read_filter<Number>(description, data.filter, filter_of_output(description, output));
  const auto outside = outside_of<Number>(description);
  for (std::int64_t row = wanted.rows.first; row < wanted.rows.first + wanted.rows.length; ++row)
    for (std::int64_t column = wanted.columns.first; column < wanted.columns.first + wanted.columns.length;
         ++column, ++next)
      for (std::size_t part = 0; part < to.parts(); ++part) {
        Number sum = 0;
        for (const product& one : products_of(description, part))
          of.for_each_product(row, column, [&](std::size_t at, std::size_t tap) {
            const Number sample = at == nowhere ? outside[one.signal] : x[one.signal][at];
            sum = std::fma(one.negative ? -g[one.filter][tap] : g[one.filter][tap], sample, sum);
          });
        to.set(next, sum, part);
      }
}

}  // namespace

elements exact_answer::rounded_to(element_type type) const {
  elements made(type, (whole.empty() ? value.size() : whole.size()) / parts);
  for (std::size_t index = 0; index < made.size(); ++index) {
    if (!whole.empty()) made.set_whole(index, whole[index]);
    for (std::size_t part = 0; whole.empty() && part < parts; ++part)
      made.set(index, value[index * parts + part], part);
  }
  return made;
}

exact_answer exact(const problem& description, const operands& data) {
  return assemble(description, data, all_full(description, data));
}

exact_answer exact_of_random(const problem& description, values kind) {
  static std::map<std::string, std::vector<full_result>> remembered;
  problem uncropped = description;
  uncropped.mode = mode::full;
  uncropped.origin = {0, 0};
  uncropped.boundary = effective_boundary(description);
  std::vector<full_result>& full = remembered[in_one_line(uncropped) + std::to_string(static_cast<int>(kind))];
  const operands data = random_operands(description, kind);
  if (full.empty()) full = all_full(uncropped, data);
  return assemble(description, data, full);
}

elements fused_chain(const problem& description, const operands& data) {
  if (sums_integers(description)) return exact(description, data).rounded_to(result_type(description));
  const std::int64_t outputs = expected_shape(description).elements() * output_count(description);
  elements made(result_type(description), static_cast<std::size_t>(outputs));
  std::size_t next = 0;
  for (std::int64_t output = 0; output < output_count(description); ++output) {
    if (sum_type(description) == float64)
      append_chains<double>(description, data, output, made, next);
    else
      append_chains<float>(description, data, output, made, next);
  }
  return made;
}

}  // namespace faltung::test
