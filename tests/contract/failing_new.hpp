// An operator new that fails on request and counts what is alive.
#pragma once

#include <cstdint>

namespace faltung::test {

// The n-th allocation from now on fails (from 1; 0: none), and with `from_then_on` every later one too.
void fail_allocation(std::int64_t n, bool from_then_on = false);
// How many did since the last order.
std::int64_t allocations_failed();
std::int64_t allocations_alive();

}  // namespace faltung::test
