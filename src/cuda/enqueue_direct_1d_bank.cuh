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

// Of all signals. `rows` are those of the first filter's outputs, of one filter for each signal.
template <class Rows, class Tiling>
kernel::direct_1d_bank_problem<Rows, Tiling> bank_problem_of(const geometry& where, Rows rows, const Tiling& tiling,
                                                             int share) {
  const long long filter_pitch = rows.output_pitch;
  rows.output_pitch *= where.bank;
  rows.taps_pitch *= where.bank;
  return {.rows = rows,
          .tiling = tiling,
          .filter_pitch = filter_pitch,
          .filters = static_cast<int>(where.bank),
          .filters_per_block = share};
}

// Entry is a kernel for Rows, which rows_of(how) makes.
template <class Policy, class Result, class Type, class Entry, class RowsOf>
void launch_bank_tiles(const geometry& where, const kernel::direct_operands<Type>& operands, Entry entry,
                       const RowsOf& rows_of, cudaStream_t stream) {
  const axis_geometry& axis = where.columns;
  const kernel::direct_1d_bank_tiling tiling = kernel::direct_1d_bank_tiling_of<Type>(
      Policy::value, axis.output, static_cast<int>(axis.filter), static_cast<int>(where.bank));
  const direct_1d_row_kernel how = row_kernel_of<Type>(tiling, axis);
  const long long tiles = tiling_of_rows<Result>(how, operands, axis).tiles;
  const int share = kernel::direct_1d_bank_share(tiles * where.batch, where.bank);
  auto problem = bank_problem_of(where, rows_of(how), tiling, share);
  auto& rows = problem.rows;
  const long long most = lines_per_launch(rows);
  for (long long first = 0; first < where.batch; first += most) {
    const long long lines = std::min(where.batch - first, most);
    launch({.blocks = tiles,
            .threads = how.threads,
            .shared_bytes = how.shared_bytes,
            .stream = stream,
            .lines = static_cast<unsigned>(lines),
            .layers = static_cast<unsigned>(kernel::ceil_div<long long>(where.bank, share))},
           entry, problem);
    rows.signal += lines * operands.signal.at.batch;
    rows.samples.at.offset += lines * operands.signal.at.batch;
    rows.taps += lines * (rows.taps_pitch / static_cast<long long>(sizeof(Type)));
    rows.output += lines * (rows.output_pitch / static_cast<long long>(sizeof(Result)));
  }
}
template <class Type, class Policy>
void launch_direct_1d_bank(const geometry& where, const kernel::direct_operands<Type>& operands, cudaStream_t stream) {
  const auto rows_of = [&](const direct_1d_row_kernel& how) {
    return direct_1d_rows_of<Type, Type>(how, operands, where.columns);
  };
  launch_bank_tiles<Policy, Type>(where, operands, kernel::direct_1d_bank<Type, Policy>, rows_of, stream);
}

// For rows that fit into a block.
template <class Policy, class Type, class Entry, class RowsOf>
void launch_bank_lines(const geometry& where, Entry entry, const RowsOf& rows_of, cudaStream_t stream) {
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
         entry, bank_problem_of(where, rows_of(how), tiling, share));
}
template <class Type, class Policy>
void launch_direct_1d_bank_lines(const geometry& where, const kernel::direct_operands<Type>& operands,
                                 cudaStream_t stream) {
  const auto rows_of = [&](const direct_1d_row_kernel& how) {
    return direct_1d_rows_of<Type, Type>(how, operands, where.columns);
  };
  launch_bank_lines<Policy, Type>(where, kernel::direct_1d_bank_lines<Type, Policy>, rows_of, stream);
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
