// Numbers that kernels count in int, with room for a sum of two.
#pragma once

#include <cstdint>

namespace faltung {

constexpr bool fits_int(std::int64_t value) {
  constexpr std::int64_t most = std::int64_t{1} << 30;
  return value > -most && value < most;
}

}  // namespace faltung
