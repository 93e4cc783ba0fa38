// From a geometry to launches of the direct 1D kernel for rows of complex numbers and banks of filters.
#pragma once

#include <algorithm>

#include "cuda/enqueue_direct_1d_complex.cuh"
#include "direct_1d_complex_bank.cuh"

namespace faltung::cuda {

template <class Type, int SignalParts, class Policy>
void launch_direct_1d_complex_bank(const geometry& where, const kernel::direct_operands<Type>& operands,
                                   cudaStream_t stream) {
  constexpr kernel::direct_1d_complex_bank_policy policy = Policy::value;
  const axis_geometry& axis = where.columns;
  const auto tiling_for = [&](long long filters) {
    return kernel::direct_1d_complex_bank_tiling_of<Type>(policy, axis.output, static_cast<int>(axis.filter),
                                                          static_cast<int>(filters), SignalParts,
                                                          operands.parts * operands.products);
  };
  const auto tiles_of = [&](const kernel::direct_1d_complex_bank_tiling& tiling) {
    return kernel::ceil_div<long long>(axis.output, tiling.chunks * policy.outputs_per_thread);
  };
  // Tiles are the same for any number of filters.
  const int share = kernel::direct_1d_bank_share(tiles_of(tiling_for(where.bank)) * where.batch, where.bank);
  const kernel::direct_1d_complex_bank_tiling tiling = tiling_for(share);
  kernel::direct_1d_complex_bank_problem<Type> problem{
      .each = direct_1d_complex_problem_of(where, operands, axis.filter, {}),
      .tiling = tiling,
      .filter_pitch = operands.output.batch * static_cast<long long>(sizeof(Type)),
      .filters = static_cast<int>(where.bank),
      .filters_per_block = share};
  kernel::direct_1d_rows<Type>& rows = problem.each.rows;
  rows.output_pitch *= where.bank;
  rows.taps_pitch *= where.bank;
  for (long long first = 0; first < where.batch; first += max_lines_per_launch) {
    const long long lines = std::min(where.batch - first, max_lines_per_launch);
    launch({.blocks = tiles_of(tiling),
            .threads = tiling.threads,
            .shared_bytes = static_cast<std::size_t>(tiling.elements) * sizeof(Type),
            .stream = stream,
            .lines = static_cast<unsigned>(lines),
            .layers = static_cast<unsigned>(kernel::ceil_div<long long>(where.bank, share))},
           kernel::direct_1d_complex_bank<Type, SignalParts, Policy>, problem);
    rows.signal += lines * operands.signal.at.batch;
    rows.taps += lines * (rows.taps_pitch / static_cast<long long>(sizeof(Type)));
    rows.output += lines * (rows.output_pitch / static_cast<long long>(sizeof(Type)));
  }
}

template <class Type>
void enqueue_direct_1d_complex_bank(const geometry& where, const kernel::direct_operands<Type>& operands,
                                    cudaStream_t stream) {
  using usual = kernel::direct_1d_complex_bank_of<Type>;
  where.signal.parts() == 2 ? launch_direct_1d_complex_bank<Type, 2, usual>(where, operands, stream)
                            : launch_direct_1d_complex_bank<Type, 1, usual>(where, operands, stream);
}

}  // namespace faltung::cuda
