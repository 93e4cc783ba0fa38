// As many fused multiply-adds as the CPU can do, and nothing else.
#pragma once

#include <cstdint>

namespace faltung::bench {

// Runs enough independent chains in the widest vectors of this CPU to keep its multipliers busy, `rounds` links long.
// Returns how many scalar multiply-adds that were.
template <class Type>
std::int64_t multiply_adds(std::int64_t rounds);

}  // namespace faltung::bench
