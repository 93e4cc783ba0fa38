// From a geometry to launches of the direct 1D kernel for banks of filters.
#pragma once

#include <algorithm>

#include "cuda/direct_1d_bank_kernels.hpp"
#include "cuda/enqueue_rows.cuh"
#include "cuda/launch.hpp"
#include "direct_1d_bank.cuh"

namespace faltung::cuda {

template <class Type>
direct_1d_row_kernel row_kernel_of(const kernel::direct_1d_bank_tiling& tiling, const axis_geometry& axis) {
  return {.tile = tiling.tile,
          .read_behind = tiling.window - tiling.tile + kernel::pack<Type>::size - 1,
          .taps_per_chunk = static_cast<int>(axis.filter),
          .threads = tiling.threads,
          .shared_bytes = static_cast<std::size_t>(tiling.elements) * sizeof(Type)};
}

template <class Type, class Policy>
void launch_direct_1d_bank(const geometry& where, const kernel::direct_operands<Type>& operands, cudaStream_t stream) {
  const axis_geometry& axis = where.columns;
  const kernel::direct_1d_bank_tiling tiling = kernel::direct_1d_bank_tiling_of<Type>(
      Policy::value, axis.output, static_cast<int>(axis.filter), static_cast<int>(where.bank));
  const direct_1d_row_kernel how = row_kernel_of<Type>(tiling, axis);
  const long long tiles = tiling_of_rows(how, operands, axis).tiles;
  const int share = kernel::direct_1d_bank_share(tiles * where.batch, where.bank);
  kernel::direct_1d_bank_problem<Type> problem{
      .rows = direct_1d_rows_of(how, operands, axis),
      .tiling = tiling,
      .filter_pitch = operands.output.batch * static_cast<long long>(sizeof(Type)),
      .filters = static_cast<int>(where.bank),
      .filters_per_block = share};
  kernel::direct_1d_rows<Type>& rows = problem.rows;
  rows.output_pitch *= where.bank;
  rows.taps_pitch *= where.bank;
  for (long long first = 0; first < where.batch; first += max_lines_per_launch) {
    const long long lines = std::min(where.batch - first, max_lines_per_launch);
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

template <class Type>
void enqueue_direct_1d_bank(const geometry& where, const void* signal, const Type* taps, void* output,
                            cudaStream_t stream) {
  launch_direct_1d_bank<Type, kernel::direct_1d_bank_of<Type>>(where, direct_operands_of(where, signal, taps, output),
                                                               stream);
}

}  // namespace faltung::cuda
