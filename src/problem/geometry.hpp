// The one place that knows where an output lies. Everything downstream works with these numbers; nothing recomputes them.
//
// Let w[t] be the filter in window order: the filter itself for correlation, reversed for convolution, so that in every
// mode and operation
//     output[o] = sum over t of w[t] * signal[origin + o + t],   t = 0 .. filter - 1, signal[s] = none outside 0 .. n - 1.
// Terms outside the signal are left out, not multiplied by zero: an infinite tap must not turn border outputs into NaN.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>

#include "faltung/problem.hpp"

namespace faltung {

struct axis_geometry {
  std::int64_t signal = 1;
  std::int64_t filter = 1;
  std::int64_t output = 1;
  std::int64_t origin = 0;  ///< signal index under tap 0 of output 0; negative where the window hangs out on the left

  /// Index of output 0 in the full result.
  [[nodiscard]] constexpr std::int64_t full_first() const { return origin + filter - 1; }

  /// Most products that one output sums.
  [[nodiscard]] constexpr std::int64_t terms() const { return std::min(signal, filter); }

  /// Shortest circular convolution whose values at the outputs' places are those of the linear one: signal and filter
  /// fit, and what wraps around lands beside the outputs.
  [[nodiscard]] constexpr std::int64_t circular_length() const {
    const std::int64_t full = signal + filter - 1;
    return std::max({signal, filter, full - full_first(), full_first() + output});
  }

  friend constexpr bool operator==(const axis_geometry&, const axis_geometry&) = default;
};

struct geometry {
  int rank = 1;
  axis_geometry rows{};     ///< a single row in 1D
  axis_geometry columns{};  ///< the fastest-varying axis
  std::int64_t batch = 1;
  bool filter_per_signal = false;
  bool reversed = true;  ///< whether window order is the filter's order reversed (on each axis)
  element_type type = float32;

  // Elements of one signal, filter and output; the products with batch and with the element size fit 63 bits.
  [[nodiscard]] constexpr std::int64_t signal_elements() const { return rows.signal * columns.signal; }
  [[nodiscard]] constexpr std::int64_t filter_elements() const { return rows.filter * columns.filter; }
  [[nodiscard]] constexpr std::int64_t output_elements() const { return rows.output * columns.output; }
  [[nodiscard]] constexpr std::int64_t filter_count() const { return filter_per_signal ? batch : 1; }
  [[nodiscard]] constexpr std::int64_t terms() const { return rows.terms() * columns.terms(); }
  [[nodiscard]] shape output_shape() const {
    return rank == 1 ? shape(columns.output) : shape(rows.output, columns.output);
  }
};

// Validates and resolves. Throws invalid_argument naming the member of `problem` at fault.
geometry resolve(const problem& description);

}  // namespace faltung
