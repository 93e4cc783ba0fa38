// From a geometry to launches of the direct 1D kernel for banks of filters.
#pragma once

#include <algorithm>

#include "cuda/direct_1d_bank_kernels.hpp"
#include "cuda/enqueue_direct_1d.cuh"
#include "cuda/launch.hpp"
#include "direct_1d_bank.cuh"
#include "direct_1d_bank_lines.cuh"

namespace faltung::cuda {

template <class Type>
direct_1d_row_kernel row_kernel_of(const kernel::direct_1d_bank_tiling& tiling, const axis_geometry& axis) {
  return {.reach = {.tile = tiling.tile,
                    .read_behind = tiling.window - tiling.tile + kernel::pack<Type>::size - 1,
                    .read_together = kernel::pack<Type>::size},
          .taps_per_chunk = static_cast<int>(axis.filter),
          .threads = tiling.threads,
          .shared_bytes = static_cast<std::size_t>(tiling.elements) * sizeof(Type)};
}

// Of all signals.
template <class Type, class Tiling>
kernel::direct_1d_bank_problem<Type, Tiling> bank_problem_of(const geometry& where, const direct_1d_row_kernel& how,
                                                             const kernel::direct_operands<Type>& operands,
                                                             const Tiling& tiling, int share) {
  kernel::direct_1d_bank_problem<Type, Tiling> made{
      .rows = direct_1d_rows_of<Type, Type>(how, operands, where.columns),
      .tiling = tiling,
      .filter_pitch = operands.output.batch * static_cast<long long>(sizeof(Type)),
      .filters = static_cast<int>(where.bank),
      .filters_per_block = share};
  made.rows.output_pitch *= where.bank;
  made.rows.taps_pitch *= where.bank;
  return made;
}

template <class Type, class Policy>
void launch_direct_1d_bank(const geometry& where, const kernel::direct_operands<Type>& operands, cudaStream_t stream) {
  const axis_geometry& axis = where.columns;
  const kernel::direct_1d_bank_tiling tiling = kernel::direct_1d_bank_tiling_of<Type>(
      Policy::value, axis.output, static_cast<int>(axis.filter), static_cast<int>(where.bank));
  const direct_1d_row_kernel how = row_kernel_of<Type>(tiling, axis);
  const long long tiles = tiling_of_rows<Type>(how, operands, axis).tiles;
  const int share = kernel::direct_1d_bank_share(tiles * where.batch, where.bank);
  auto problem = bank_problem_of(where, how, operands, tiling, share);
  kernel::direct_1d_rows<Type>& rows = problem.rows;
  const long long most = lines_per_launch(rows);
  for (long long first = 0; first < where.batch; first += most) {
    const long long lines = std::min(where.batch - first, most);
    launch({.blocks = tiles,
            .threads = how.threads,
            .shared_bytes = how.shared_bytes,
            .stream = stream,
            .lines = static_cast<unsigned>(lines),
            .layers = static_cast<unsigned>(kernel::ceil_div<long long>(where.bank, share))},
           kernel::direct_1d_bank<Type, Policy>, problem);
    rows.signal += lines * operands.signal.at.batch;
    rows.samples.at.offset += lines * operands.signal.at.batch;
    rows.taps += lines * (rows.taps_pitch / static_cast<long long>(sizeof(Type)));
    rows.output += lines * (rows.output_pitch / static_cast<long long>(sizeof(Type)));
  }
}

// For rows that fit into a block.
template <class Type, class Policy>
void launch_direct_1d_bank_lines(const geometry& where, const kernel::direct_operands<Type>& operands,
                                 cudaStream_t stream) {
  const axis_geometry& axis = where.columns;
  const int share = kernel::direct_1d_bank_share(where.batch, where.bank);
  const kernel::direct_1d_bank_lines_tiling tiling =
      kernel::direct_1d_bank_lines_tiling_of<Type>(Policy::value, axis.output, static_cast<int>(axis.filter), share);
  const direct_1d_row_kernel how{.reach = {.tile = 1, .read_behind = 0, .read_together = 1},
                                 .taps_per_chunk = static_cast<int>(axis.filter),
                                 .threads = tiling.threads,
                                 .shared_bytes = static_cast<std::size_t>(tiling.elements) * sizeof(Type)};
  launch({.blocks = where.batch,
          .threads = how.threads,
          .shared_bytes = how.shared_bytes,
          .stream = stream,
          .lines = static_cast<unsigned>(kernel::ceil_div<long long>(where.bank, share))},
         kernel::direct_1d_bank_lines<Type, Policy>, bank_problem_of(where, how, operands, tiling, share));
}

// Whether whole lines leave so many fewer threads idle than tiles do that it makes up for twelve instead of twenty
// outputs to a thread, and for two barriers to a filter: at 31 taps 67 instructions per output against 71 for rows of
// 400, 63 against 56 for rows of 512.
template <class Type>
bool takes_bank_lines(const geometry& where) {
  const axis_geometry& axis = where.columns;
  const auto taps = static_cast<int>(axis.filter);
  const int share = kernel::direct_1d_bank_share(where.batch, where.bank);
  constexpr kernel::direct_1d_bank_lines_policy by_lines = kernel::direct_1d_bank_lines_of<Type>::value;
  const auto lines = kernel::direct_1d_bank_lines_tiling_of<Type>(by_lines, axis.output, taps, share);
  if (lines.threads == 0) return false;
  const auto tiles = kernel::direct_1d_bank_tiling_of<Type>(kernel::direct_1d_bank_of<Type>::value, axis.output, taps,
                                                            static_cast<int>(where.bank));
  const long long places_of_tiles = kernel::ceil_div<long long>(axis.output, tiles.tile) * tiles.tile * share;
  const long long places_of_lines =
      static_cast<long long>(kernel::ceil_div(share, lines.filters)) * lines.threads * by_lines.outputs_per_thread;
  return 5 * places_of_lines < 4 * places_of_tiles;
}

template <class Type>
void enqueue_direct_1d_bank(const geometry& where, const void* signal, const Type* taps, void* output,
                            cudaStream_t stream) {
  const kernel::direct_operands<Type> operands = direct_operands_of(where, signal, taps, output);
  if (takes_bank_lines<Type>(where)) {
    launch_direct_1d_bank_lines<Type, kernel::direct_1d_bank_lines_of<Type>>(where, operands, stream);
  } else {
    launch_direct_1d_bank<Type, kernel::direct_1d_bank_of<Type>>(where, operands, stream);
  }
}

}  // namespace faltung::cuda
