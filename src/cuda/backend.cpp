#include "cuda/backend.hpp"

#include <string>

#include "cuda/direct.hpp"
#include "cuda/fft.hpp"
#include "cuda/overlap_save.hpp"
#include "cuda/plan_cache.hpp"
#include "cuda/staged.hpp"
#include "faltung/cuda.hpp"
#include "faltung/error.hpp"

namespace faltung::cuda {
namespace {

std::unique_ptr<executor> make_for_device_pointers(const executor_request& request) {
  switch (request.candidate.method) {
    case method::direct: return make_direct(request);
    case method::fft: return make_fft(request);
    case method::overlap_save: return make_overlap_save(request);
    default: break;
  }
  throw unsupported("options.method", std::string(to_string(request.candidate.method)),
                    "the CUDA backend has no such method");
}

}  // namespace

std::unique_ptr<executor> make_executor(const executor_request& request) {
  std::unique_ptr<executor> made = make_for_device_pointers(request);
  if (request.memory == memory::device) return made;
  return std::make_unique<staged>(std::move(made), request.geometry);
}

void release_caches() { release_idle_plans(); }

}  // namespace faltung::cuda
