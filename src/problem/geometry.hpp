// The one place that knows where an output lies. Everything downstream works with these numbers; nothing recomputes them.
//
// Let w[t] be the filter in window order: the filter itself for correlation, reversed for convolution, so that in every
// mode and operation
//     output[o] = sum over t of w[t] * signal[origin + o + t],   t = 0 .. filter - 1, signal[s] = none outside 0 .. n - 1.
// With boundary zero terms outside the signal are left out, not multiplied by zero: an infinite tap must not turn border
// outputs into NaN. With any other boundary signal[s] is the sample at extended_index(), and every term counts.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <span>

#include "faltung/options.hpp"
#include "faltung/problem.hpp"
#include "problem/components.hpp"
#include "problem/operand.hpp"

namespace faltung {

struct axis_geometry {
  std::int64_t signal = 1;
  std::int64_t filter = 1;
  std::int64_t output = 1;
  std::int64_t origin = 0;  ///< signal index under tap 0 of output 0; negative where the window hangs out on the left

  /// Index of output 0 in the full result.
  [[nodiscard]] constexpr std::int64_t full_first() const { return origin + filter - 1; }

  /// Most samples under one window.
  [[nodiscard]] constexpr std::int64_t terms() const { return std::min(signal, filter); }

  /// Shortest circular convolution whose values at the outputs' places are those of the linear one: signal and filter
  /// fit, and what wraps around lands beside the outputs.
  [[nodiscard]] constexpr std::int64_t circular_length() const {
    const std::int64_t full = signal + filter - 1;
    return std::max({signal, filter, full - full_first(), full_first() + output});
  }

  /// Whether no window hangs out of the signal.
  [[nodiscard]] constexpr bool inside() const { return origin >= 0 && origin + output - 1 + filter <= signal; }

  friend constexpr bool operator==(const axis_geometry&, const axis_geometry&) = default;
};

struct geometry {
  int rank = 1;
  axis_geometry rows{};     ///< a single row in 1D
  axis_geometry columns{};  ///< the fastest-varying axis
  std::int64_t batch = 1;
  std::int64_t bank = 1;  ///< filters that each signal meets
  bool filter_per_signal = false;
  bool reversed = true;     ///< whether window order is the filter's order reversed (on each axis)
  bool conjugated = false;  ///< whether the filter's imaginary parts are negated
  bool summed = false;      ///< whether an element's components are terms of a sum (src/separable)
  /// zero where no window hangs out of the signal
  faltung::boundary boundary = faltung::zero;
  faltung::overflow overflow = faltung::overflow::modulo;
  std::int64_t filter_rank = 0;  ///< 0: not known

  // Which entries of these meet: output entry o belongs to signal o / bank and to filter filter_of(o).
  operand signal{};
  operand filter{};
  operand output{};
  faltung::element_type compute = float32;   ///< of the direct methods (numerics.hpp)
  faltung::element_type spectral = float32;  ///< of transforms

  // Elements of one signal, filter and output; the products with the entries and with the element size fit 63 bits.
  [[nodiscard]] constexpr std::int64_t signal_elements() const { return rows.signal * columns.signal; }
  [[nodiscard]] constexpr std::int64_t filter_elements() const { return rows.filter * columns.filter; }
  [[nodiscard]] constexpr std::int64_t output_elements() const { return rows.output * columns.output; }

  [[nodiscard]] constexpr std::int64_t filter_count() const { return filter_per_signal ? batch * bank : bank; }
  [[nodiscard]] constexpr std::int64_t output_count() const { return batch * bank; }
  [[nodiscard]] constexpr std::int64_t filter_of(std::int64_t output_entry) const {
    if (bank == 1) return filter_per_signal ? output_entry : 0;  // a division takes as long as a short signal
    return filter_per_signal ? output_entry : output_entry % bank;
  }

  [[nodiscard]] constexpr std::span<const component_product> products() const {
    if (summed) return summed_products(signal.parts());
    return component_products(is_complex(signal.type), is_complex(filter.type));
  }
  [[nodiscard]] constexpr int output_parts() const { return output.parts(); }

  /// Most products of real numbers that one real number of the output sums.
  [[nodiscard]] constexpr std::int64_t terms() const {
    const bool beyond = boundary.rule != boundary_rule::zero;
    const std::int64_t taps = beyond ? filter_elements() : rows.terms() * columns.terms();
    return taps * static_cast<std::int64_t>(products().size()) / output_parts();
  }

  /// Whether outputs that are not finite are kept to those whose windows say so: of integers all are finite.
  [[nodiscard]] constexpr bool contains(non_finite asked) const {
    return asked == non_finite::contain && !is_integer(compute);
  }

  [[nodiscard]] shape output_shape() const {
    return rank == 1 ? shape(columns.output) : shape(rows.output, columns.output);
  }
};

// Validates and resolves. Throws invalid_argument naming the member of `problem` at fault.
geometry resolve(const problem& description);

}  // namespace faltung
