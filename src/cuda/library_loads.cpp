#include "cuda/library_loads.hpp"

#if defined(FALTUNG_EMULATION)
#include <atomic>
#else
#include <link.h>
#endif

#include <cstddef>

namespace faltung::cuda {

#if defined(FALTUNG_EMULATION)

// The double's device and driver come and go as tests want.
std::uint64_t library_loads() {
  static std::atomic<std::uint64_t> calls{0};
  return ++calls;
}

#else

std::uint64_t library_loads() {
  std::uint64_t loads = 1;
  const auto of_first = [](dl_phdr_info* library, std::size_t, void* to) {
    *static_cast<std::uint64_t*>(to) += library->dlpi_adds;
    return 1;  // each library tells the same number
  };
  static_cast<void>(dl_iterate_phdr(of_first, &loads));
  return loads;
}

#endif

}  // namespace faltung::cuda
