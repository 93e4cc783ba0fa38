// One transform over the whole signal, 1D or 2D.
#pragma once

#include <memory>

#include "plan/executor.hpp"

namespace faltung::cpu {

// candidate.transform covers circular_length() on each axis; transforms_per_pass is the number of workspace lanes.
template <class Type>
std::unique_ptr<executor> make_fft(const executor_request& request);

}  // namespace faltung::cpu
