// From a geometry to a launch of the direct 2D kernel for images of the type computed in.
#pragma once

#include "cuda/direct_views.hpp"
#include "cuda/launch.hpp"
#include "cuda/tile_2d_kernels.hpp"
#include "tile_2d.cuh"

namespace faltung::cuda {

template <class Type>
kernel::tile_2d_problem<Type> tile_2d_problem_of(const geometry& where, const kernel::tile_2d_tiling& tiling,
                                                 const kernel::direct_operands<Type>& operands) {
  constexpr int width = kernel::pack<Type>::size;
  const kernel::target_view& output = operands.output;
  const bool aligned = kernel::bytes_behind_pack(static_cast<const Type*>(output.data) + output.offset) == 0 &&
                       output.row % width == 0 && output.batch % width == 0 && output.channel % width == 0;
  return {.signal = operands.signal,
          .taps = operands.taps,
          .output = output,
          .tiling = tiling,
          .images = static_cast<int>(where.batch),
          .bank = static_cast<int>(where.bank),
          .filter_per_signal = where.filter_per_signal,
          .aligned = aligned,
          .filter_rows = static_cast<int>(where.rows.filter),
          .filter_columns = static_cast<int>(where.columns.filter),
          .output_rows = static_cast<int>(where.rows.output),
          .output_columns = static_cast<int>(where.columns.output),
          .row_origin = static_cast<int>(where.rows.origin),
          .column_origin = static_cast<int>(where.columns.origin)};
}

template <class Type, class Policy>
void launch_tile_2d(const geometry& where, const kernel::tile_2d_tiling& tiling,
                    const kernel::direct_operands<Type>& operands, cudaStream_t stream) {
  launch({tiling.blocks(), tiling.threads, tiling.elements * sizeof(Type), stream}, kernel::tile_2d<Type, Policy>,
         tile_2d_problem_of(where, tiling, operands));
}

template <class Type>
void enqueue_tile_2d(const geometry& where, const kernel::tile_2d_tiling& tiling, const void* signal, const Type* taps,
                     void* output, cudaStream_t stream) {
  launch_tile_2d<Type, kernel::tile_2d_usual<Type>>(where, tiling, direct_operands_of(where, signal, taps, output),
                                                    stream);
}

}  // namespace faltung::cuda
