// The problems that a family is timed on.
#pragma once

#include <string>
#include <vector>

#include "faltung/problem.hpp"
#include "tune/candidate.hpp"

namespace faltung::bench {

struct tune_problem {
  std::string name;
  problem description;
};

enum class tune_size { tiny, quick, whole };  // tiny: for an interpreter, and only the first filter and length of rows

std::vector<tune_problem> tune_problems(const tune_scope& scope, tune_size size);

}  // namespace faltung::bench
