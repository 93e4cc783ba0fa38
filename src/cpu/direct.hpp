// The direct method: one chain of fused multiply-adds per output, the same bits on every backend.
#pragma once

#include <memory>

#include "plan/executor.hpp"

namespace faltung::cpu {

template <class Type>
std::unique_ptr<executor> make_direct(const executor_request& request);

}  // namespace faltung::cpu
