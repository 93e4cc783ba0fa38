#include "cuda/backend.hpp"
#include "cuda/library_loads.hpp"

#if defined(FALTUNG_EMULATION)
#include <emulation/control.hpp>
#else
#include <cuda.h>
#include <dlfcn.h>
#endif

#include <atomic>
#include <cstdint>

namespace faltung::cuda {

#if defined(FALTUNG_EMULATION)

pointer_home home_of(const void* pointer) {
  return emulation::holds(pointer) ? pointer_home::device : pointer_home::host;
}

#else

namespace {

// The driver's function, where the driver is in this process: a process without it has no device memory, and asking the
// runtime would create a context of some hundred megabytes for it.
decltype(&cuPointerGetAttribute) driver_function() {
  void* const driver = dlopen("libcuda.so.1", RTLD_NOW | RTLD_NOLOAD);
  if (driver == nullptr) return nullptr;
  static_cast<void>(dlclose(driver));  // gives back the count that asking took; the driver stays
  return reinterpret_cast<decltype(&cuPointerGetAttribute)>(dlsym(driver, "cuPointerGetAttribute"));
}

// The same, looked for again only where a library has been loaded since it was not there.
decltype(&cuPointerGetAttribute) known_function() {
  static std::atomic<decltype(&cuPointerGetAttribute)> known = nullptr;
  static std::atomic<std::uint64_t> absent_at = 0;
  auto* found = known.load(std::memory_order_relaxed);
  if (found != nullptr) return found;
  const std::uint64_t loads = library_loads();
  if (absent_at.load(std::memory_order_relaxed) == loads) return nullptr;
  found = driver_function();
  if (found == nullptr)
    absent_at.store(loads, std::memory_order_relaxed);
  else
    known.store(found, std::memory_order_relaxed);
  return found;
}

}  // namespace

pointer_home home_of(const void* pointer) {
  auto* const ask = known_function();
  if (ask == nullptr) return pointer_home::unknown;
  const auto address = reinterpret_cast<std::uintptr_t>(pointer);
  CUmemorytype type{};
  const CUresult answer = ask(&type, CU_POINTER_ATTRIBUTE_MEMORY_TYPE, address);
  if (answer == CUDA_ERROR_INVALID_VALUE) return pointer_home::host;  // no memory of CUDA's
  if (answer != CUDA_SUCCESS || type == CU_MEMORYTYPE_HOST) return pointer_home::unknown;
  unsigned managed = 0;
  if (ask(&managed, CU_POINTER_ATTRIBUTE_IS_MANAGED, address) != CUDA_SUCCESS || managed != 0)
    return pointer_home::unknown;
  return pointer_home::device;
}

#endif

}  // namespace faltung::cuda
