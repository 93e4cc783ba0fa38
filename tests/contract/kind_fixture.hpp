// A test that holds for one way to convolve, one kind of problem and all its sizes.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <tuple>
#include <vector>

#include "contract/environment.hpp"
#include "contract/problems.hpp"
#include "support/operands.hpp"

namespace faltung::test {

// Calls check(problem) for those of the problems that the way does not refuse; a failure names the problem.
template <class Check>
void for_each_problem(const contender& way, const std::vector<problem>& problems, Check&& check) {
  for (const problem& description : problems) {
    if (way.refuses(description)) continue;
    SCOPED_TRACE(in_one_line(description));
    check(description);
    if (testing::Test::HasFatalFailure()) return;
  }
}

// The same over typical problems of all kinds.
template <class Check>
void for_each_typical_problem(const contender& way, Check&& check) {
  for_each_problem(way, typical_problems(problem_scale()), check);
}

using way_and_kind = std::tuple<contender, problem_kind>;

inline std::string name_of_instance(const testing::TestParamInfo<way_and_kind>& instance) {
  return name_of(std::get<0>(instance.param)) + '_' + std::get<1>(instance.param).name;
}
inline std::string name_of_way(const testing::TestParamInfo<contender>& instance) { return name_of(instance.param); }

}  // namespace faltung::test
