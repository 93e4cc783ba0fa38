// The problems that every contender must solve, by kind: each list holds the sizes where implementations go wrong.
#pragma once

#include <ostream>
#include <string>
#include <vector>

#include "contract/environment.hpp"
#include "faltung/problem.hpp"

namespace faltung::test {

enum class batch_kind : unsigned char { single, shared_filter, filter_per_signal };

// Everything about a problem but its sizes.
struct problem_kind {
  element_type type = float32;
  int rank = 1;
  faltung::mode mode = faltung::mode::full;
  faltung::operation operation = faltung::operation::convolution;
  batch_kind batch = batch_kind::single;
};

std::string name_of(const problem_kind& kind);
inline void PrintTo(const problem_kind& kind, std::ostream* out) { *out << name_of(kind); }

// All combinations.
std::vector<problem_kind> every_kind();

// The kind with every pair of sizes of its rank.
std::vector<problem> problems_of(const problem_kind& kind, scale size);

// A handful of problems of each rank and mode, for guarantees that do not depend on the sizes.
std::vector<problem> typical_problems(element_type type, scale size);

}  // namespace faltung::test
