#include "cpu/backend.hpp"

#include <cstdint>
#include <cstring>
#include <new>
#include <type_traits>

#include "cpu/direct.hpp"
#include "cpu/overlap_save.hpp"
#include "cpu/overlap_save_2d.hpp"
#include "cpu/reference.hpp"
#include "faltung/error.hpp"
#include "separable/executor.hpp"
#ifdef FALTUNG_HAVE_FFTW
#include "cpu/fft.hpp"
#endif

namespace faltung::cpu {
namespace {

// Compute is the C++ type of geometry.compute.
template <class Compute>
std::unique_ptr<executor> make(const executor_request& request) {
  using spectral = std::conditional_t<std::is_integral_v<Compute>, double, Compute>;
  switch (request.candidate.method) {
    case method::reference: return make_reference<Compute>(request);
    case method::direct: return make_direct<Compute>(request);
    case method::overlap_save:
      return request.geometry.rank == 1 ? make_overlap_save<spectral>(request)
                                        : make_overlap_save_2d<spectral>(request);
#ifdef FALTUNG_HAVE_FFTW
    case method::fft: return make_fft<spectral>(request);
#else
    case method::fft:
      throw unsupported("options.method", "fft", "this build has no whole-signal CPU transforms (FALTUNG_FFTW)");
#endif
    case method::automatic:
    case method::separable: break;
  }
  throw unsupported("options.method", to_string(request.candidate.method), "the CPU has no such method");
}

const separable::backend_access in_host_memory{
    .make = &make_executor,
    .read = [](void* host, const void* from, std::size_t bytes, cuda_stream) { std::memcpy(host, from, bytes); },
    .set_filter = [](executor& of, const void* host, std::size_t, cuda_stream stream) { of.set_filter(host, stream); }};

std::unique_ptr<executor> make_for(const executor_request& request) {
  if (request.candidate.method == method::separable) return separable::make_executor(request, in_host_memory);
  switch (request.geometry.compute) {
    case float32: return make<float>(request);
    case float64: return make<double>(request);
    case uint32: return make<std::uint32_t>(request);
    case uint64: return make<std::uint64_t>(request);
    default: throw unsupported("problem.type", to_string(request.geometry.compute), "the CPU does not compute in it");
  }
}

}  // namespace

std::unique_ptr<executor> make_executor(const executor_request& request) {
  try {
    return make_for(request);
  } catch (const std::bad_alloc&) {
    // Only small objects are allocated by new; large ones say their size themselves.
    throw out_of_memory("CPU plan", 0);
  }
}

}  // namespace faltung::cpu
