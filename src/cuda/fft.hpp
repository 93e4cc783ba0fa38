// One transform over each whole signal.
#pragma once

#include <memory>

#include "plan/executor.hpp"

namespace faltung::cuda {

// Pointers given to it are device pointers.
std::unique_ptr<executor> make_fft(const executor_request& request);

}  // namespace faltung::cuda
