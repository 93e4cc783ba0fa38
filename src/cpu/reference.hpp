// The yardstick: sums in wider precision, one product after the other, in the window's order.
#pragma once

#include <memory>

#include "plan/executor.hpp"

namespace faltung::cpu {

template <class Type>
std::unique_ptr<executor> make_reference(const executor_request& request);

}  // namespace faltung::cpu
