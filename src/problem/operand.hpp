// An operand of a resolved problem: its element type and where its entries lie.
#pragma once

#include <cstdint>

#include "faltung/layout.hpp"
#include "faltung/types.hpp"

namespace faltung {

struct operand {
  element_type type = float32;
  // Real numbers that an element consists of: 2 for complex types, and the terms of a sum between the passes of a
  // separable filter.
  int components = 1;
  layout at{};
  // Element offsets from the operand's data(): the first that is used, and one beyond the last. Equal where there are
  // no entries.
  std::int64_t begin = 0;
  std::int64_t end = 0;

  [[nodiscard]] constexpr int parts() const { return components; }

  // Entry b's element (0, 0). Most operands have one channel, and divisions take as long as a short signal.
  [[nodiscard]] constexpr std::int64_t entry(std::int64_t b) const {
    return at.channels == 1 ? at.offset + b * at.batch : at.entry(b);
  }

  friend constexpr bool operator==(const operand&, const operand&) = default;
};

}  // namespace faltung
