// Transforms over overlapping segments of 1D signals in one kernel, without cuFFT and without a workspace.
#pragma once

#include <memory>

#include "plan/executor.hpp"

namespace faltung::cuda {

// Pointers given to it are device pointers.
std::unique_ptr<executor> make_fused_overlap_save(const executor_request& request);

}  // namespace faltung::cuda
