// Direct 2D convolution with a filter whose sizes the kernel is compiled for: the same sums as direct_2d.cuh, with the same
// bits. Or with a row filter and then a column filter, each output of the first rounded to the type computed in as if it
// had been written to memory between the two: the bits of direct_2d.cuh applied twice.
//
// A warp walks down a strip of rows. A lane owns a pack of neighbouring columns in each of the warp's groups, and a row
// of registers for each output row that the current row of the signal reaches: that row gives each of them its next row of
// taps, and since a multiply-add may write another register than it reads, the sums move on by one row for nothing. Inside
// the signal rows come straight into registers, those of neighbouring lanes overlapping, by way of the L1 cache, and no
// memory is shared. Taps come from the kernel's parameters: read from shared memory for each row they would cost 2 to 5 %
// from 7 x 7 taps on.
#pragma once

#include "operand_view.hpp"
#include "stream_2d_policy.cuh"

namespace faltung::kernel {

// A row is one of elements: interleaved channels are taken as one image, `step` times as wide. Images are the entries
// of the signal; the output of image i is entry i * bank + filter.
template <class Type>
struct stream_2d_operands {
  signal_view<Type> signal;
  target_view output;
  long long bank;
  long long filter;
  int output_rows;
  int output_columns;
  int row_origin;
  int column_origin;
};

template <class Type, class Filter>
struct stream_2d_problem {
  stream_2d_operands<Type> operands;
  stream_2d_tiling tiling;
  long long images;
  Type taps[Filter::taps];
};

// Whole packs, also where a window begins or ends within one: the compiler would read single elements, which lie a pack
// apart from lane to lane: a warp would touch as many sectors for a quarter of their bytes.
template <int First, int Count, class Type, int Groups, int Window>
__device__ inline void stream_load(Type (&window)[Groups][Window], const Type* from) {
  FALTUNG_UNROLL
  for (int a = 0; a < Groups; ++a) {
    read_packs<Window>(window[a], from + a * stream_2d_group<Type>);
    FALTUNG_UNROLL
    for (int e = 0; e < Window; ++e) {
      if (e < First || e >= First + Count) pin(window[a][e]);
    }
  }
}

// The chains of one row of taps.
template <class Filter, int Offset, class Type, int Groups, int Window>
__device__ inline void stream_taps(Type (&sums)[Groups][pack<Type>::size], const Type (&window)[Groups][Window],
                                   const Type* taps) {
  FALTUNG_UNROLL
  for (int i = 0; i < Filter::columns; ++i) {
    const Type tap = taps[i];
    FALTUNG_UNROLL
    for (int a = 0; a < Groups; ++a) {
      FALTUNG_UNROLL
      for (int q = 0; q < pack<Type>::size; ++q) {
        sums[a][q] = multiply_add(tap, window[a][Offset + Filter::step * i + q], sums[a][q]);
      }
    }
  }
}

// One row of the signal: number `row` of the strip's windows, of which `rows` outputs are wanted. sums[j] is the output
// that meets tap row j; `complete` is given the one that needs no more.
template <class Filter, int Offset, int PassesOver, class Type, int Groups, int Window, class Complete>
__device__ inline void stream_row(Type (&sums)[Filter::rows][Groups][pack<Type>::size],
                                  const Type (&window)[Groups][Window], const Type* taps, int row, int rows,
                                  Complete complete) {
  constexpr int size = pack<Type>::size;
  constexpr int together = PassesOver > 0 ? PassesOver : 1;
  Type across[Groups][size] = {};
  if constexpr (Filter::separable) stream_taps<Filter, Offset>(across, window, taps);
  FALTUNG_UNROLL
  for (int first = Filter::rows - 1; first >= 0; first -= together) {
    const int end = larger(-1, first - together);
    if (PassesOver == 0 && row < first) continue;
    if (PassesOver == 1 && static_cast<unsigned>(row - first) >= static_cast<unsigned>(rows)) continue;
    if (PassesOver > 1 && (row <= end || row - first >= rows)) continue;
    FALTUNG_UNROLL
    for (int j = first; j > end; --j) {
      Type next[Groups][size];
      FALTUNG_UNROLL
      for (int a = 0; a < Groups; ++a) {
        FALTUNG_UNROLL
        for (int q = 0; q < size; ++q) next[a][q] = j > 0 ? sums[j][a][q] : Type{0};
      }
      if constexpr (Filter::separable) {
        FALTUNG_UNROLL
        for (int a = 0; a < Groups; ++a) {
          FALTUNG_UNROLL
          for (int q = 0; q < size; ++q) {
            next[a][q] = multiply_add(taps[Filter::columns + j], across[a][q], next[a][q]);
          }
        }
      } else {
        stream_taps<Filter, Offset>(next, window, taps + j * Filter::columns);
      }
      if (j == Filter::rows - 1) {
        FALTUNG_UNROLL
        for (int a = 0; a < Groups; ++a) {
          FALTUNG_UNROLL
          for (int q = 0; q < size; ++q) pin(next[a][q]);  // or the loop is compiled twice, with the store and without
        }
        if (together == 1 || row >= Filter::rows - 1) complete(next);
      } else {
        FALTUNG_UNROLL
        for (int a = 0; a < Groups; ++a) {
          FALTUNG_UNROLL
          for (int q = 0; q < size; ++q) sums[j + 1][a][q] = next[a][q];
        }
      }
    }
  }
}

// A strip of groups whose windows are all inside the signal. Two windows take turns, so that the next row is on its way
// while one is used; after the last one more is loaded.
template <class Filter, class Policy, int Offset, class Type>
__device__ inline void stream_inner(const stream_2d_problem<Type, Filter>& problem, const stream_2d_unit& unit,
                                    long long image) {
  constexpr stream_2d_policy policy = Policy::value;
  static_assert(policy.passes_over > 0 || Filter::rows % 2 == 1);
  constexpr int groups = policy.groups;
  constexpr int size = pack<Type>::size;
  constexpr int width = stream_2d_window<Type, Filter>(Offset);
  const stream_2d_operands<Type>& operands = problem.operands;
  const int lane = static_cast<int>(threadIdx.x) % 32;
  const int rows = problem.tiling.strip_rows;
  const int last = rows + Filter::rows - 1;
  const int first_row = unit.strip * rows;
  const int column = unit.group * stream_2d_group<Type> - problem.tiling.lead + lane * size;
  int in_pitch = static_cast<int>(operands.signal.at.row);
  int out_pitch = static_cast<int>(operands.output.row);
  const Type* in = static_cast<const Type*>(operands.signal.at.data) + operands.signal.at.entry(image, 0) +
                   (operands.row_origin + first_row) * operands.signal.at.row +
                   (operands.column_origin + column - Offset);
  Type* out = static_cast<Type*>(operands.output.data) +
              operands.output.entry(image * operands.bank + operands.filter, 0) +
              (first_row - (Filter::rows - 1)) * operands.output.row + column;
  Type sums[Filter::rows][groups][size] = {};
  Type even[groups][width];
  Type odd[groups][width];
  const auto load = [&in](Type(&window)[groups][width]) { stream_load<Offset, size + Filter::halo>(window, in); };
  const auto store = [&](const Type(&made)[groups][size]) {
    FALTUNG_UNROLL
    for (int a = 0; a < groups; ++a) write_packs(out + a * stream_2d_group<Type>, made[a]);
  };
  const auto two_rows = [&](int row) {
    load(odd);
    in += in_pitch;
    stream_row<Filter, Offset, policy.passes_over>(sums, even, problem.taps, row, rows, store);
    out += out_pitch;
    load(even);
    in += in_pitch;
    stream_row<Filter, Offset, policy.passes_over>(sums, odd, problem.taps, row + 1, rows, store);
    out += out_pitch;
  };
  load(even);
  in += in_pitch;
  // Where the branches that pass over tap rows are not worth it, the rows above the outputs are a prologue.
  constexpr int unrolled = policy.passes_over > 0 ? 0 : Filter::rows - 1;
  FALTUNG_UNROLL
  for (int row = 0; row < unrolled; row += 2) two_rows(row);
#pragma unroll 1
  for (int row = unrolled; row < last; row += 2) {
    pin(in_pitch);  // and added in one instruction; multiples of it that are prepared outside take two
    pin(out_pitch);
    two_rows(row);
  }
}

// Where the element at `place` of a row (of pixels of `step` elements) outside the signal, or such a row, is found; -1
// where there is none.
FALTUNG_NOINLINE __device__ inline int stream_outside(boundary_rule rule, int place, int count, int step) {
  const int pixel = place >= 0 ? place / step : -((step - 1 - place) / step);
  const int found = static_cast<int>(extended_index(rule, pixel, count / step));
  return found < 0 ? -1 : found * step + (place - pixel * step);
}

// A strip of one group anywhere, of any alignment, less the columns that stream_sides makes. A row comes through shared
// memory, found element by element by the boundary's rule, and outputs leave through it, so that a warp reads and writes
// neighbouring elements.
template <class Filter, class Policy, class Type>
__device__ inline void stream_edge(const stream_2d_problem<Type, Filter>& problem, const stream_2d_unit& unit,
                                   long long image, Type* shared) {
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
  const int first_row = unit.strip * problem.tiling.strip_rows;
  const int rows = smaller(problem.tiling.strip_rows, operands.output_rows - first_row);
  const int last = rows + Filter::rows - 1;
  const int first_column = unit.group * group - problem.tiling.lead;
  const int first_place = operands.column_origin + first_column;
  const int in_pitch = static_cast<int>(signal.at.row);
  const int out_pitch = static_cast<int>(operands.output.row);
  const Type* const in = static_cast<const Type*>(signal.at.data) + signal.at.entry(image, 0);
  Type* out = static_cast<Type*>(operands.output.data) +
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
    const Type* const from = in + static_cast<long long>(at) * in_pitch;
    FALTUNG_UNROLL
    for (int k = 0; k < loads; ++k) {
      next[k] = signal.outside[0];
      if (at >= 0 && found[k] >= 0) next[k] = from[found[k]];
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
        if (static_cast<unsigned>(column) < middle) out[32 * k] = staged[lane + 32 * k];
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

// With boundary zero, a strip of the outputs whose windows hang out of the signal on the left or on the right: few, and
// guards for them would slow down the others of their groups. A lane makes one at a time.
template <class Filter, class Type>
__device__ inline void stream_sides(const stream_2d_problem<Type, Filter>& problem, int strip, long long image) {
  const stream_2d_operands<Type>& operands = problem.operands;
  const signal_view<Type>& signal = operands.signal;
  const stream_2d_tiling& tiling = problem.tiling;
  const int first_row = strip * tiling.strip_rows;
  const int rows = smaller(tiling.strip_rows, operands.output_rows - first_row);
  const int columns = tiling.left + tiling.right;
  const Type* const in = static_cast<const Type*>(signal.at.data) + signal.at.entry(image, 0);
  Type* const out =
      static_cast<Type*>(operands.output.data) + operands.output.entry(image * operands.bank + operands.filter, 0);
  for (int number = static_cast<int>(threadIdx.x) % 32; number < rows * columns; number += 32) {
    const int down = number / columns;
    const int side = number - down * columns;
    const int row = first_row + down;
    const int column = side < tiling.left ? side : operands.output_columns - columns + side;
    Type sum{0};
#pragma unroll 1
    for (int j = 0; j < Filter::rows; ++j) {
      const int at = operands.row_origin + row + j;
      if (static_cast<unsigned>(at) >= static_cast<unsigned>(signal.rows)) continue;
      const Type* const from = in + at * signal.at.row;
      Type across = Filter::separable ? Type{0} : sum;
      FALTUNG_UNROLL
      for (int i = 0; i < Filter::columns; ++i) {
        const int place = operands.column_origin + column + Filter::step * i;
        if (static_cast<unsigned>(place) >= static_cast<unsigned>(signal.columns)) continue;
        across = multiply_add(problem.taps[(Filter::separable ? 0 : j * Filter::columns) + i], from[place], across);
      }
      sum = Filter::separable ? multiply_add(problem.taps[Filter::columns + j], across, sum) : across;
    }
    out[row * operands.output.row + column] = sum;
  }
}

// Warp w of block b of the launch does unit (first_block + b) * warps + w, counted over the units of all images.
template <class Type, class Filter, class Policy>
__global__ void __launch_bounds__(Policy::value.threads(), Policy::value.min_blocks)
    stream_2d(const __grid_constant__ stream_2d_problem<Type, Filter> problem, const long long first_block) {
  constexpr stream_2d_policy policy = Policy::value;
  constexpr int shift =
      stream_2d_residue(-static_cast<long long>(Filter::step) * (Filter::columns / 2), pack<Type>::size);
  const stream_2d_tiling& tiling = problem.tiling;
  // Told that a warp agrees about its number, the compiler keeps what follows from it out of the lanes' registers.
  const int warp = __shfl_sync(0xffffffffu, static_cast<int>(threadIdx.x) / 32, 0);
  const long long number = (first_block + blockIdx.x) * policy.warps + warp;
  const int units = tiling.units();
  const long long image = problem.images == 1 ? (number < units ? 0 : 1) : number / units;  // a division is dear
  if (image >= problem.images) return;
  const stream_2d_unit unit = stream_2d_unit_of(tiling, static_cast<int>(number - image * units));
  if (unit.kind == stream_2d_unit::sides) {
    stream_sides(problem, unit.strip, image);
  } else if (unit.kind == stream_2d_unit::edge) {
    Type* const shared = shared_arena<Type>() + warp * stream_2d_edge<Type, Filter>::elements;
    stream_edge<Filter, Policy>(problem, unit, image, shared);
  } else if (tiling.offset == 0) {
    stream_inner<Filter, Policy, 0>(problem, unit, image);
  } else if constexpr (shift != 0) {
    stream_inner<Filter, Policy, shift>(problem, unit, image);
  }
}

}  // namespace faltung::kernel
