// In place of the backend in a build without the CUDA Toolkit.
#include "cuda/backend.hpp"
#include "faltung/cuda.hpp"
#include "faltung/error.hpp"

namespace faltung::cuda {

cuda_capabilities detect() {
  cuda_capabilities none;
  none.absent = "built without CUDA";
  none.fft_absent = none.absent;
  return none;
}

std::string why_no_fft() { return "built without CUDA"; }

pointer_home home_of(const void*) { return pointer_home::unknown; }

std::unique_ptr<executor> make_executor(const executor_request&) {
  throw unsupported("options.backend", "cuda", "built without CUDA");
}

void release_caches() {}

}  // namespace faltung::cuda
