// Filters as block transforms multiply by them: the tables of kernels/packed_product.hpp.
#pragma once

#include <cstdint>

#include "cpu/aligned_buffer.hpp"
#include "plan/block_segments.hpp"
#include "plan/interruption.hpp"
#include "problem/geometry.hpp"

namespace faltung::cpu {

// Type is float or double. A filter's taps are divided by the power of two that brings the largest into [1, 2), and the
// outputs multiplied by it: so neither 1 / M, which is in the tables, nor the taps themselves make subnormal numbers
// that lose digits, and no sum overflows that the outputs do not.
template <class Type>
class packed_filters {
 public:
  // `width` filters of neighbouring signals share a table, one in each lane of `width`; with 1 each has its own.
  packed_filters(const geometry& problem, const block_segments& segments, std::int64_t width);

  // Of all filters, computed in double and rounded once, to be taken by `adopt`.
  struct tables {
    aligned_buffer<Type> numbers;
    aligned_buffer<Type> scales;
  };
  [[nodiscard]] tables prepared(const void* filters, interruption& stop) const;
  void adopt(tables made) noexcept { tables_ = std::move(made); }

  // Of the filter of output entry signal * bank + `filter`, or of as many signals from `signal` on as share a table.
  [[nodiscard]] const Type* table(std::int64_t signal, std::int64_t filter, int part) const {
    return tables_.numbers.data() + (slot(signal, filter) * problem_.filter.parts() + part) * table_numbers();
  }
  [[nodiscard]] Type scale(std::int64_t signal, std::int64_t filter) const {
    return tables_.scales.data()[problem_.filter_of(signal * problem_.bank + filter)];
  }

 private:
  [[nodiscard]] std::int64_t slot(std::int64_t signal, std::int64_t filter) const {
    return (problem_.filter_per_signal ? signal / width_ * problem_.bank : 0) + filter;
  }
  [[nodiscard]] std::int64_t slots() const {
    return problem_.filter_per_signal ? (problem_.batch + width_ - 1) / width_ * problem_.bank : problem_.bank;
  }
  [[nodiscard]] std::int64_t table_numbers() const { return segments_.length / 2 * segments_.parts * 4 * width_; }

  geometry problem_;
  block_segments segments_;
  std::int64_t width_;
  const double* const* twiddles_;
  const double* turns_;
  tables tables_;
};

}  // namespace faltung::cpu
