// From a geometry to a launch of the direct 1D kernel for rows and filters of bytes.
#pragma once

#include "cuda/enqueue_direct_1d_stored.cuh"
#include "direct_1d_bytes.cuh"

namespace faltung::cuda {

inline direct_1d_row_kernel row_kernel_of(const kernel::direct_1d_bytes_policy& policy, const axis_geometry& axis) {
  return {.reach = kernel::reach_of(policy, axis.filter),
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

template <class Policy>
void enqueue_bytes(const geometry& where, const kernel::direct_operands<std::uint32_t>& operands, cudaStream_t stream) {
  const bool narrow = size_of(operands.output.type) == 1;
  const auto launch_it = is_signed(operands.signal.at.type)
                             ? (narrow ? &launch_direct_1d_bytes<true, std::uint8_t, Policy>
                                       : &launch_direct_1d_bytes<true, std::uint32_t, Policy>)
                             : (narrow ? &launch_direct_1d_bytes<false, std::uint8_t, Policy>
                                       : &launch_direct_1d_bytes<false, std::uint32_t, Policy>);
  launch_it(where, operands, stream);
}

}  // namespace faltung::cuda
