#include "cpu/samples.hpp"

#include <algorithm>
#include <type_traits>

#include "element.hpp"

namespace faltung::cpu {
namespace {

// Component index of entry, row and column of an operand.
struct place {
  std::int64_t start;
  std::int64_t step;  // per column

  place(const operand& one, std::int64_t entry, int part, std::int64_t row)
      : start((one.entry(entry) + row * one.at.row) * one.parts() + part), step(one.at.column * one.parts()) {}
};

template <class Compute>
Compute outside(const geometry& problem, int part) {
  if (problem.boundary.rule != boundary_rule::constant) return Compute{0};
  const double value = part == 0 ? problem.boundary.value.real() : problem.boundary.value.imag();
  return kernel::from_number<Compute>(value);
}

// Steps of 1, told apart, become vector code; without a conversion, a copy.
template <class From, class To, class Convert>
void convert_row(const From* from, std::int64_t from_step, std::int64_t count, To* to, std::int64_t to_step,
                 Convert convert) {
  if (from_step != 1 || to_step != 1) {
    for (std::int64_t i = 0; i < count; ++i) to[i * to_step] = convert(from[i * from_step]);
  } else if constexpr (std::is_same_v<From, To>) {
    std::copy_n(from, count, to);
  } else {
    std::transform(from, from + count, to, convert);
  }
}

}  // namespace

template <class Compute>
void read_row(const geometry& problem, const void* signals, std::int64_t entry, int part, std::int64_t row,
              std::int64_t first, std::int64_t count, Compute* to) {
  const boundary_rule rule = problem.boundary.rule;
  const std::int64_t n = problem.columns.signal;
  const std::int64_t source_row = extended_index(rule, row, problem.rows.signal);
  if (source_row < 0) {
    std::fill_n(to, count, outside<Compute>(problem, part));
    return;
  }
  const place at(problem.signal, entry, part, source_row);
  const std::int64_t inside_begin = std::clamp<std::int64_t>(-first, 0, count);
  const std::int64_t inside_end = std::clamp<std::int64_t>(n - first, inside_begin, count);
  const bool boolean = problem.signal.type == element_type::boolean;
  kernel::with_storage(problem.signal.type, [&](auto* stored) {
    using storage = std::remove_pointer_t<decltype(stored)>;
    const auto* const from = static_cast<const storage*>(signals) + at.start;
    const auto beyond = [&](std::int64_t begin, std::int64_t end) {
      for (std::int64_t i = begin; i < end; ++i) {
        const std::int64_t found = extended_index(rule, first + i, n);
        to[i] =
            found < 0 ? outside<Compute>(problem, part) : kernel::from_stored<Compute>(from[found * at.step], boolean);
      }
    };
    beyond(0, inside_begin);
    if (inside_begin < inside_end)
      convert_row(from + (first + inside_begin) * at.step, at.step, inside_end - inside_begin, to + inside_begin, 1,
                  [boolean](storage value) { return kernel::from_stored<Compute>(value, boolean); });
    beyond(inside_end, count);
  });
}

template <class Compute>
void read_filter(const geometry& problem, const void* filters, std::int64_t entry, int part, bool negative,
                 tap_order order, std::int64_t pitch, Compute* to) {
  const std::int64_t rows = problem.rows.filter;
  const std::int64_t columns = problem.columns.filter;
  const bool backwards = problem.reversed == (order == tap_order::window);
  const bool minus = negative != (part == 1 && problem.conjugated);
  const bool boolean = problem.filter.type == element_type::boolean;
  kernel::with_storage(problem.filter.type, [&](auto* stored) {
    using storage = std::remove_pointer_t<decltype(stored)>;
    for (std::int64_t row = 0; row < rows; ++row) {
      const place at(problem.filter, entry, part, backwards ? rows - 1 - row : row);
      const auto* const from = static_cast<const storage*>(filters) + at.start;
      for (std::int64_t column = 0; column < columns; ++column) {
        const auto value =
            kernel::from_stored<Compute>(from[(backwards ? columns - 1 - column : column) * at.step], boolean);
        to[row * pitch + column] = minus ? static_cast<Compute>(-value) : value;
      }
    }
  });
}

template <class Compute>
aligned_buffer<Compute> windows_of(const geometry& problem, const void* filters) {
  const std::int64_t taps = problem.filter_elements();
  const auto products = problem.products();
  aligned_buffer<Compute> windows(problem.filter_count() * static_cast<std::int64_t>(products.size()) * taps, "filter");
  Compute* to = windows.data();
  for (std::int64_t i = 0; i < problem.filter_count(); ++i)
    for (const component_product& product : products) {
      read_filter(problem, filters, i, product.filter, product.negative, tap_order::window, problem.columns.filter, to);
      to += taps;
    }
  return windows;
}

template <class Compute>
void write_row(const geometry& problem, void* outputs, std::int64_t entry, int part, std::int64_t row,
               std::int64_t first, std::int64_t count, const Compute* from) {
  const place at(problem.output, entry, part, row);
  const bool boolean = problem.output.type == element_type::boolean;
  kernel::with_storage(problem.output.type, [&](auto* stored) {
    using storage = std::remove_pointer_t<decltype(stored)>;
    auto* const to = static_cast<storage*>(outputs) + at.start + first * at.step;
    convert_row(from, 1, count, to, at.step,
                [boolean](Compute value) { return kernel::to_stored<storage>(value, boolean); });
  });
}

#define FALTUNG_INSTANTIATE(Compute)                                                                                   \
  template void read_row(const geometry&, const void*, std::int64_t, int, std::int64_t, std::int64_t, std::int64_t,    \
                         Compute*);                                                                                    \
  template void read_filter(const geometry&, const void*, std::int64_t, int, bool, tap_order, std::int64_t, Compute*); \
  template aligned_buffer<Compute> windows_of(const geometry&, const void*);                                           \
  template void write_row(const geometry&, void*, std::int64_t, int, std::int64_t, std::int64_t, std::int64_t,         \
                          const Compute*);
FALTUNG_INSTANTIATE(float)
FALTUNG_INSTANTIATE(double)
FALTUNG_INSTANTIATE(std::uint32_t)
FALTUNG_INSTANTIATE(std::uint64_t)
#undef FALTUNG_INSTANTIATE

}  // namespace faltung::cpu
