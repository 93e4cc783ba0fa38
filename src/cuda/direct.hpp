// Sums of products by the kernels of kernels/direct_1d.cuh, direct_2d.cuh and their like.
#pragma once

#include <memory>

#include "plan/executor.hpp"

namespace faltung::cuda {

// Pointers given to it are device pointers.
std::unique_ptr<executor> make_direct(const executor_request& request);

}  // namespace faltung::cuda
