// Entries one after another, as the oracle has them, and the same where a layout says.
#pragma once

#include <cstdint>
#include <optional>

#include "faltung/layout.hpp"
#include "faltung/problem.hpp"
#include "support/elements.hpp"

namespace faltung::test {

struct placement {
  shape extents;
  std::int64_t entries = 0;
  std::optional<layout> at;

  // Index in memory of element `index` of all entries counted one after another.
  [[nodiscard]] std::size_t address(std::size_t index) const;
  [[nodiscard]] std::size_t elements_used() const;
  // One beyond the last that is used.
  [[nodiscard]] std::size_t memory_size() const;

  // `memory` with the entries written into it; where entries share elements the last one counts.
  [[nodiscard]] elements scattered(const elements& entries_in_order, elements memory) const;
  [[nodiscard]] elements gathered(const elements& memory) const;
};

placement signals_of(const problem& description);
placement filters_of(const problem& description);
placement outputs_of(const problem& description);  // of the shape that output_shape() gives

}  // namespace faltung::test
