// Enqueues the kernels around the transforms. Parameters are the kernels' own; `tiles` is filled in there.
#pragma once

#include <cuda_runtime_api.h>

#include "spectral_problem.hpp"

namespace faltung::cuda {

// `count` transforms of the run.
template <class Type>
void enqueue_gather(kernel::gather_problem<Type> problem, long long count, cudaStream_t stream);
template <class Type>
void enqueue_multiply(kernel::multiply_problem<Type> problem, long long count, cudaStream_t stream);
template <class Type>
void enqueue_crop(kernel::crop_problem<Type> problem, long long count, cudaStream_t stream);

extern template void enqueue_gather(kernel::gather_problem<float>, long long, cudaStream_t);
extern template void enqueue_gather(kernel::gather_problem<double>, long long, cudaStream_t);
extern template void enqueue_multiply(kernel::multiply_problem<float>, long long, cudaStream_t);
extern template void enqueue_multiply(kernel::multiply_problem<double>, long long, cudaStream_t);
extern template void enqueue_crop(kernel::crop_problem<float>, long long, cudaStream_t);
extern template void enqueue_crop(kernel::crop_problem<double>, long long, cudaStream_t);

}  // namespace faltung::cuda
