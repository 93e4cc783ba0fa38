// Enqueues the kernels around the transforms. Parameters are the kernels' own; `tiles`, and how blocks share flags, are
// filled in there.
#pragma once

#include <cuda_runtime_api.h>

#include "chain_problem.hpp"
#include "spectral_problem.hpp"

namespace faltung::cuda {

// `count` units of the run.
template <class Type>
void enqueue_gather(kernel::gather_problem<Type> problem, long long count, cudaStream_t stream);
template <class Type>
void enqueue_scale(kernel::scale_problem<Type> problem, cudaStream_t stream);
template <class Type>
void enqueue_multiply(kernel::multiply_problem<Type> problem, long long count, cudaStream_t stream);
template <class Type>
void enqueue_crop(kernel::crop_problem<Type> problem, long long count, cudaStream_t stream);
template <class Type>
void enqueue_chain(kernel::chain_problem<Type> problem, cudaStream_t stream);

#define FALTUNG_SPECTRAL_KERNELS(prefix, Type)                                                    \
  prefix template void enqueue_gather(kernel::gather_problem<Type>, long long, cudaStream_t);     \
  prefix template void enqueue_scale(kernel::scale_problem<Type>, cudaStream_t);                  \
  prefix template void enqueue_multiply(kernel::multiply_problem<Type>, long long, cudaStream_t); \
  prefix template void enqueue_crop(kernel::crop_problem<Type>, long long, cudaStream_t);         \
  prefix template void enqueue_chain(kernel::chain_problem<Type>, cudaStream_t)
FALTUNG_SPECTRAL_KERNELS(extern, float);
FALTUNG_SPECTRAL_KERNELS(extern, double);

}  // namespace faltung::cuda
