// From a geometry to a launch of the direct 1D kernel.
#pragma once

#include "cuda/direct_kernels.hpp"
#include "cuda/direct_views.hpp"
#include "cuda/launch.hpp"
#include "direct_1d.cuh"
#include "direct_1d_dense.cuh"
#include "direct_1d_lines.cuh"
#include "direct_1d_registers.cuh"

namespace faltung::cuda {

template <class Type, class Policy>
void launch_direct_1d(const geometry& where, const void* signal, const Type* taps, void* output, cudaStream_t stream) {
  const axis_geometry& axis = where.columns;
  const kernel::direct_1d_tiling tiling = kernel::direct_1d_tiling_of(Policy::value, axis.output);
  const int elements = kernel::direct_1d_layout_of<Type>(Policy::value, tiling.threads).elements;
  const kernel::direct_1d_problem<Type> problem{.operands = direct_operands_of(where, signal, taps, output),
                                                .filter_length = axis.filter,
                                                .output_length = axis.output,
                                                .origin = axis.origin,
                                                .tiles = tiling.tiles};
  launch({where.output_count() * where.output_parts() * tiling.tiles, tiling.threads,
          static_cast<std::size_t>(elements) * sizeof(Type), stream},
         kernel::direct_1d<Type, Policy>, problem);
}

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

template <class Type>
void launch_rows(const direct_1d_row_kernel& how, void (*entry)(kernel::direct_1d_rows<Type>, long long),
                 const geometry& where, const kernel::direct_operands<Type>& operands, cudaStream_t stream) {
  kernel::direct_1d_rows<Type> rows = direct_1d_rows_of(how, operands, where.columns);
  const long long tiles = tiling_of_rows(how, operands, where.columns).tiles;
  for (long long first = 0; first < where.output_count(); first += max_lines_per_launch) {
    const long long lines = std::min(where.output_count() - first, max_lines_per_launch);
    launch({.blocks = tiles,
            .threads = how.threads,
            .shared_bytes = how.shared_bytes,
            .stream = stream,
            .lines = static_cast<unsigned>(lines)},
           entry, rows);
    rows.signal += lines * operands.signal.at.batch;
    rows.samples.at.offset += lines * operands.signal.at.batch;
    rows.taps += operands.filter_per_signal ? lines * where.columns.filter : 0;
    rows.output += lines * operands.output.batch;
  }
}

template <class Type>
direct_1d_row_kernel row_kernel_of(const kernel::direct_1d_dense_policy& policy, const axis_geometry& axis) {
  return {.tile = policy.tile(),
          .read_behind = axis.filter + policy.outputs_per_thread - 1 + kernel::pack<Type>::size - 1,
          .taps_per_chunk = policy.taps_per_chunk,
          .threads = policy.threads,
          .shared_bytes = kernel::direct_1d_dense_layout<Type>(policy).elements * sizeof(Type)};
}
template <class Type>
direct_1d_row_kernel row_kernel_of(const kernel::direct_1d_registers_policy& policy, const axis_geometry&) {
  return {.tile = kernel::tile_of<Type>(policy),
          .read_behind = kernel::read_behind_register_tile<Type>,
          .taps_per_chunk = kernel::most_register_taps,
          .threads = policy.threads,
          .shared_bytes = 0};
}

template <class Type, class Policy>
void launch_direct_1d_dense(const geometry& where, const kernel::direct_operands<Type>& operands, cudaStream_t stream) {
  launch_rows(row_kernel_of<Type>(Policy::value, where.columns), kernel::direct_1d_dense<Type, Policy>, where, operands,
              stream);
}
template <class Type, class Policy>
void launch_direct_1d_registers(const geometry& where, const kernel::direct_operands<Type>& operands,
                                cudaStream_t stream) {
  launch_rows(row_kernel_of<Type>(Policy::value, where.columns), kernel::direct_1d_registers<Type, Policy>, where,
              operands, stream);
}

template <class Type>
kernel::direct_1d_lines_tiling lines_tiling_of(const kernel::direct_1d_lines_policy& policy, const geometry& where) {
  return kernel::direct_1d_lines_tiling_of<Type>(policy, where.columns.output, where.columns.filter,
                                                 where.output_count(), where.filter_per_signal);
}

// For lines that fit into a block.
template <class Type, class Policy>
void launch_direct_1d_lines(const geometry& where, const kernel::direct_operands<Type>& operands, cudaStream_t stream) {
  const axis_geometry& axis = where.columns;
  constexpr kernel::direct_1d_lines_policy policy = Policy::value;
  const kernel::direct_1d_lines_tiling tiling = lines_tiling_of<Type>(policy, where);
  const direct_1d_row_kernel how{.tile = 1,
                                 .read_behind = 0,
                                 .taps_per_chunk = policy.taps_per_chunk,
                                 .threads = tiling.threads,
                                 .shared_bytes = static_cast<std::size_t>(tiling.elements) * sizeof(Type)};
  const kernel::direct_1d_lines_problem<Type> problem{
      .rows = direct_1d_rows_of(how, operands, axis), .lines = where.output_count(), .tiling = tiling};
  launch({kernel::ceil_div<long long>(problem.lines, tiling.lines), how.threads, how.shared_bytes, stream},
         kernel::direct_1d_lines<Type, Policy>, problem);
}

// Whether rows of signals and outputs are arrays of Type, each output is one chain of a signal and a filter of its own
// number or the only one, and a grid counts the tiles, of which none has fewer outputs than a warp.
template <class Type>
bool takes_row_kernels(const kernel::direct_operands<Type>& operands, const axis_geometry& axis) {
  return operands.dense_signal && operands.dense_output && operands.parts == 1 && operands.products == 1 &&
         operands.bank == 1 && operands.signal.at.channels == 1 && operands.output.channels == 1 &&
         axis.output / 32 < max_blocks_per_launch;
}

// The kernel for rows that suits. Tiles at borders take up to twice the time of those inside, so that rows of which
// most tiles are at borders are better made whole.
enum class row_kernel : unsigned char { none, registers, dense, lines };
template <class Type>
row_kernel choose_row_kernel(const geometry& where, const kernel::direct_operands<Type>& operands) {
  const axis_geometry& axis = where.columns;
  if (!takes_row_kernels(operands, axis)) return row_kernel::none;
  const bool few_taps = axis.filter <= kernel::most_register_taps;
  const kernel::direct_1d_tiling_of_rows tiling =
      tiling_of_rows(few_taps ? row_kernel_of<Type>(kernel::direct_1d_registers_of<Type>::value, axis)
                              : row_kernel_of<Type>(kernel::direct_1d_dense_long<Type>::value, axis),
                     operands, axis);
  const bool fits = lines_tiling_of<Type>(kernel::direct_1d_lines_of<Type>::value, where).threads > 0;
  if (fits && 2 * tiling.inside < tiling.tiles) return row_kernel::lines;
  if (tiling.inside == 0) return row_kernel::none;
  return few_taps ? row_kernel::registers : row_kernel::dense;
}

template <class Type>
void enqueue_direct_1d(const geometry& where, const void* signal, const Type* taps, void* output, cudaStream_t stream) {
  if constexpr (std::is_floating_point_v<Type>)
    if (where.output_parts() == 2 && enqueue_direct_1d_complex(where, signal, taps, output, stream)) return;
  const kernel::direct_operands<Type> operands = direct_operands_of(where, signal, taps, output);
  switch (choose_row_kernel(where, operands)) {
    case row_kernel::registers:
      return launch_direct_1d_registers<Type, kernel::direct_1d_registers_of<Type>>(where, operands, stream);
    case row_kernel::dense:
      return launch_direct_1d_dense<Type, kernel::direct_1d_dense_long<Type>>(where, operands, stream);
    case row_kernel::lines:
      return launch_direct_1d_lines<Type, kernel::direct_1d_lines_of<Type>>(where, operands, stream);
    case row_kernel::none: break;
  }
  if constexpr (kernel::has_long_tiles<Type>) {
    if (kernel::takes_long_tiles<Type>(where.columns.output)) {
      launch_direct_1d<Type, kernel::direct_1d_long<Type>>(where, signal, taps, output, stream);
      return;
    }
  }
  launch_direct_1d<Type, kernel::direct_1d_short<Type>>(where, signal, taps, output, stream);
}

}  // namespace faltung::cuda
