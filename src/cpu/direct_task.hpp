// A rectangle of outputs over real samples, to be computed by the direct method.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>

#include "problem/geometry.hpp"

namespace faltung::cpu {

template <class Type>
struct direct_task {
  const Type* signal = nullptr;    ///< sample (0, 0)
  const Type* window = nullptr;    ///< taps in window order
  Type* output = nullptr;          ///< output (0, 0)
  std::int64_t signal_stride = 0;  ///< elements from one row to the next
  std::int64_t output_stride = 0;
  axis_geometry rows = {};
  axis_geometry columns = {};
  bool accumulate = false;  ///< the chains go on from what the outputs hold
};

// Outputs along an axis whose windows lie inside the signal.
constexpr std::int64_t interior_begin(const axis_geometry& axis) {
  return std::clamp<std::int64_t>(-axis.origin, 0, axis.output);
}
constexpr std::int64_t interior_end(const axis_geometry& axis) {
  return std::clamp(axis.signal - axis.filter + 1 - axis.origin, interior_begin(axis), axis.output);
}

// What variants must reproduce to the bit: one chain of fused multiply-adds, from +0 or the output, in window order,
// terms outside the signal left out.
template <class Type>
void chain(const direct_task<Type>& task) {
  const axis_geometry& rows = task.rows;
  const axis_geometry& columns = task.columns;
  for (std::int64_t row = 0; row < rows.output; ++row) {
    for (std::int64_t column = 0; column < columns.output; ++column) {
      const std::int64_t top = rows.origin + row;
      const std::int64_t left = columns.origin + column;
      const std::int64_t first = std::max<std::int64_t>(0, -left);
      const std::int64_t last = std::min(columns.filter, columns.signal - left);
      Type& output = task.output[row * task.output_stride + column];
      Type sum = task.accumulate ? output : Type{0};
      for (std::int64_t i = std::max<std::int64_t>(0, -top); i < std::min(rows.filter, rows.signal - top); ++i)
        for (std::int64_t j = first; j < last; ++j)
          sum = std::fma(task.window[i * columns.filter + j], task.signal[(top + i) * task.signal_stride + left + j],
                         sum);
      output = sum;
    }
  }
}

}  // namespace faltung::cpu
