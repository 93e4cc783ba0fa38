// Launching: a kernel and its arguments become a function that every CUDA thread of the grid runs.
#pragma once

#include <functional>
#include <tuple>
#include <utility>

#include "cuda_runtime_api.h"
#include "emulation/recording.hpp"

namespace faltung::emulation {

// `kernel` identifies the kernel for its attributes and counters.
cudaError_t launch(const cudaLaunchConfig_t& config, const void* kernel, std::function<void()> thread);

}  // namespace faltung::emulation

template <class... Expected, class... Actual>
cudaError_t cudaLaunchKernelEx(const cudaLaunchConfig_t* config, void (*kernel)(Expected...), Actual&&... arguments) {
  return [&](Expected... converted) {
    if (faltung::emulation::recording_launches()) {
      faltung::emulation::record_launch(*config, reinterpret_cast<const void*>(kernel),
                                        faltung::emulation::laid_out(converted...));
      return cudaSuccess;
    }
    return faltung::emulation::launch(
        *config, reinterpret_cast<const void*>(kernel),
        [kernel, values = std::tuple<Expected...>(std::move(converted)...)] { std::apply(kernel, values); });
  }(std::forward<Actual>(arguments)...);
}
