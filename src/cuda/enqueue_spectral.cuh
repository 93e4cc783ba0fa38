// From the parameters to launches of the kernels around the transforms.
#pragma once

#include "chain.cuh"
#include "cuda/launch.hpp"
#include "cuda/spectral_kernels.hpp"
#include "spectral.cuh"

namespace faltung::cuda {

// `blocks` blocks for each tile of a row.
template <class Problem>
void launch_rows(void (*entry)(Problem, long long), Problem problem, long long blocks, long long columns,
                 cudaStream_t stream) {
  const kernel::row_tiling tiling = kernel::row_tiling_of(kernel::spectral_rows, columns);
  problem.tiles = tiling.tiles;
  launch({blocks * tiling.tiles, tiling.threads, 0, stream}, entry, problem);
}

template <class Type>
void enqueue_gather(kernel::gather_problem<Type> problem, long long count, cudaStream_t stream) {
  const kernel::signal_view<Type>& source = problem.source;
  const bool plain = kernel::is_dense<Type>(source.at) && source.rule == boundary_rule::zero;
  launch_rows(plain ? kernel::gather<Type, true> : kernel::gather<Type, false>, problem, count * problem.rows.length,
              problem.columns.length, stream);
}
template <class Type>
void enqueue_scale(kernel::scale_problem<Type> problem, cudaStream_t stream) {
  launch_rows(kernel::scale<Type>, problem, 1, problem.elements, stream);
}
template <class Type>
void enqueue_multiply(kernel::multiply_problem<Type> problem, long long count, cudaStream_t stream) {
  launch_rows(kernel::multiply<Type>, problem, count * problem.pairs.inverses(), problem.elements, stream);
}
template <class Type>
void enqueue_crop(kernel::crop_problem<Type> problem, long long count, cudaStream_t stream) {
  launch_rows(kernel::is_dense<Type>(problem.output) ? kernel::crop<Type, true> : kernel::crop<Type, false>, problem,
              count * problem.bank * problem.output_rows, problem.step, stream);
}
template <class Type>
void enqueue_chain(kernel::chain_problem<Type> problem, cudaStream_t stream) {
  const kernel::chain_spread blocks = kernel::chain_spread_of(problem.count, problem.rows.output * problem.step);
  problem.spread = blocks.spread;
  problem.groups = blocks.groups;
  launch({blocks.groups * blocks.spread, kernel::chain_threads, 0, stream}, kernel::chain_flagged<Type>, problem);
}

}  // namespace faltung::cuda
