// Transforms over overlapping segments of 1D signals, by the fused kernel where the candidate names it, otherwise by
// cuFFT. Each yields the outputs that nothing wrapped around into.
#pragma once

#include <memory>

#include "plan/executor.hpp"

namespace faltung::cuda {

// Pointers given to it are device pointers.
std::unique_ptr<executor> make_overlap_save(const executor_request& request);

}  // namespace faltung::cuda
