// A problem of any types, layouts and boundary as bytes, with what its outputs have to be: loops over the definition.
#pragma once

#include <cmath>
#include <complex>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <random>
#include <sstream>
#include <string>
#include <vector>

#include "cases.hpp"
#include "element.hpp"

namespace cpu_tests {

using bytes = std::vector<std::byte>;

// The definition, one step outside at a time: -1 where nothing of the signal stands.
inline std::int64_t walk_inside(faltung::boundary_rule rule, std::int64_t i, std::int64_t n) {
  while (i < 0 || i >= n) {
    switch (rule) {
      case faltung::boundary_rule::wrap: i += i < 0 ? n : -n; break;
      case faltung::boundary_rule::reflect: i = i < 0 ? -1 - i : 2 * n - 1 - i; break;
      case faltung::boundary_rule::mirror: i = n == 1 ? 0 : i < 0 ? -i : 2 * n - 2 - i; break;
      case faltung::boundary_rule::nearest: i += i < 0 ? 1 : -1; break;
      default: return -1;
    }
  }
  return i;
}

class typed_case {
 public:
  static constexpr std::byte canary{0x5A};

  explicit typed_case(const problem& what, unsigned seed = 1)
      : resolved(faltung::resolve(what)),
        signals(random(resolved.signal, seed)),
        filters(random(resolved.filter, seed + 1)),
        description_(text_of(what)) {}

  geometry resolved;
  bytes signals;
  bytes filters;

  [[nodiscard]] const std::string& text() const { return description_; }

  [[nodiscard]] bytes empty_outputs() const { return {size_of_memory(resolved.output), canary}; }

  // Calls term(sample, tap) for every product of one real number of the output, in their order.
  template <class Number, class Term>
  void each_term(std::int64_t entry, std::int64_t row, std::int64_t column, int part, const Term& term) const {
    struct factor_parts {
      int signal;
      int filter;
    };
    const bool complex_signal = faltung::is_complex(resolved.signal.type);
    const bool complex_filter = faltung::is_complex(resolved.filter.type);
    std::vector<factor_parts> order;
    if (part == 0) {
      order.push_back({0, 0});
      if (complex_signal && complex_filter) order.push_back({1, 1});
    } else {
      if (complex_filter) order.push_back({0, 1});
      if (complex_signal) order.push_back({1, 0});
    }
    for (const factor_parts& parts : order)
      for (std::int64_t i = 0; i < resolved.rows.filter; ++i)
        for (std::int64_t j = 0; j < resolved.columns.filter; ++j) {
          const std::int64_t y = resolved.rows.origin + row + i;
          const std::int64_t x = resolved.columns.origin + column + j;
          Number sample{};
          if (!sample_at(entry, y, x, parts.signal, sample)) continue;
          const bool minus = parts.filter == 1 && (resolved.conjugated != (part == 0));
          const Number tap = tap_at<Number>(entry, i, j, parts.filter);
          term(sample, minus ? static_cast<Number>(-tap) : tap);
        }
  }

  template <class Visit>
  void each_output(const Visit& visit) const {
    for (std::int64_t entry = 0; entry < resolved.output_count(); ++entry)
      for (std::int64_t row = 0; row < resolved.rows.output; ++row)
        for (std::int64_t column = 0; column < resolved.columns.output; ++column)
          for (int part = 0; part < resolved.output_parts(); ++part)
            visit(entry, row, column, part, index(resolved.output, entry, row, column, part));
  }

  // One chain of fused multiply-adds for each real number; nothing else in the outputs' memory is touched.
  template <class Compute>
  [[nodiscard]] bytes chains_in() const {
    bytes outputs = empty_outputs();
    each_output([&](std::int64_t entry, std::int64_t row, std::int64_t column, int part, std::int64_t at) {
      Compute sum{};
      each_term<Compute>(entry, row, column, part, [&](Compute sample, Compute tap) {
        if constexpr (std::is_integral_v<Compute>) {
          sum += sample * tap;
        } else {
          sum = std::fma(tap, sample, sum);
        }
      });
      faltung::kernel::write_element(outputs.data(), resolved.output.type, at, sum);
    });
    return outputs;
  }
  [[nodiscard]] bytes chains() const {
    switch (resolved.compute) {
      case faltung::float32: return chains_in<float>();
      case faltung::float64: return chains_in<double>();
      default: return chains_in<std::uint64_t>();  // modulo 2^64, so modulo 2^32 too
    }
  }

  // Nothing where a byte around the workspace was written.
  [[nodiscard]] bytes run(const faltung::executor_request& request) const {
    const std::unique_ptr<faltung::executor> made = faltung::cpu::make_executor(request);
    made->set_filter(filters.data(), nullptr);
    bytes outputs = empty_outputs();
    guarded_workspace workspace(made->workspace_bytes());
    made->execute(signals.data(), outputs.data(), workspace.start(), nullptr);
    return workspace.intact() ? outputs : bytes{};
  }

 private:
  static std::size_t size_of_memory(const faltung::operand& one) {
    return static_cast<std::size_t>(one.end) * faltung::size_of(one.type);
  }

  static std::int64_t index(const faltung::operand& one, std::int64_t entry, std::int64_t row, std::int64_t column,
                            int part) {
    const faltung::layout& at = one.at;
    const std::int64_t element = at.offset + entry / at.channels * at.batch + entry % at.channels * at.channel +
                                 row * at.row + column * at.column;
    return element * one.parts() + part;
  }

  // Integers with all their bits, so that sums wrap; fractions of either sign.
  static bytes random(const faltung::operand& one, unsigned seed) {
    std::mt19937_64 engine(seed);
    std::uniform_real_distribution<double> fraction(-1, 1);
    bytes made(size_of_memory(one));
    const std::int64_t count = one.end * one.parts();
    for (std::int64_t i = 0; i < count; ++i) {
      if (faltung::is_integer(one.type)) {
        faltung::kernel::write_element(made.data(), one.type, i, engine() >> (one.type == faltung::boolean ? 63 : 0));
      } else {
        faltung::kernel::write_element(made.data(), one.type, i, fraction(engine));
      }
    }
    return made;
  }

  template <class Number>
  bool sample_at(std::int64_t entry, std::int64_t y, std::int64_t x, int part, Number& sample) const {
    const faltung::boundary& outside = resolved.boundary;
    const std::int64_t row = walk_inside(outside.rule, y, resolved.rows.signal);
    const std::int64_t column = walk_inside(outside.rule, x, resolved.columns.signal);
    if (row >= 0 && column >= 0) {
      const std::int64_t at = index(resolved.signal, entry / resolved.bank, row, column, part);
      sample = faltung::kernel::read_element<Number>(signals.data(), resolved.signal.type, at);
      return true;
    }
    const double value = part == 0 ? outside.value.real() : outside.value.imag();
    if constexpr (std::is_integral_v<Number>) {
      sample = static_cast<Number>(static_cast<std::int64_t>(value));
    } else {
      sample = static_cast<Number>(value);
    }
    return outside.rule == faltung::boundary_rule::constant;
  }

  template <class Number>
  [[nodiscard]] Number tap_at(std::int64_t entry, std::int64_t i, std::int64_t j, int part) const {
    const std::int64_t row = resolved.reversed ? resolved.rows.filter - 1 - i : i;
    const std::int64_t column = resolved.reversed ? resolved.columns.filter - 1 - j : j;
    const std::int64_t which = resolved.filter_per_signal ? entry : entry % resolved.bank;
    const std::int64_t at = index(resolved.filter, which, row, column, part);
    return faltung::kernel::read_element<Number>(filters.data(), resolved.filter.type, at);
  }

  static std::string text_of(const problem& what) {
    std::ostringstream text;
    text << what;
    return text.str();
  }

  std::string description_;
};

}  // namespace cpu_tests
