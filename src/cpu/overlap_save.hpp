// Transforms over overlapping segments of a 1D signal: N samples in, N - m + 1 outputs out.
#pragma once

#include <memory>

#include "plan/executor.hpp"

namespace faltung::cpu {

// candidate.transform is at least the filter's length; transforms_per_pass is the number of workspace lanes.
template <class Type>
std::unique_ptr<executor> make_overlap_save(const executor_request& request);

}  // namespace faltung::cpu
