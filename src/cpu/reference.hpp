// The yardstick: sums in wider precision, one product after the other, in the window's order.
#pragma once

#include <memory>

#include "plan/executor.hpp"

namespace faltung::cpu {

// Compute is float, double, std::uint32_t or std::uint64_t. Where overflow is an error, it looks at every sum before it
// writes any, and throws overflow_error.
template <class Compute>
std::unique_ptr<executor> make_reference(const executor_request& request);

}  // namespace faltung::cpu
