#include "faltung/explanation.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>
#include <string>

#include "select/implementations.hpp"
#include "unit/select/machines.hpp"

namespace faltung {
namespace {

TEST(printed_explanation, has_a_line_for_each_candidate_with_the_chosen_one_marked) {
  const explanation all = explain({.signal = 5000, .filter = 40}, {}, test::cpu_only());
  std::ostringstream out;
  out << all;
  std::istringstream lines(out.str());
  std::size_t index = 0;
  for (std::string line; std::getline(lines, line); ++index) {
    ASSERT_LT(index, all.candidates.size());
    const candidate& one = all.candidates[index];
    EXPECT_EQ(line.starts_with("-> "), index == all.chosen) << line;
    EXPECT_NE(line.find(to_string(one.backend)), std::string::npos) << line;
    EXPECT_NE(line.find(to_string(one.method)), std::string::npos) << line;
    EXPECT_NE(line.find(one.refused), std::string::npos) << line;
    EXPECT_EQ(line.find("error <=") != std::string::npos, one.refused.empty()) << line;
  }
  EXPECT_EQ(index, implementations().size());
}

TEST(explanation, does_not_change_when_asked_again) {
  std::ostringstream first;
  std::ostringstream second;
  first << explain({.signal = {300, 300}, .filter = {9, 9}}, {}, test::with_h200());
  second << explain({.signal = {300, 300}, .filter = {9, 9}}, {}, test::with_h200());
  EXPECT_EQ(first.str(), second.str());
}

}  // namespace
}  // namespace faltung
