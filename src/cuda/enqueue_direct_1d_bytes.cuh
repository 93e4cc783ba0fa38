// From a geometry to a launch of the direct 1D kernel for rows and filters of bytes.
#pragma once

#include "cuda/enqueue_direct_1d_stored.cuh"
#include "direct_1d_bytes.cuh"

namespace faltung::cuda {

inline direct_1d_row_kernel row_kernel_of(const kernel::direct_1d_bytes_policy& policy, const axis_geometry& axis) {
  return {.tile = policy.tile(),
          .read_behind = kernel::read_behind_bytes(axis.filter),
          .read_together = 16,
          .taps_per_chunk = policy.taps_per_chunk,
          .threads = policy.threads,
          .shared_bytes = kernel::layout_of(policy).words * sizeof(std::uint32_t)};
}

template <bool Signed, class Result, class Policy>
void launch_direct_1d_bytes(const geometry& where, const kernel::direct_operands<std::uint32_t>& operands,
                            cudaStream_t stream) {
  const direct_1d_row_kernel how = row_kernel_of(Policy::value, where.columns);
  launch_rows(how, kernel::direct_1d_bytes<Signed, Result, Policy>,
              direct_1d_rows_of<std::uint8_t, Result>(how, operands, where.columns), where, operands, stream);
}

// Signals and filters of the same type; rows long enough to keep half a block's threads busy, and filters no longer,
// since tiles of which most windows hang out of the signal are no faster for it.
template <class Policy>
bool takes_direct_1d_bytes(const geometry& where, const kernel::direct_operands<std::uint32_t>& operands) {
  const axis_geometry& axis = where.columns;
  return is_array_of<std::uint8_t>(operands.signal.at.type) && where.filter.type == where.signal.type &&
         (is_array_of<std::uint8_t>(operands.output.type) || is_array_of<std::uint32_t>(operands.output.type)) &&
         operands.signal.at.column == 1 && operands.output.column == 1 && has_rows(operands, axis) &&
         2 * axis.output >= Policy::value.tile() && axis.filter <= axis.signal;
}

template <class Policy>
bool enqueue_bytes(const geometry& where, const kernel::direct_operands<std::uint32_t>& operands, cudaStream_t stream) {
  if (!takes_direct_1d_bytes<Policy>(where, operands)) return false;
  const bool narrow = is_array_of<std::uint8_t>(operands.output.type);
  const auto launch_it = is_signed(operands.signal.at.type)
                             ? (narrow ? &launch_direct_1d_bytes<true, std::uint8_t, Policy>
                                       : &launch_direct_1d_bytes<true, std::uint32_t, Policy>)
                             : (narrow ? &launch_direct_1d_bytes<false, std::uint8_t, Policy>
                                       : &launch_direct_1d_bytes<false, std::uint32_t, Policy>);
  launch_it(where, operands, stream);
  return true;
}

}  // namespace faltung::cuda
