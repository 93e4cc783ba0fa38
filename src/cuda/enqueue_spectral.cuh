// From the parameters to launches of the kernels around the transforms.
#pragma once

#include "cuda/launch.hpp"
#include "cuda/spectral_kernels.hpp"
#include "spectral.cuh"

namespace faltung::cuda {

// One block for each tile of each of `rows` rows.
template <class Problem>
void launch_rows(void (*entry)(Problem, long long), Problem problem, long long rows, long long columns,
                 cudaStream_t stream) {
  const kernel::row_tiling tiling = kernel::row_tiling_of(kernel::spectral_rows, columns);
  problem.tiles = tiling.tiles;
  launch({rows * tiling.tiles, tiling.threads, 0, stream}, entry, problem);
}

template <class Type>
void enqueue_gather(kernel::gather_problem<Type> problem, long long count, cudaStream_t stream) {
  launch_rows(kernel::gather<Type>, problem, count * problem.rows, problem.columns, stream);
}
template <class Type>
void enqueue_multiply(kernel::multiply_problem<Type> problem, long long count, cudaStream_t stream) {
  launch_rows(kernel::multiply<Type>, problem, count, problem.elements, stream);
}
template <class Type>
void enqueue_crop(kernel::crop_problem<Type> problem, long long count, cudaStream_t stream) {
  launch_rows(kernel::crop<Type>, problem, count * problem.output_rows, problem.step, stream);
}

}  // namespace faltung::cuda
