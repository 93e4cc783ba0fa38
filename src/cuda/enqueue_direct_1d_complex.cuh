// From a geometry to launches of the direct 1D kernel for rows of complex numbers.
#pragma once

#include "cuda/direct_1d_complex_bank_kernels.hpp"
#include "cuda/direct_kernels.hpp"
#include "cuda/direct_views.hpp"
#include "cuda/launch.hpp"
#include "direct_1d_complex_lines.cuh"
#include "plan/direct_1d_complex.hpp"

namespace faltung::cuda {

inline kernel::direct_1d_tiling_of_rows tiling_of_complex_rows(const kernel::direct_1d_complex_policy& policy,
                                                               const axis_geometry& axis) {
  return kernel::direct_1d_tiles_of_rows({policy.tile(), axis.filter + policy.outputs_per_thread - 1, 1}, axis.signal,
                                         axis.output, axis.origin, 0);
}

// For a kernel that has `chunk` taps in shared memory at a time.
template <class Type>
kernel::direct_1d_complex_problem<Type> direct_1d_complex_problem_of(const geometry& where,
                                                                     const kernel::direct_operands<Type>& operands,
                                                                     long long chunk,
                                                                     const kernel::direct_1d_tiling_of_rows& tiling) {
  constexpr auto size = static_cast<long long>(sizeof(Type));
  const axis_geometry& axis = where.columns;
  const kernel::signal_view<Type>& samples = operands.signal;
  const kernel::target_view& output = operands.output;
  const long long windows = operands.parts * operands.products;
  const auto* const signal = static_cast<const Type*>(samples.at.data) + samples.at.offset;
  return {.rows = {.signal = signal + axis.origin * where.signal.parts(),
                   .taps = operands.taps,
                   .output = static_cast<Type*>(output.data) + output.offset,
                   .signal_pitch = samples.at.batch * size,
                   .taps_pitch = operands.filter_per_signal ? windows * axis.filter * size : 0,
                   .output_pitch = output.batch * size,
                   .filter_length = axis.filter,
                   .output_length = axis.output,
                   .first_inside = static_cast<unsigned>(tiling.first_inside),
                   .inside = static_cast<unsigned>(tiling.inside),
                   .chunks = static_cast<int>(kernel::ceil_div<long long>(axis.filter, chunk)),
                   .first_chunk = static_cast<int>(kernel::smaller<long long>(axis.filter, chunk)),
                   .last_chunk = static_cast<int>((axis.filter - 1) % chunk + 1),
                   .samples = samples,
                   .origin = axis.origin},
          .products = operands.products,
          .signal_parts = operands.signal_parts};
}

template <class Type, int SignalParts, class Policy>
void launch_direct_1d_complex(const geometry& where, const kernel::direct_operands<Type>& operands,
                              cudaStream_t stream) {
  constexpr kernel::direct_1d_complex_policy policy = Policy::value;
  constexpr int elements = kernel::direct_1d_complex_layout_of<Type>(policy, SignalParts).elements;
  const kernel::direct_1d_tiling_of_rows tiling = tiling_of_complex_rows(policy, where.columns);
  kernel::direct_1d_complex_problem<Type> problem =
      direct_1d_complex_problem_of(where, operands, policy.taps_per_chunk, tiling);
  kernel::direct_1d_rows<Type>& rows = problem.rows;
  for (long long first = 0; first < where.output_count(); first += max_lines_per_launch) {
    const long long lines = std::min(where.output_count() - first, max_lines_per_launch);
    launch({.blocks = tiling.tiles,
            .threads = policy.threads,
            .shared_bytes = elements * sizeof(Type),
            .stream = stream,
            .lines = static_cast<unsigned>(lines)},
           kernel::direct_1d_complex<Type, SignalParts, Policy>, problem);
    rows.signal += lines * operands.signal.at.batch;
    rows.taps += lines * rows.taps_pitch / static_cast<long long>(sizeof(Type));
    rows.output += lines * operands.output.batch;
  }
}

// For lines that fit into a block.
template <class Type, int SignalParts, class Policy>
void launch_direct_1d_complex_lines(const geometry& where, const kernel::direct_operands<Type>& operands,
                                    cudaStream_t stream) {
  constexpr kernel::direct_1d_lines_policy policy = Policy::value;
  const kernel::direct_1d_lines_tiling tiling = complex_lines_tiling_of<Type>(policy, where);
  const kernel::direct_1d_complex_lines_problem<Type> problem{
      .each = direct_1d_complex_problem_of(where, operands, policy.taps_per_chunk, {}),
      .lines = where.output_count(),
      .tiling = tiling};
  launch({kernel::ceil_div<long long>(problem.lines, tiling.lines), tiling.threads,
          static_cast<std::size_t>(tiling.elements) * sizeof(Type), stream},
         kernel::direct_1d_complex_lines<Type, SignalParts, Policy>, problem);
}

template <class Type>
bool enqueue_direct_1d_complex(const geometry& where, const void* signal, const Type* taps, void* output,
                               cudaStream_t stream) {
  const kernel::direct_operands<Type> operands = direct_operands_of(where, signal, taps, output);
  const int parts = where.signal.parts();
  if (!aligned_for_elements<Type>(operands.signal.at, parts) || !aligned_for_elements<Type>(operands.output, 2))
    return false;
  if (where.bank != 1) {
    enqueue_direct_1d_complex_bank(where, operands, stream);
    return true;
  }
  using rows = kernel::direct_1d_complex_of<Type>;
  using lines = kernel::direct_1d_complex_lines_of<Type>;
  if (makes_whole_complex_lines<Type>(where)) {
    parts == 2 ? launch_direct_1d_complex_lines<Type, 2, lines>(where, operands, stream)
               : launch_direct_1d_complex_lines<Type, 1, lines>(where, operands, stream);
  } else {
    parts == 2 ? launch_direct_1d_complex<Type, 2, rows>(where, operands, stream)
               : launch_direct_1d_complex<Type, 1, rows>(where, operands, stream);
  }
  return true;
}

}  // namespace faltung::cuda
