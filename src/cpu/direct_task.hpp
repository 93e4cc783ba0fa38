// Outputs [first, last) on each axis of one signal, to be computed by the direct method.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>

#include "problem/geometry.hpp"

namespace faltung::cpu {

template <class Type>
struct direct_task {
  const Type* signal = nullptr;
  const Type* window = nullptr;  ///< taps in window order
  Type* output = nullptr;        ///< output 0, not the first of this task
  axis_geometry rows = {};
  axis_geometry columns = {};
  std::int64_t first_row = 0;
  std::int64_t last_row = 1;
  std::int64_t first_column = 0;
  std::int64_t last_column = 1;

  // Outputs along an axis whose windows lie inside the signal, clipped to [first, last).
  static constexpr std::int64_t interior_begin(const axis_geometry& axis, std::int64_t first, std::int64_t last) {
    return std::clamp(-axis.origin, first, last);
  }
  static constexpr std::int64_t interior_end(const axis_geometry& axis, std::int64_t first, std::int64_t last) {
    return std::clamp(axis.signal - axis.filter + 1 - axis.origin, interior_begin(axis, first, last), last);
  }
};

// What every variant must reproduce to the bit: one chain of fused multiply-adds, from +0, in window order, terms
// outside the signal left out.
template <class Type>
void chain(const direct_task<Type>& task) {
  const axis_geometry& rows = task.rows;
  const axis_geometry& columns = task.columns;
  for (std::int64_t row = task.first_row; row < task.last_row; ++row) {
    for (std::int64_t column = task.first_column; column < task.last_column; ++column) {
      const std::int64_t top = rows.origin + row;
      const std::int64_t left = columns.origin + column;
      Type sum = 0;
      for (std::int64_t i = std::max<std::int64_t>(0, -top); i < std::min(rows.filter, rows.signal - top); ++i)
        for (std::int64_t j = std::max<std::int64_t>(0, -left); j < std::min(columns.filter, columns.signal - left);
             ++j)
          sum = std::fma(task.window[i * columns.filter + j], task.signal[(top + i) * columns.signal + left + j], sum);
      task.output[row * columns.output + column] = sum;
    }
  }
}

}  // namespace faltung::cpu
