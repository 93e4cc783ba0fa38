// What the streaming 2D kernels for elements narrower than the 32 bits computed in have in common: the walk down a
// strip (stream_2d.cuh), and units at the borders.
#pragma once

#include "stream_2d_single.cuh"
#include "stream_2d_words.cuh"

namespace faltung::kernel {

// Of integers, Stored and Result are the unsigned type of their width.
template <class Type, class Filter>
struct stream_2d_narrow_problem : stream_2d_problem<Type, Filter> {
  widening_digits digits;
};

// A strip whose windows are all inside the signal. Rows are held as they came until their turn, since so they take a
// half or a quarter of the registers. `math.prepare` makes of words what `math.add` multiplies by tap row j. Outputs
// that are not aligned leave through shared memory, so that a warp writes neighbouring elements.
template <class Policy, class Words, class Stored, class Result, class Math, class Type, class Filter>
__device__ inline void stream_narrow(const stream_2d_problem<Type, Filter>& problem, const Math& math,
                                     const stream_2d_unit& unit, long long image, [[maybe_unused]] Result* shared) {
  constexpr stream_2d_policy policy = Policy::value;
  static_assert(policy.passes_over > 0 || Filter::rows % 2 == 1);
  constexpr int groups = policy.groups;
  constexpr int size = stream_2d_lane<Result>;
  constexpr int group = 32 * size;
  const stream_2d_operands<Type>& operands = problem.operands;
  const int lane = static_cast<int>(threadIdx.x) % 32;
  const int rows = unit.rows;
  const int last = rows + Filter::rows - 1;
  int in_pitch = static_cast<int>(operands.signal.at.row);
  int out_pitch = static_cast<int>(operands.output.row);
  const Stored* in = static_cast<const Stored*>(operands.signal.at.data) + operands.signal.at.entry(image, 0) +
                     (operands.row_origin + unit.row) * operands.signal.at.row +
                     (operands.column_origin + unit.column + lane * size + (Words::shifted ? 0 : Words::ahead));
  Result* out =
      static_cast<Result*>(operands.output.data) + operands.output.entry(image * operands.bank + operands.filter, 0) +
      (unit.row - (Filter::rows - 1)) * operands.output.row + unit.column + lane * (Words::shifted ? 1 : size);
  Type sums[Filter::rows][groups][size] = {};
  stream_row_words<Words, groups> even;
  stream_row_words<Words, groups> odd;
  const auto load = [&](stream_row_words<Words, groups>& row) {
    load_row(row, in);
    in += in_pitch;
  };
  const auto store = [&](const Type(&made)[groups][size]) {
    FALTUNG_UNROLL
    for (int a = 0; a < groups; ++a) {
      Result* const to = out + a * group;
      if constexpr (Words::shifted) {
        write_outputs(shared + lane * size, made[a]);
        __syncwarp();
        FALTUNG_UNROLL
        for (int k = 0; k < size; ++k) {
          if (a * group + 32 * k + lane >= unit.repeated) to[32 * k] = shared[lane + 32 * k];
        }
        __syncwarp();
      } else if (a * group + lane * size >= unit.repeated) {
        write_outputs(to, made[a]);
      }
    }
  };
  const auto use = [&](const stream_row_words<Words, groups>& words, int row) {
    const auto prepared = math.template prepare<Words, groups>(words);
    stream_sums<policy.passes_over>(
        sums, row, rows, [&](Type(&next)[groups][size], int j) { math.add(next, prepared, j); }, store);
    out += out_pitch;
  };
  const auto two_rows = [&](int row) {
    load(odd);
    use(even, row);
    load(even);
    use(odd, row + 1);
  };
  load(even);
  constexpr int unrolled = policy.passes_over > 0 ? 0 : Filter::rows - 1;
  FALTUNG_UNROLL
  for (int row = 0; row < unrolled; row += 2) two_rows(row);
#pragma unroll 1
  for (int row = unrolled; row < last; row += 2) {
    pin(in_pitch);  // as in stream_2d.cuh
    pin(out_pitch);
    two_rows(row);
  }
}

// Warp w of block b of the launch does unit (first_block + b) * warps + w, counted over the units of all images.
template <class Policy, class Stored, class Result, class Math, class Type, class Filter>
__device__ inline void stream_narrow_unit(const stream_2d_narrow_problem<Type, Filter>& problem, const Math& math,
                                          long long first_block) {
  constexpr int size = stream_2d_lane<Result>;
  const stream_2d_tiling& tiling = problem.tiling;
  const int warp = __shfl_sync(0xffffffffu, static_cast<int>(threadIdx.x) / 32, 0);  // as in stream_2d.cuh
  const long long number = (first_block + blockIdx.x) * Policy::value.warps + warp;
  const int units = tiling.units();
  const long long image = problem.images == 1 ? (number < units ? 0 : 1) : number / units;
  if (image >= problem.images) return;
  const stream_2d_unit unit = stream_2d_unit_of(tiling, static_cast<int>(number - image * units));
  Type* const shared = shared_arena<Type>() + warp * stream_2d_edge<Type, Filter>::elements;
  auto* const staged = reinterpret_cast<Result*>(shared);
  static_assert(stream_2d_edge<Type, Filter>::elements * sizeof(Type) >= 32 * size * sizeof(Result));
  if (unit.kind == stream_2d_unit::sides || unit.kind == stream_2d_unit::across) {
    stream_singles<Stored, Result>(problem, problem.digits, unit, image);
  } else if (unit.kind == stream_2d_unit::edge) {
    stream_edge<Filter, Policy, Stored, Result>(problem, problem.digits, unit, image, shared);
  } else if (tiling.staged) {
    using words = stream_2d_words<Filter, Stored, size, true>;
    stream_narrow<Policy, words, Stored>(problem, math, unit, image, staged);
  } else {
    using words = stream_2d_words<Filter, Stored, size, false>;
    stream_narrow<Policy, words, Stored>(problem, math, unit, image, staged);
  }
}

}  // namespace faltung::kernel
