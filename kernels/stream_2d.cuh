// Direct 2D convolution with a filter whose sizes the kernel is compiled for: the same sums as direct_2d.cuh, with the
// same bits. Or with a row filter and then a column filter, each output of the first rounded to the type computed in as
// if it had been written to memory between the two: the bits of direct_2d.cuh applied twice.
//
// A warp walks down a strip of rows. A lane owns a pack of neighbouring columns in each of the warp's groups, and a row
// of registers for each output row that the current row of the signal reaches: that row gives each of them its next row
// of taps, and since a multiply-add may write another register than it reads, the sums move on by one row for nothing.
// Inside the signal rows come straight into registers, those of neighbouring lanes overlapping, by way of the L1 cache,
// and no memory is shared. Taps come from the kernel's parameters: read from shared memory for each row they would cost
// 2 to 5 % from 7 x 7 taps on.
#pragma once

#include "stream_2d_single.cuh"

namespace faltung::kernel {

// A strip of groups whose windows are all inside the signal. Two windows take turns, so that the next row is on its way
// while one is used; after the last one more is loaded. Where rows of outputs are not aligned they leave through shared
// memory, so that a warp writes neighbouring elements.
template <class Filter, class Policy, int Offset, bool Staged, class Type>
__device__ inline void stream_inner(const stream_2d_problem<Type, Filter>& problem, const stream_2d_unit& unit,
                                    long long image, [[maybe_unused]] Type* shared) {
  constexpr stream_2d_policy policy = Policy::value;
  static_assert(policy.passes_over > 0 || Filter::rows % 2 == 1);
  constexpr int groups = policy.groups;
  constexpr int size = pack<Type>::size;
  constexpr int width = stream_2d_window<Type, Filter>(Offset);
  const stream_2d_operands<Type>& operands = problem.operands;
  const int lane = static_cast<int>(threadIdx.x) % 32;
  const int rows = unit.rows;
  const int last = rows + Filter::rows - 1;
  const int first_row = unit.row;
  const int column = unit.column;
  int in_pitch = static_cast<int>(operands.signal.at.row);
  int out_pitch = static_cast<int>(operands.output.row);
  const Type* in = static_cast<const Type*>(operands.signal.at.data) + operands.signal.at.entry(image, 0) +
                   (operands.row_origin + first_row) * operands.signal.at.row +
                   (operands.column_origin + column + lane * size - Offset);
  Type* out = static_cast<Type*>(operands.output.data) +
              operands.output.entry(image * operands.bank + operands.filter, 0) +
              (first_row - (Filter::rows - 1)) * operands.output.row + column + lane * (Staged ? 1 : size);
  Type sums[Filter::rows][groups][size] = {};
  Type even[groups][width];
  Type odd[groups][width];
  const auto load = [&in](Type(&window)[groups][width]) { stream_load<Offset, size + Filter::halo>(window, in); };
  const auto store = [&](const Type(&made)[groups][size]) {
    FALTUNG_UNROLL
    for (int a = 0; a < groups; ++a) {
      Type* const to = out + a * stream_2d_group<Type>;
      if constexpr (Staged) {
        write_packs(shared + lane * size, made[a]);
        __syncwarp();
        FALTUNG_UNROLL
        for (int k = 0; k < size; ++k) {
          if (a * stream_2d_group<Type> + 32 * k + lane >= unit.repeated) to[32 * k] = shared[lane + 32 * k];
        }
        __syncwarp();
      } else if (a * stream_2d_group<Type> + lane * size >= unit.repeated) {
        write_packs(to, made[a]);
      }
    }
  };
  const auto two_rows = [&](int row) {
    load(odd);
    in += in_pitch;
    stream_row<Filter, Offset, policy.passes_over>(sums, even, problem.taps, row, rows, store);
    out += out_pitch;
    pin(out);  // or it is found anew for each store with a guard
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
  Type* const shared = shared_arena<Type>() + warp * stream_2d_edge<Type, Filter>::elements;
  constexpr widening_digits none{};
  if (unit.kind == stream_2d_unit::sides || unit.kind == stream_2d_unit::across) {
    stream_singles<Type, Type>(problem, none, unit, image);
  } else if (unit.kind == stream_2d_unit::edge) {
    stream_edge<Filter, Policy, Type, Type>(problem, none, unit, image, shared);
  } else if (tiling.staged) {
    stream_inner<Filter, Policy, 0, true>(problem, unit, image, shared);
  } else if (tiling.offset == 0) {
    stream_inner<Filter, Policy, 0, false>(problem, unit, image, shared);
  } else if constexpr (shift != 0) {
    stream_inner<Filter, Policy, shift, false>(problem, unit, image, shared);
  }
}

}  // namespace faltung::kernel
