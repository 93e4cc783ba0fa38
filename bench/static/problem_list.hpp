// The problems that the static report counts: the shapes that the direct kernels are made for.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "faltung/options.hpp"
#include "faltung/problem.hpp"

namespace faltung::bench {

struct static_problem {
  std::string name;   // unique
  std::string group;  // a table of the report
  problem description;
  faltung::method method = method::direct;
};

// Large enough that blocks in the middle of the grid are like nearly all others.
std::vector<static_problem> static_problems();

}  // namespace faltung::bench
