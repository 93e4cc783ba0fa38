#include "cuda/check.hpp"

#include "faltung/error.hpp"

namespace faltung::cuda {
namespace {

// cuFFT has no function for it.
const char* describe(cufftResult status) {
  switch (status) {
    case CUFFT_INVALID_PLAN: return "invalid plan";
    case CUFFT_ALLOC_FAILED: return "allocation failed";
    case CUFFT_INVALID_TYPE: return "invalid type";
    case CUFFT_INVALID_VALUE: return "invalid value";
    case CUFFT_INTERNAL_ERROR: return "internal error";
    case CUFFT_EXEC_FAILED: return "execution failed";
    case CUFFT_SETUP_FAILED: return "setup failed";
    case CUFFT_INVALID_SIZE: return "invalid size";
    case CUFFT_INVALID_DEVICE: return "invalid device";
    case CUFFT_NO_WORKSPACE: return "no work area";
    case CUFFT_NOT_IMPLEMENTED: return "not implemented";
    case CUFFT_NOT_SUPPORTED: return "not supported";
    default: return "unknown error";
  }
}

}  // namespace

void check(cudaError_t status, const char* call, const char* file, int line, std::size_t bytes) {
  if (status == cudaSuccess) return;
  static_cast<void>(cudaGetLastError());
  if (status == cudaErrorMemoryAllocation) throw out_of_memory(call, bytes);
  throw device_error("CUDA", static_cast<int>(status), cudaGetErrorString(status), call, file, line);
}

void check(cufftResult status, const char* call, const char* file, int line, std::size_t bytes) {
  if (status == CUFFT_SUCCESS) return;
  static_cast<void>(cudaGetLastError());  // cuFFT's own calls leave theirs there
  if (status == CUFFT_ALLOC_FAILED) throw out_of_memory(call, bytes);
  throw device_error("cuFFT", static_cast<int>(status), describe(status), call, file, line);
}

drain_on_failure::~drain_on_failure() {
  if (std::uncaught_exceptions() > exceptions_ && cudaStreamSynchronize(stream_) != cudaSuccess) {
    static_cast<void>(cudaGetLastError());
  }
}

}  // namespace faltung::cuda
