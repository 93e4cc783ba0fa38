// The length of the transforms that CUDA's fused overlap-save kernel works in.
#pragma once

#include <cstdint>

#include "select/implementations.hpp"

namespace faltung {

// The shortest whose predicted time is within 2 % of the least one, as shorter ones fill a device sooner and wait less;
// 0 where the kernel does not take the problem or the device has too little shared memory for any. Judged for one signal,
// so that the batch does not change a result's bits.
std::int64_t best_fused_length(const selection_context& context);

}  // namespace faltung
