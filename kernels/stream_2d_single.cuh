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

// `count` outputs of one column from row `first` on, of which those in front of `end` are wanted: as stream_inner walks
// down, with a single sum for each row of taps.
template <class Stored, class Result, class Type, class Filter>
__device__ inline void stream_column(const stream_2d_problem<Type, Filter>& problem, const widening_digits& digits,
                                     const Stored* image, Result* out, const int (&found)[Filter::columns], int first,
                                     int count, int end) {
  const signal_view<Type>& signal = problem.operands.signal;
  const auto rows = static_cast<int>(signal.rows);
  const auto in_pitch = static_cast<int>(signal.at.row);
  const auto out_pitch = static_cast<int>(problem.operands.output.row);
  const bool zero = signal.rule == boundary_rule::zero;
  Type sums[Filter::rows][1][1] = {};
#pragma unroll 1
  for (int step = 0; step < count + Filter::rows - 1; ++step) {
    int row = problem.operands.row_origin + first + step;
    if (static_cast<unsigned>(row) >= static_cast<unsigned>(rows)) row = stream_outside(signal.rule, row, rows, 1);
    const bool adds = row >= 0 || !zero;
    const Stored* const from = image + static_cast<long long>(row) * in_pitch;
    Type sample[Filter::columns];
    FALTUNG_UNROLL
    for (int i = 0; i < Filter::columns; ++i) {
      sample[i] = signal.outside[0];
      if (row >= 0 && found[i] >= 0) sample[i] = stream_element<Type>(from[found[i]], digits);
    }
    const auto add_row = [&](Type& sum, const Type* taps) {
      FALTUNG_UNROLL
      for (int i = 0; i < Filter::columns; ++i)
        if (found[i] >= 0 || !zero) sum = multiply_add(taps[i], sample[i], sum);
    };
    Type across{0};
    if constexpr (Filter::separable) add_row(across, problem.taps);
    const auto add = [&](Type(&next)[1][1], int j) {
      if (!adds) return;
      if constexpr (Filter::separable) {
        next[0][0] = multiply_add(problem.taps[Filter::columns + j], across, next[0][0]);
      } else {
        add_row(next[0][0], problem.taps + j * Filter::columns);
      }
    };
    const auto store = [&](const Type(&made)[1][1]) {
      const int made_row = first + step - (Filter::rows - 1);
      if (made_row < end) out[static_cast<long long>(made_row) * out_pitch] = stream_result<Result>(made[0][0]);
    };
    stream_sums<1>(sums, step, count, add, store);
  }
}

// The rows of a strip that are beside it, or a piece of the rows above or below. A lane makes neighbouring outputs of a
// column, so that it loads a row once for all of them and finds its columns once.
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
  const int pieces = larger(1, 32 / columns);  // of the rows
  const int piece = columns < 32 ? lane / columns : 0;
  const int count = ceil_div(unit.rows, pieces);
#pragma unroll 1
  for (int side = lane - piece * columns; side < columns && piece < pieces; side += 32) {
    const int column = unit.column + side + (side < near ? 0 : operands.output_columns - columns);
    int found[Filter::columns];
    stream_find<Filter>(found, operands.signal, operands.column_origin + column);
    stream_column(problem, digits, in, out + column, found, unit.row + piece * count, count, unit.row + unit.rows);
  }
}

}  // namespace faltung::kernel
