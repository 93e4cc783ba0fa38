// From a geometry to a launch of the direct 2D kernel for images of the type computed in.
#pragma once

#include "cuda/direct_views.hpp"
#include "cuda/launch.hpp"
#include "cuda/tile_2d_kernels.hpp"
#include "tile_2d.cuh"

namespace faltung::cuda {

template <class Stored, class Result, class Type>
kernel::tile_2d_problem<Type, Stored, Result> tile_2d_problem_of(const geometry& where,
                                                                 const kernel::tile_2d_tiling& tiling,
                                                                 const kernel::direct_operands<Type>& operands) {
  constexpr int width = kernel::pack<Type>::size;
  const kernel::target_view& output = operands.output;
  const auto place = reinterpret_cast<std::uintptr_t>(static_cast<const Result*>(output.data) + output.offset);
  const bool aligned = place % (width * sizeof(Result)) == 0 && output.row % width == 0 && output.batch % width == 0 &&
                       output.channel % width == 0;
  kernel::tile_2d_reader<Type, Stored> reader{};
  if constexpr (!std::is_same_v<Type, Stored>)
    reader.digits = kernel::widening_digits_of(static_cast<int>(sizeof(Stored)), is_signed(operands.signal.at.type));
  return {.signal = operands.signal,
          .reader = reader,
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

template <class Type, class Policy, class Stored = Type, class Result = Type>
void launch_tile_2d(const geometry& where, const kernel::tile_2d_tiling& tiling,
                    const kernel::direct_operands<Type>& operands, cudaStream_t stream) {
  launch({tiling.blocks(), tiling.threads, tiling.elements * sizeof(Type), stream},
         kernel::tile_2d<Type, Stored, Result, Policy>, tile_2d_problem_of<Stored, Result>(where, tiling, operands));
}

template <class Type>
void enqueue_tile_2d(const geometry& where, const kernel::tile_2d_tiling& tiling, const void* signal, const Type* taps,
                     void* output, cudaStream_t stream) {
  const kernel::direct_operands<Type> operands = direct_operands_of(where, signal, taps, output);
  if constexpr (sizeof(Type) == 4) {
    if (!operands.dense_signal || !operands.dense_output) {
      enqueue_tile_2d_stored(where, tiling, operands, stream);
      return;
    }
  }
  launch_tile_2d<Type, kernel::tile_2d_usual<Type>>(where, tiling, operands, stream);
}

}  // namespace faltung::cuda
