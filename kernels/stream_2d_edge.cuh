// The outputs of the streaming 2D kernel whose windows hang out of the signal, or are not aligned.
#pragma once

#include "stream_2d_element.cuh"
#include "stream_2d_sums.cuh"

namespace faltung::kernel {

// Where the element at `place` of a row (of pixels of `step` elements) outside the signal, or such a row, is found; -1
// where there is none.
FALTUNG_NOINLINE __device__ inline int stream_outside(boundary_rule rule, int place, int count, int step) {
  const int pixel = place >= 0 ? place / step : -((step - 1 - place) / step);
  const int found = detail::extended_index<int>(rule, pixel, count / step);
  return found < 0 ? -1 : found * step + (place - pixel * step);
}

// A strip of one group anywhere, of any alignment, less the columns that single lanes make. A row comes through shared
// memory, found element by element by the boundary's rule, and outputs leave through it, so that a warp reads and
// writes neighbouring elements.
template <class Filter, class Policy, class Stored, class Result, class Type>
__device__ inline void stream_edge(const stream_2d_problem<Type, Filter>& problem, const widening_digits& digits,
                                   const stream_2d_unit& unit, long long image, Type* shared) {
  using place = stream_2d_edge<Type, Filter>;
  constexpr int size = pack<Type>::size;
  constexpr int group = stream_2d_group<Type>;
  constexpr int elements = group + Filter::halo;
  constexpr int loads = ceil_div(elements, 32);
  constexpr int used = size + Filter::halo;
  const stream_2d_operands<Type>& operands = problem.operands;
  const signal_view<Type>& signal = operands.signal;
  const int lane = static_cast<int>(threadIdx.x) % 32;
  const unsigned columns = static_cast<unsigned>(signal.columns);
  const int first_row = unit.row;
  const int rows = unit.rows;
  const int last = rows + Filter::rows - 1;
  const int first_column = unit.column;
  const int first_place = operands.column_origin + first_column;
  const int in_pitch = static_cast<int>(signal.at.row);
  const int out_pitch = static_cast<int>(operands.output.row);
  const Stored* const in = static_cast<const Stored*>(signal.at.data) + signal.at.entry(image, 0);
  Result* out = static_cast<Result*>(operands.output.data) +
                operands.output.entry(image * operands.bank + operands.filter, 0) + first_row * operands.output.row +
                first_column + lane;

  // Of the row, what this lane brings to the others.
  int found[loads];
  FALTUNG_UNROLL
  for (int k = 0; k < loads; ++k) {
    const int at = first_place + lane + 32 * k;
    found[k] = at;
    if (static_cast<unsigned>(at) >= columns) {
      const bool wanted = first_column + lane + 32 * k - Filter::halo < operands.output_columns;
      found[k] = wanted ? stream_outside(signal.rule, at, static_cast<int>(columns), Filter::step) : -1;
    }
  }
  Type next[loads];
  const auto load = [&](int row) {
    int at = operands.row_origin + first_row + row;
    if (static_cast<unsigned>(at) >= static_cast<unsigned>(signal.rows)) {
      at = stream_outside(signal.rule, at, static_cast<int>(signal.rows), 1);
    }
    const Stored* const from = in + static_cast<long long>(at) * in_pitch;
    FALTUNG_UNROLL
    for (int k = 0; k < loads; ++k) {
      next[k] = signal.outside[0];
      if (at >= 0 && found[k] >= 0) next[k] = stream_element<Type>(from[found[k]], digits);
    }
  };
  const unsigned middle = static_cast<unsigned>(operands.output_columns - problem.tiling.left - problem.tiling.right);
  const auto store = [&](int row, const Type(&made)[size]) {
    Type* const staged = shared + place::output;
    write_packs(staged + lane * size, made);
    __syncwarp();
    if (row >= Filter::rows - 1) {
      FALTUNG_UNROLL
      for (int k = 0; k < size; ++k) {
        const int column = first_column + lane + 32 * k - problem.tiling.left;
        if (static_cast<unsigned>(column) < middle) out[32 * k] = stream_result<Result>(staged[lane + 32 * k]);
      }
      out += out_pitch;
    }
  };

  // With boundary zero only rows inside give the sums anything.
  const bool extended = signal.rule != boundary_rule::zero;
  const int top = operands.row_origin + first_row;
  const int begin = extended ? 0 : smaller(last, larger(0, -top));
  const int end = extended ? last : larger(begin, smaller(last, static_cast<int>(signal.rows) - top));
  Type sums[Filter::rows][1][size] = {};
#pragma unroll 1
  for (int row = 0; row < begin; ++row) {
    store(row, sums[0][0]);
    __syncwarp();
  }
  load(begin);
#pragma unroll 1
  for (int row = begin; row < end; ++row) {
    Type* const staged = shared + (row % 2) * place::row;
    FALTUNG_UNROLL
    for (int k = 0; k < loads; ++k) {
      if (32 * k + 32 <= elements || lane + 32 * k < elements) staged[lane + 32 * k] = next[k];
    }
    __syncwarp();
    if (row + 1 < end) load(row + 1);
    Type window[1][stream_2d_window<Type, Filter>(0)];
    read_packs<used>(window[0], staged + lane * size);
    Type done[size] = {};
    const auto keep = [&done](const Type(&made)[1][size]) {
      FALTUNG_UNROLL
      for (int q = 0; q < size; ++q) done[q] = made[0][q];
    };
    stream_row<Filter, 0, Policy::value.passes_over>(sums, window, problem.taps, row, rows, keep);
    store(row, done);
  }
#pragma unroll 1
  for (int row = end; row < last; ++row) {
    __syncwarp();
    store(row, sums[Filter::rows - 1][0]);
    FALTUNG_UNROLL
    for (int j = Filter::rows - 1; j > 0; --j) {
      FALTUNG_UNROLL
      for (int q = 0; q < size; ++q) sums[j][0][q] = j > 1 ? sums[j - 1][0][q] : Type{0};
    }
  }
}

}  // namespace faltung::kernel
