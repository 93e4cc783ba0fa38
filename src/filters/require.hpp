// Refusals of the filters' parameters.
#pragma once

#include <cmath>
#include <cstdint>
#include <string>
#include <string_view>

#include "faltung/error.hpp"
#include "problem/text.hpp"

namespace faltung {

inline void require(bool holds, std::string_view argument, std::int64_t value, std::string_view reason) {
  if (!holds) throw invalid_argument(argument, std::to_string(value), reason);
}
inline void require(bool holds, std::string_view argument, double value, std::string_view reason) {
  if (!holds) throw invalid_argument(argument, shortest(value), reason);
}

inline void require_length(std::string_view argument, std::int64_t value) {
  require(value >= 1, argument, value, "must be at least 1");
}

}  // namespace faltung
