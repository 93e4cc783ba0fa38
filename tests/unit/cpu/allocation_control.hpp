// The test program's operator new: counts allocations and lets a chosen one fail.
#pragma once

namespace allocation_control {

// Allocations by this thread since the last reset.
void reset() noexcept;
[[nodiscard]] long count() noexcept;

// The allocation of this thread numbered `index` (0: the next) fails; a negative one: none.
void fail_at(long index) noexcept;

}  // namespace allocation_control
