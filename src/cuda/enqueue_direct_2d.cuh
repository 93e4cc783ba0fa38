// From a geometry to a launch of the direct 2D kernel.
#pragma once

#include "cuda/direct_kernels.hpp"
#include "cuda/direct_views.hpp"
#include "cuda/launch.hpp"
#include "cuda/tile_2d_kernels.hpp"
#include "direct_2d.cuh"

namespace faltung::cuda {

template <class Type, class Policy>
void launch_direct_2d(const geometry& where, const void* signal, const Type* taps, void* output, cudaStream_t stream) {
  constexpr kernel::direct_2d_policy policy = Policy::value;
  const axis_geometry& rows = where.rows;
  const axis_geometry& columns = where.columns;
  const kernel::direct_2d_tiling tiling =
      kernel::direct_2d_tiling_of<Type>(policy, rows.output, columns.output, rows.filter, columns.filter);
  const int elements =
      kernel::direct_2d_layout_of<Type>(policy, tiling.thread_columns, tiling.chunk_rows, tiling.chunk_columns)
          .elements;
  const kernel::direct_2d_problem<Type> problem{.operands = direct_operands_of(where, signal, taps, output),
                                                .filter_rows = rows.filter,
                                                .filter_columns = columns.filter,
                                                .output_rows = rows.output,
                                                .output_columns = columns.output,
                                                .row_origin = rows.origin,
                                                .column_origin = columns.origin,
                                                .tiling = tiling};
  launch({where.output_count() * where.output_parts() * tiling.tiles(), policy.thread_rows * tiling.thread_columns,
          static_cast<std::size_t>(elements) * sizeof(Type), stream},
         kernel::direct_2d<Type, Policy>, problem);
}

template <class Type>
void enqueue_direct_2d(const geometry& where, const void* signal, const Type* taps, void* output, cudaStream_t stream) {
  if constexpr (has_tile_2d<Type>) {
    const kernel::direct_operands<Type> operands = direct_operands_of(where, signal, taps, output);
    if (takes_tile_2d(where, operands)) {
      enqueue_tile_2d(where, operands, stream);
      return;
    }
  }
  launch_direct_2d<Type, kernel::direct_2d_any<Type>>(where, signal, taps, output, stream);
}

}  // namespace faltung::cuda
