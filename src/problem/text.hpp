// Numbers in error texts.
#pragma once

#include <array>
#include <charconv>
#include <string>

namespace faltung {

// The shortest digits that give the value back: 1e-07, inf.
inline std::string shortest(double value) {
  std::array<char, 32> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
  return {digits.data(), end};
}

}  // namespace faltung
