// The CPU backend as the plan sees it.
#pragma once

#include <memory>

#include "faltung/capabilities.hpp"
#include "plan/executor.hpp"

namespace faltung::cpu {

cpu_capabilities detect();
// Without asking the system for the number of threads, where it is given.
cpu_capabilities detect(int threads);

// Pointers given to the executor are host pointers. Throws out_of_memory.
std::unique_ptr<executor> make_executor(const executor_request& request);

}  // namespace faltung::cpu
