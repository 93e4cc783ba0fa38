// Transforms over overlapping segments of a 1D signal: N samples in, N - m + 1 outputs out. Each lane of a vector works
// on a segment of its own.
#pragma once

#include <memory>

#include "plan/executor.hpp"

namespace faltung::cpu {

// candidate.transform is a power of two from 64 to 16384, whatever the filter's length; transforms_per_pass is the
// number of workers that there is workspace for.
template <class Type>
std::unique_ptr<executor> make_overlap_save(const executor_request& request);

}  // namespace faltung::cpu
