// Direct convolution of integers modulo 2^32 and 2^64, by the widest vectors this processor has.
#pragma once

#include <cstdint>

#include "cpu/direct_task.hpp"

namespace faltung::cpu {

// Every window lies inside the signal: with integers what stands outside can always be a 0. Nothing accumulates.
void direct_integer(const direct_task<std::uint32_t>& task);
void direct_integer(const direct_task<std::uint64_t>& task);

}  // namespace faltung::cpu
