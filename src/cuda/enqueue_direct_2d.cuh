// From a geometry to a launch of the direct 2D kernel.
#pragma once

#include "cuda/direct_kernels.hpp"
#include "cuda/launch.hpp"
#include "direct_2d.cuh"

namespace faltung::cuda {

template <class Type>
void enqueue_direct_2d(const geometry& where, const Type* signal, const Type* taps, Type* output, cudaStream_t stream) {
  using policy_type = kernel::direct_2d_any<Type>;
  constexpr kernel::direct_2d_policy policy = policy_type::value;
  const axis_geometry& rows = where.rows;
  const axis_geometry& columns = where.columns;
  const kernel::direct_2d_tiling tiling =
      kernel::direct_2d_tiling_of<Type>(policy, rows.output, columns.output, rows.filter, columns.filter);
  const kernel::direct_2d_problem<Type> problem{.signal = signal,
                                                .taps = taps,
                                                .output = output,
                                                .signal_rows = rows.signal,
                                                .signal_columns = columns.signal,
                                                .filter_rows = rows.filter,
                                                .filter_columns = columns.filter,
                                                .output_rows = rows.output,
                                                .output_columns = columns.output,
                                                .row_origin = rows.origin,
                                                .column_origin = columns.origin,
                                                .tap_stride = where.filter_per_signal ? where.filter_elements() : 0,
                                                .tiling = tiling};
  const int elements =
      kernel::direct_2d_layout_of<Type>(policy, tiling.thread_columns, tiling.chunk_rows, tiling.chunk_columns)
          .elements;
  launch({where.batch * tiling.tiles(), policy.thread_rows * tiling.thread_columns,
          static_cast<std::size_t>(elements) * sizeof(Type), stream},
         kernel::direct_2d<Type, policy_type>, problem);
}

}  // namespace faltung::cuda
