// Outputs of the streaming 2D kernels that lanes make one by one: those beside a strip whose windows hang out of the
// signal, and the frame of an image. Few, and guards for them would slow down the others of their groups.
#pragma once

#include "stream_2d_edge.cuh"

namespace faltung::kernel {

// Where the elements of a window lie in their row: -1 for one that there is not.
template <class Filter, class Type>
__device__ inline void stream_find(int (&found)[Filter::columns], const signal_view<Type>& signal, int first) {
  const auto columns = static_cast<int>(signal.columns);
  FALTUNG_UNROLL
  for (int i = 0; i < Filter::columns; ++i) {
    found[i] = first + Filter::step * i;
    if (static_cast<unsigned>(found[i]) >= static_cast<unsigned>(columns)) {
      found[i] = stream_outside(signal.rule, found[i], columns, Filter::step);
    }
  }
}

// The output whose window begins in row `first_row` at the columns that were found.
template <class Stored, class Type, class Filter>
__device__ inline Type stream_one(const stream_2d_problem<Type, Filter>& problem, const widening_digits& digits,
                                  const Stored* image, int first_row, const int (&found)[Filter::columns]) {
  const signal_view<Type>& signal = problem.operands.signal;
  const auto rows = static_cast<int>(signal.rows);
  const bool zero = signal.rule == boundary_rule::zero;
  Type sum{0};
#pragma unroll 1
  for (int j = 0; j < Filter::rows; ++j) {
    int row = first_row + j;
    if (static_cast<unsigned>(row) >= static_cast<unsigned>(rows)) row = stream_outside(signal.rule, row, rows, 1);
    if (row < 0 && zero) continue;
    const Stored* const from = image + row * signal.at.row;
    Type across = Filter::separable ? Type{0} : sum;
    FALTUNG_UNROLL
    for (int i = 0; i < Filter::columns; ++i) {
      const bool there = row >= 0 && found[i] >= 0;
      const Type sample = there ? stream_element<Type>(from[found[i]], digits) : signal.outside[0];
      const Type tap = problem.taps[(Filter::separable ? 0 : j * Filter::columns) + i];
      if (there || !zero) across = multiply_add(tap, sample, across);
    }
    sum = Filter::separable ? multiply_add(problem.taps[Filter::columns + j], across, sum) : across;
  }
  return sum;
}

// The rows of a strip that are beside it, or a piece of a row. A lane keeps to its columns, so that where their windows
// lie is found once.
template <class Stored, class Result, class Type, class Filter>
__device__ inline void stream_singles(const stream_2d_problem<Type, Filter>& problem, const widening_digits& digits,
                                      const stream_2d_unit& unit, long long image) {
  const stream_2d_operands<Type>& operands = problem.operands;
  const source_view& signal = operands.signal.at;
  const stream_2d_tiling& tiling = problem.tiling;
  const bool beside = unit.kind == stream_2d_unit::sides;
  const int columns =
      beside ? tiling.left + tiling.right : smaller(tiling.group_columns, operands.output_columns - unit.column);
  const int near = beside ? tiling.left : columns;
  const Stored* const in = static_cast<const Stored*>(signal.data) + signal.entry(image, 0);
  Result* const out =
      static_cast<Result*>(operands.output.data) + operands.output.entry(image * operands.bank + operands.filter, 0);
  const int lane = static_cast<int>(threadIdx.x) % 32;
  const int together = larger(1, 32 / columns);  // rows
  const int down = columns < 32 ? lane / columns : 0;
#pragma unroll 1
  for (int side = lane - down * columns; side < columns && down < together; side += 32) {
    const int column = unit.column + side + (side < near ? 0 : operands.output_columns - columns);
    int found[Filter::columns];
    stream_find<Filter>(found, operands.signal, operands.column_origin + column);
#pragma unroll 1
    for (int row = unit.row + down; row < unit.row + unit.rows; row += together) {
      const Type sum = stream_one<Stored>(problem, digits, in, operands.row_origin + row, found);
      out[row * operands.output.row + column] = stream_result<Result>(sum);
    }
  }
}

}  // namespace faltung::kernel
