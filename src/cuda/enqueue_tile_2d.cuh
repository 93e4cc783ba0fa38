// From a geometry to a launch of the direct 2D kernel for images of the type computed in.
#pragma once

#include "cuda/direct_views.hpp"
#include "cuda/launch.hpp"
#include "cuda/tile_2d_kernels.hpp"
#include "tile_2d.cuh"

namespace faltung::cuda {

inline kernel::tile_2d_places tile_2d_places_of(const geometry& where, int multiprocessors) {
  return {.images = where.batch,
          .bank = where.bank,
          .filter_per_signal = where.filter_per_signal,
          .output_rows = where.rows.output,
          .output_columns = where.columns.output,
          .filter_rows = where.rows.filter,
          .filter_columns = where.columns.filter,
          .multiprocessors = multiprocessors};
}

template <class Type, class Policy>
kernel::tile_2d_problem<Type> tile_2d_problem_of(const geometry& where, int multiprocessors,
                                                 const kernel::direct_operands<Type>& operands) {
  constexpr int width = kernel::pack<Type>::size;
  const kernel::target_view& output = operands.output;
  const bool aligned = kernel::bytes_behind_pack(static_cast<const Type*>(output.data) + output.offset) == 0 &&
                       output.row % width == 0 && output.batch % width == 0 && output.channel % width == 0;
  return {.signal = operands.signal,
          .taps = operands.taps,
          .output = output,
          .tiling = kernel::tile_2d_tiling_of<Type>(Policy::value, tile_2d_places_of(where, multiprocessors)),
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
void launch_tile_2d(const geometry& where, int multiprocessors, const kernel::direct_operands<Type>& operands,
                    cudaStream_t stream) {
  const kernel::tile_2d_problem<Type> problem = tile_2d_problem_of<Type, Policy>(where, multiprocessors, operands);
  launch({problem.tiling.blocks(), problem.tiling.threads, problem.tiling.elements * sizeof(Type), stream},
         kernel::tile_2d<Type, Policy>, problem);
}

template <class Type>
void enqueue_tile_2d(const geometry& where, int multiprocessors, const void* signal, const Type* taps, void* output,
                     cudaStream_t stream) {
  launch_tile_2d<Type, kernel::tile_2d_usual<Type>>(where, multiprocessors,
                                                    direct_operands_of(where, signal, taps, output), stream);
}

}  // namespace faltung::cuda
