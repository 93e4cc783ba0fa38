// Runs the vectorised code as a processor with less would.
#pragma once

#include <cstdint>
#include <vector>

#include "cpu/simd_targets.hpp"

#include <hwy/highway.h>

namespace cpu_tests {

// The instruction sets that were compiled and that this processor has; the last is the portable one.
inline std::vector<std::int64_t> runnable_targets() {
  std::vector<std::int64_t> targets;
  for (std::int64_t left = hwy::SupportedTargets() & HWY_TARGETS; left != 0; left &= left - 1)
    targets.push_back(left & -left);
  return targets;
}

class forced_target {
 public:
  explicit forced_target(std::int64_t target) {
    hwy::SetSupportedTargetsForTest(target);
    hwy::GetChosenTarget().Update(hwy::SupportedTargets());
  }
  ~forced_target() {
    hwy::SetSupportedTargetsForTest(0);
    hwy::GetChosenTarget().Update(hwy::SupportedTargets());
  }
  forced_target(const forced_target&) = delete;
  forced_target& operator=(const forced_target&) = delete;
};

}  // namespace cpu_tests
