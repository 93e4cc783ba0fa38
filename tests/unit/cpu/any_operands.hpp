// Problems of any element types, boundary, layout and bank with data, and their exact answers by the definition in
// problem/geometry.hpp.
#pragma once

#include <algorithm>
#include <cmath>
#include <complex>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <random>
#include <vector>

#include "cases.hpp"
#include "element.hpp"

namespace cpu_tests {

using faltung::element_type;
using exact_number = std::complex<long double>;

class any_operands {
 public:
  geometry resolved;
  std::vector<std::byte> signals;
  std::vector<std::byte> filters;

  explicit any_operands(const problem& what, unsigned seed = 1) : resolved(faltung::resolve(what)) {
    std::mt19937 engine(seed);
    signals = filled(resolved.signal, engine);
    filters = filled(resolved.filter, engine);
  }

  // Element (row, column) of an entry.
  static exact_number element(const faltung::operand& one, const std::vector<std::byte>& data, std::int64_t entry,
                              std::int64_t row, std::int64_t column) {
    const std::int64_t at = index(one, entry, row, column) * one.parts();
    const auto component = [&](std::int64_t i) {
      return faltung::kernel::read_element<double>(data.data(), one.type, i);
    };
    return {component(at), one.parts() == 2 ? component(at + 1) : 0.0};
  }

  static void set(const faltung::operand& one, std::vector<std::byte>& data, std::int64_t entry, std::int64_t row,
                  std::int64_t column, int part, double value) {
    const std::int64_t at = index(one, entry, row, column) * one.parts() + part;
    faltung::kernel::write_element(data.data(), one.type, at, value);
  }

  // Sum over the window of output (row, column) of entry `entry`.
  [[nodiscard]] exact_number exact(std::int64_t entry, std::int64_t row, std::int64_t column) const {
    exact_number sum = 0;
    for (std::int64_t i = 0; i < resolved.rows.filter; ++i)
      for (std::int64_t j = 0; j < resolved.columns.filter; ++j)
        sum += window(resolved.filter_of(entry), i, j) *
               extended(entry / resolved.bank, resolved.rows.origin + row + i, resolved.columns.origin + column + j);
    return sum;
  }

  // 2-norm of the filter times that of all the samples that windows of the entry's outputs meet.
  [[nodiscard]] double norms(std::int64_t entry) const {
    const auto& rows = resolved.rows;
    const auto& columns = resolved.columns;
    long double x = 0;
    for (std::int64_t i = 0; i < rows.output + rows.filter - 1; ++i)
      for (std::int64_t j = 0; j < columns.output + columns.filter - 1; ++j)
        x += std::norm(extended(entry / resolved.bank, rows.origin + i, columns.origin + j));
    long double h = 0;
    for (std::int64_t i = 0; i < rows.filter; ++i)
      for (std::int64_t j = 0; j < columns.filter; ++j) h += std::norm(window(resolved.filter_of(entry), i, j));
    return static_cast<double>(std::sqrt(x * h));
  }

 private:
  static std::int64_t index(const faltung::operand& one, std::int64_t entry, std::int64_t row, std::int64_t column) {
    return one.entry(entry) + row * one.at.row + column * one.at.column;
  }

  // Integers of 16 bits at most over their whole range, wider ones of 16 bits; others within 1.
  static std::vector<std::byte> filled(const faltung::operand& one, std::mt19937& engine) {
    std::vector<std::byte> data(static_cast<std::size_t>(one.end) * faltung::size_of(one.type));
    const bool is_signed = faltung::is_signed(one.type);
    const int bits = std::min(16, static_cast<int>(8 * faltung::size_of(one.type))) - (is_signed ? 1 : 0);
    std::uniform_int_distribution<int> whole(is_signed ? -(1 << bits) : 0,
                                             one.type == faltung::boolean ? 1 : (1 << bits) - 1);
    std::uniform_real_distribution<double> fraction(-1, 1);
    for (std::int64_t i = 0; i < one.end * one.parts(); ++i)
      faltung::kernel::write_element<double>(data.data(), one.type, i,
                                             faltung::is_integer(one.type) ? whole(engine) : fraction(engine));
    return data;
  }

  [[nodiscard]] exact_number window(std::int64_t entry, std::int64_t row, std::int64_t column) const {
    const exact_number tap =
        element(resolved.filter, filters, entry, resolved.reversed ? resolved.rows.filter - 1 - row : row,
                resolved.reversed ? resolved.columns.filter - 1 - column : column);
    return resolved.conjugated ? std::conj(tap) : tap;
  }

  [[nodiscard]] exact_number extended(std::int64_t entry, std::int64_t row, std::int64_t column) const {
    const std::int64_t y = faltung::extended_index(resolved.boundary.rule, row, resolved.rows.signal);
    const std::int64_t x = faltung::extended_index(resolved.boundary.rule, column, resolved.columns.signal);
    if (y >= 0 && x >= 0) return element(resolved.signal, signals, entry, y, x);
    const bool constant = resolved.boundary.rule == faltung::boundary_rule::constant;
    return constant ? exact_number(resolved.boundary.value) : exact_number(0);
  }
};

// The outputs' memory; empty where a byte between, before or behind the outputs or around the workspace was written.
inline std::vector<std::byte> run(const any_operands& data, const faltung::executor_request& request) {
  constexpr std::byte canary{0xC5};
  const geometry& g = data.resolved;
  const std::size_t size = faltung::size_of(g.output.type);
  const std::unique_ptr<faltung::executor> made = faltung::cpu::make_executor(request);
  made->set_filter(data.filters.data(), nullptr);
  std::vector<std::byte> outputs((static_cast<std::size_t>(g.output.end) + output_guard) * size, canary);
  guarded_workspace workspace(made->workspace_bytes());
  made->execute(data.signals.data(), outputs.data(), workspace.start(), nullptr);

  std::vector<bool> written(outputs.size() / size);
  for (std::int64_t entry = 0; entry < g.output_count(); ++entry)
    for (std::int64_t row = 0; row < g.rows.output; ++row)
      for (std::int64_t column = 0; column < g.columns.output; ++column)
        written[static_cast<std::size_t>(g.output.entry(entry) + row * g.output.at.row + column * g.output.at.column)] =
            true;
  for (std::size_t i = 0; i < outputs.size(); ++i)
    if (!written[i / size] && outputs[i] != canary) return {};
  if (!workspace.intact()) return {};
  return outputs;
}

}  // namespace cpu_tests
