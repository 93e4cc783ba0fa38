// From a geometry to a launch of the direct 1D kernel.
#pragma once

#include "cuda/direct_1d_bank_kernels.hpp"
#include "cuda/direct_1d_stored_kernels.hpp"
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
  kernel::direct_1d_row_reach reach;
  int taps_per_chunk;
  int threads;
  std::size_t shared_bytes;
};

template <class Result, class Type>
kernel::direct_1d_tiling_of_rows tiling_of_rows(const direct_1d_row_kernel& how,
                                                const kernel::direct_operands<Type>& operands,
                                                const axis_geometry& axis) {
  constexpr int width = kernel::pack<Result>::size;
  const kernel::target_view& output = operands.output;
  const bool aligned = kernel::bytes_behind_pack(static_cast<const Result*>(output.data) + output.offset) == 0 &&
                       output.batch % width == 0;
  return kernel::direct_1d_tiles_of_rows(how.reach, axis.signal, axis.output, axis.origin, aligned ? 0 : width - 1);
}

template <class Stored, class Result, class Type>
kernel::direct_1d_rows<Type, Stored, Result> direct_1d_rows_of(const direct_1d_row_kernel& how,
                                                               const kernel::direct_operands<Type>& operands,
                                                               const axis_geometry& axis) {
  const auto bytes = [](long long elements, auto type) { return elements * static_cast<long long>(sizeof(type)); };
  const kernel::signal_view<Type>& samples = operands.signal;
  const kernel::direct_1d_tiling_of_rows tiling = tiling_of_rows<Result>(how, operands, axis);
  return {.signal = static_cast<const Stored*>(samples.at.data) + samples.at.offset + axis.origin,
          .taps = operands.taps,
          .output = static_cast<Result*>(operands.output.data) + operands.output.offset,
          .signal_pitch = bytes(samples.at.batch, Stored{}),
          .taps_pitch = operands.filter_per_signal ? bytes(axis.filter, Type{}) : 0,
          .output_pitch = bytes(operands.output.batch, Result{}),
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

// Blocks find their line's operands with pitches of 32 bits; lines farther apart have launches of their own.
template <class Rows>
long long lines_per_launch(const Rows& rows) {
  const auto fits = [](long long pitch) { return pitch == static_cast<std::int32_t>(pitch); };
  return fits(rows.signal_pitch) && fits(rows.taps_pitch) && fits(rows.output_pitch) ? max_lines_per_launch : 1;
}

template <class Rows, class Type>
void launch_rows(const direct_1d_row_kernel& how, void (*entry)(Rows, long long), Rows rows, const geometry& where,
                 const kernel::direct_operands<Type>& operands, cudaStream_t stream) {
  using result = std::remove_pointer_t<decltype(rows.output)>;
  const long long tiles = tiling_of_rows<result>(how, operands, where.columns).tiles;
  const long long most = lines_per_launch(rows);
  for (long long first = 0; first < where.output_count(); first += most) {
    const long long lines = std::min(where.output_count() - first, most);
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
  return {.reach = kernel::reach_of<Type>(policy, axis.filter),
          .taps_per_chunk = policy.taps_per_chunk,
          .threads = policy.threads,
          .shared_bytes = kernel::direct_1d_dense_elements<Type>(policy) * sizeof(Type)};
}
template <class Type>
direct_1d_row_kernel row_kernel_of(const kernel::direct_1d_registers_policy& policy, const axis_geometry&) {
  return {.reach = kernel::reach_of<Type>(policy),
          .taps_per_chunk = kernel::most_register_taps,
          .threads = policy.threads,
          .shared_bytes = 0};
}

template <class Type, class Policy>
void launch_direct_1d_dense(const geometry& where, const kernel::direct_operands<Type>& operands, cudaStream_t stream) {
  const direct_1d_row_kernel how = row_kernel_of<Type>(Policy::value, where.columns);
  launch_rows(how, kernel::direct_1d_dense<Type, Policy>, direct_1d_rows_of<Type, Type>(how, operands, where.columns),
              where, operands, stream);
}
template <class Type, class Policy>
void launch_direct_1d_registers(const geometry& where, const kernel::direct_operands<Type>& operands,
                                cudaStream_t stream) {
  const direct_1d_row_kernel how = row_kernel_of<Type>(Policy::value, where.columns);
  launch_rows(how, kernel::direct_1d_registers<Type, Policy>,
              direct_1d_rows_of<Type, Type>(how, operands, where.columns), where, operands, stream);
}

template <class Type>
kernel::direct_1d_lines_tiling lines_tiling_of(const kernel::direct_1d_lines_policy& policy, const geometry& where) {
  const axis_geometry& axis = where.columns;
  kernel::direct_1d_lines_tiling made = kernel::direct_1d_lines_tiling_of<Type>(
      policy, axis.output, axis.filter, where.output_count(), where.filter_per_signal);
  const bool zero = where.boundary.rule == boundary_rule::zero;
  const auto clipped = [](long long value) { return static_cast<int>(std::clamp<long long>(value, 0, 1 << 30)); };
  made.first_inside = zero ? clipped(-axis.origin) : 0;
  made.behind_inside = zero ? clipped(axis.signal - axis.origin - axis.filter + 1) : clipped(1 << 30);
  return made;
}

// For lines that fit into a block.
template <class Type>
direct_1d_row_kernel row_kernel_of(const kernel::direct_1d_lines_policy& policy,
                                   const kernel::direct_1d_lines_tiling& tiling) {
  return {.reach = {.tile = 1, .read_behind = 0, .read_together = 1},
          .taps_per_chunk = policy.taps_per_chunk,
          .threads = tiling.threads,
          .shared_bytes = static_cast<std::size_t>(tiling.elements) * sizeof(Type)};
}
template <class Type, class Policy>
void launch_direct_1d_lines(const geometry& where, const kernel::direct_operands<Type>& operands, cudaStream_t stream) {
  const kernel::direct_1d_lines_tiling tiling = lines_tiling_of<Type>(Policy::value, where);
  const direct_1d_row_kernel how = row_kernel_of<Type>(Policy::value, tiling);
  const kernel::direct_1d_lines_problem<kernel::direct_1d_rows<Type>> problem{
      .rows = direct_1d_rows_of<Type, Type>(how, operands, where.columns),
      .lines = where.output_count(),
      .tiling = tiling};
  launch({kernel::ceil_div<long long>(problem.lines, tiling.lines), how.threads, how.shared_bytes, stream},
         kernel::direct_1d_lines<Type, Policy>, problem);
}

template <class Type>
void launch_direct_1d_any(const geometry& where, const void* signal, const Type* taps, void* output,
                          cudaStream_t stream) {
  if constexpr (kernel::has_long_tiles<Type>) {
    if (kernel::takes_long_tiles<Type>(where.columns.output)) {
      launch_direct_1d<Type, kernel::direct_1d_long<Type>>(where, signal, taps, output, stream);
      return;
    }
  }
  launch_direct_1d<Type, kernel::direct_1d_short<Type>>(where, signal, taps, output, stream);
}

template <class Type>
void enqueue_direct_1d(direct_kernel which, const geometry& where, const void* signal, const Type* taps, void* output,
                       cudaStream_t stream) {
  const kernel::direct_operands<Type> operands = direct_operands_of(where, signal, taps, output);
  switch (which) {
    case direct_kernel::direct_1d_registers:
      return launch_direct_1d_registers<Type, kernel::direct_1d_registers_of<Type>>(where, operands, stream);
    case direct_kernel::direct_1d_dense:
      return launch_direct_1d_dense<Type, kernel::direct_1d_dense_long<Type>>(where, operands, stream);
    case direct_kernel::direct_1d_lines:
      if constexpr (sizeof(Type) == 4)
        if (!operands.dense_signal || !operands.dense_output)
          return enqueue_direct_1d_stored_lines(where, operands, stream);
      return launch_direct_1d_lines<Type, kernel::direct_1d_lines_of<Type>>(where, operands, stream);
    case direct_kernel::direct_1d_bank:
      if constexpr (sizeof(Type) == 4)
        if (!operands.dense_signal || !operands.dense_output)
          return enqueue_direct_1d_stored_bank(where, operands, stream);
      if constexpr (has_bank_kernel<Type>) return enqueue_direct_1d_bank<Type>(where, signal, taps, output, stream);
      break;
    case direct_kernel::direct_1d_stored:
      if constexpr (sizeof(Type) == 4) return enqueue_direct_1d_stored(where, operands, stream);
      break;
    case direct_kernel::direct_1d_bytes:
      if constexpr (std::is_same_v<Type, std::uint32_t>) return enqueue_direct_1d_bytes(where, operands, stream);
      break;
    case direct_kernel::direct_1d_complex:
      if constexpr (std::is_floating_point_v<Type>)
        if (enqueue_direct_1d_complex(where, signal, taps, output, stream)) return;
      break;
    default: break;
  }
  launch_direct_1d_any<Type>(where, signal, taps, output, stream);
}

}  // namespace faltung::cuda
