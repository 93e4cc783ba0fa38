// The length of the segments that the CPU's overlap_save works in.
#pragma once

#include <cstdint>

#include "plan/block_segments.hpp"
#include "select/implementations.hpp"

namespace faltung {

// A power of two from 64 to 16384: the one of the least predicted time among those whose workspace fits the limit and
// which keep integers exact; where there is none, the one that takes the least memory. Judged for one signal, so that
// the batch does not change a result's bits.
std::int64_t best_block_length(const selection_context& context);

block_memory block_memory_of(const selection_context& context, const block_segments& segments);

}  // namespace faltung
