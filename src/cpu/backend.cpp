#include "cpu/backend.hpp"

#include <new>

#include "cpu/direct.hpp"
#include "cpu/reference.hpp"
#include "faltung/error.hpp"
#ifdef FALTUNG_HAVE_FFTW
#include "cpu/fft.hpp"
#include "cpu/overlap_save.hpp"
#endif

namespace faltung::cpu {
namespace {

template <class Type>
std::unique_ptr<executor> make(const executor_request& request) {
  switch (request.candidate.method) {
    case method::reference: return make_reference<Type>(request);
    case method::direct: return make_direct<Type>(request);
#ifdef FALTUNG_HAVE_FFTW
    case method::fft: return make_fft<Type>(request);
    case method::overlap_save:
      if (request.geometry.rank == 1) return make_overlap_save<Type>(request);
      throw unsupported("options.method", "overlap_save", "the CPU has it for 1D signals only");
#else
    case method::fft:
    case method::overlap_save:
      throw unsupported("options.method", to_string(request.candidate.method),
                        "this build has no CPU transforms (FALTUNG_FFTW)");
#endif
    case method::automatic: break;
  }
  throw unsupported("options.method", to_string(request.candidate.method), "the CPU has no such method");
}

}  // namespace

std::unique_ptr<executor> make_executor(const executor_request& request) {
  try {
    return request.geometry.type == float32 ? make<float>(request) : make<double>(request);
  } catch (const std::bad_alloc&) {
    // Only small objects are allocated by new; large ones say their size themselves.
    throw out_of_memory("CPU plan", 0);
  }
}

}  // namespace faltung::cpu
