#include "cuda/cufft_library.hpp"

#if !defined(FALTUNG_EMULATION)
#include <dlfcn.h>
#endif

#include <mutex>
#include <optional>
#include <string>

#include "cuda/backend.hpp"
#include "faltung/error.hpp"

namespace faltung::cuda {
namespace {

#if defined(FALTUNG_EMULATION)

std::optional<cufft_library> open(std::string& why_not) {
  if (!emulation::cufft_present()) {
    why_not = "cuFFT cannot be used: not there";
    return std::nullopt;
  }
  return cufft_library{&cufftCreate,      &cufftDestroy, &cufftSetAutoAllocation, &cufftMakePlanMany64, &cufftSetStream,
                       &cufftSetWorkArea, &cufftExecR2C, &cufftExecC2R,           &cufftExecD2Z,        &cufftExecZ2D};
}

#else

template <class Function>
bool find(void* library, const char* name, Function*& function, std::string& why_not) {
  function = reinterpret_cast<Function*>(dlsym(library, name));
  if (function == nullptr) why_not = std::string("cuFFT cannot be used: it has no ") + name;
  return function != nullptr;
}

std::optional<cufft_library> open(std::string& why_not) {
  // 12 comes with CUDA 13, 11 with CUDA 12; these functions are the same in both.
  void* library = nullptr;
  std::string reasons;
  for (const char* name : {"libcufft.so.12", "libcufft.so.11", "libcufft.so"}) {
    library = dlopen(name, RTLD_NOW | RTLD_LOCAL);
    if (library != nullptr) break;
    const char* reason = dlerror();
    reasons.append(reasons.empty() ? "" : "; ").append(reason == nullptr ? name : reason);
  }
  if (library == nullptr) {
    why_not = "cuFFT cannot be used: " + reasons;
    return std::nullopt;
  }
  cufft_library found{};
  const bool whole = find(library, "cufftCreate", found.create, why_not) &&
                     find(library, "cufftDestroy", found.destroy, why_not) &&
                     find(library, "cufftSetAutoAllocation", found.set_auto_allocation, why_not) &&
                     find(library, "cufftMakePlanMany64", found.make_plan_many, why_not) &&
                     find(library, "cufftSetStream", found.set_stream, why_not) &&
                     find(library, "cufftSetWorkArea", found.set_work_area, why_not) &&
                     find(library, "cufftExecR2C", found.execute_r2c, why_not) &&
                     find(library, "cufftExecC2R", found.execute_c2r, why_not) &&
                     find(library, "cufftExecD2Z", found.execute_d2z, why_not) &&
                     find(library, "cufftExecZ2D", found.execute_z2d, why_not);
  return whole ? std::optional(found) : std::nullopt;
}

#endif

// The functions, opened by the first call that succeeds and never closed; nullptr and the reason where there are none.
const cufft_library* try_cufft(std::string& why_not) {
  static std::mutex mutex;
  static std::optional<cufft_library> opened;
  const std::lock_guard lock(mutex);
#if defined(FALTUNG_EMULATION)
  // A test may have taken it away since. Plans hold on to the table, so that stays.
  if (opened && !open(why_not)) return nullptr;
#endif
  if (!opened) opened = open(why_not);
  return opened ? &*opened : nullptr;
}

}  // namespace

const cufft_library& cufft() {
  std::string why_not;
  const cufft_library* library = try_cufft(why_not);
  if (library == nullptr) throw unsupported("options.backend", "cuda", why_not);
  return *library;
}

std::string why_no_fft() {
  std::string why_not;
  static_cast<void>(try_cufft(why_not));
  return why_not;
}

}  // namespace faltung::cuda
