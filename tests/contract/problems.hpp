// The problems that every contender must solve, by kind: each list holds the sizes where implementations go wrong.
#pragma once

#include <ostream>
#include <string>
#include <vector>

#include "contract/environment.hpp"
#include "faltung/problem.hpp"

namespace faltung::test {

// Problems that have everything in common but what their name does not say.
struct problem_kind {
  std::string name;
  std::vector<problem> (*make)(const problem& common, scale size) = nullptr;
  problem common{};  // of all of them; its extents say the rank only

  [[nodiscard]] std::vector<problem> problems() const { return make(common, problem_scale()); }
};

inline void PrintTo(const problem_kind& kind, std::ostream* out) { *out << kind.name; }

// float32 and float64 with every combination of rank, mode, operation and batch, over all sizes; and, over fewer sizes
// and not in every combination, all the rest: element types, pairs of them, output types and accumulators, boundaries and
// origins, banks, layouts.
std::vector<problem_kind> every_kind();

// A handful of problems of each rank, mode and kind, for guarantees that do not depend on the sizes.
std::vector<problem> typical_problems(scale size);

// Those whose operands lie where layouts say.
std::vector<problem> problems_with_layouts(element_type type);

}  // namespace faltung::test
