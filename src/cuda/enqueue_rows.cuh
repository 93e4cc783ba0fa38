// From a geometry to what the direct 1D kernels for rows are told.
#pragma once

#include <cstddef>

#include "cuda/direct_views.hpp"
#include "direct_1d_rows.cuh"

namespace faltung::cuda {

// How a kernel for rows goes about them.
struct direct_1d_row_kernel {
  int tile;
  long long read_behind;  // samples behind the place of a tile's last output
  int taps_per_chunk;
  int threads;
  std::size_t shared_bytes;
};

template <class Type>
kernel::direct_1d_tiling_of_rows tiling_of_rows(const direct_1d_row_kernel& how,
                                                const kernel::direct_operands<Type>& operands,
                                                const axis_geometry& axis) {
  constexpr int width = kernel::pack<Type>::size;
  const kernel::target_view& output = operands.output;
  const bool aligned = kernel::bytes_behind_pack(static_cast<const Type*>(output.data) + output.offset) == 0 &&
                       output.batch % width == 0;
  return kernel::direct_1d_tiles_of_rows(how.tile, how.read_behind, axis.signal, axis.output, axis.origin,
                                         aligned ? 0 : width - 1, width);
}

template <class Type>
kernel::direct_1d_rows<Type> direct_1d_rows_of(const direct_1d_row_kernel& how,
                                               const kernel::direct_operands<Type>& operands,
                                               const axis_geometry& axis) {
  constexpr auto size = static_cast<long long>(sizeof(Type));
  const kernel::signal_view<Type>& samples = operands.signal;
  const kernel::direct_1d_tiling_of_rows tiling = tiling_of_rows(how, operands, axis);
  return {.signal = static_cast<const Type*>(samples.at.data) + samples.at.offset + axis.origin,
          .taps = operands.taps,
          .output = static_cast<Type*>(operands.output.data) + operands.output.offset,
          .signal_pitch = samples.at.batch * size,
          .taps_pitch = operands.filter_per_signal ? axis.filter * size : 0,
          .output_pitch = operands.output.batch * size,
          .filter_length = axis.filter,
          .output_length = axis.output,
          .first_inside = static_cast<unsigned>(tiling.first_inside),
          .inside = static_cast<unsigned>(tiling.inside),
          .chunks = static_cast<int>(kernel::ceil_div<long long>(axis.filter, how.taps_per_chunk)),
          .first_chunk = static_cast<int>(kernel::smaller<long long>(axis.filter, how.taps_per_chunk)),
          .last_chunk = static_cast<int>((axis.filter - 1) % how.taps_per_chunk + 1),
          .samples = samples,
          .origin = axis.origin};
}

}  // namespace faltung::cuda
