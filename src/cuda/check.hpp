// The one way by which a CUDA runtime or cuFFT call is made: a failure becomes a typed error that names call and place.
#pragma once

#include <cuda_runtime_api.h>
#include <cufft.h>

#include <cstddef>
#include <exception>

namespace faltung::cuda {

// Throws out_of_memory (with `bytes`, the size asked for, 0 where it is not known) or device_error. The failure is
// taken off the runtime's record, so that no later call is blamed for it.
void check(cudaError_t status, const char* call, const char* file, int line, std::size_t bytes = 0);
void check(cufftResult status, const char* call, const char* file, int line, std::size_t bytes = 0);

// Waits for the stream when a scope is left by an exception, so that nothing is freed, in device or host memory, under
// work that was enqueued before the failure.
class drain_on_failure {
 public:
  explicit drain_on_failure(cudaStream_t stream) noexcept : stream_(stream), exceptions_(std::uncaught_exceptions()) {}
  drain_on_failure(const drain_on_failure&) = delete;
  drain_on_failure& operator=(const drain_on_failure&) = delete;
  ~drain_on_failure();

 private:
  cudaStream_t stream_;
  int exceptions_;
};

}  // namespace faltung::cuda

#define FALTUNG_CUDA_TRY(call, ...) ::faltung::cuda::check((call), #call, __FILE__, __LINE__ __VA_OPT__(, ) __VA_ARGS__)
#define FALTUNG_CUFFT_TRY(call, ...) \
  ::faltung::cuda::check((call), #call, __FILE__, __LINE__ __VA_OPT__(, ) __VA_ARGS__)
