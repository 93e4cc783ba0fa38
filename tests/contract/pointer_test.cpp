// Pointers to the wrong side are refused before any work; a program without device memory has none to give.
#include <gtest/gtest.h>

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "contract/environment.hpp"
#include "contract/kind_fixture.hpp"
#include "contract/refusal.hpp"
#include "faltung/plan.hpp"
#include "support/device_data.hpp"

namespace faltung::test {
namespace {

class pointer_to_the_other_side : public testing::TestWithParam<contender> {};

std::string refused(const std::function<void()>& call) {
  const std::optional<complaint> got = complaint_of(call);
  return got ? got->argument : "nothing";
}

TEST_P(pointer_to_the_other_side, is_refused_by_the_argument_s_name) {
  const contender way = GetParam();
  const memory other = way.memory == memory::host ? memory::device : memory::host;
  plan made({.signal = 300, .filter = 9}, way.forced());
  const array<float> filter(way.memory, std::vector<float>(9, 1));
  const array<float> signal(way.memory, std::vector<float>(300, 1));
  array<float> output(way.memory, std::vector<float>(308));
  array<std::byte> workspace(way.memory, made.workspace_bytes());
  const array<float> wrong_filter(other, std::vector<float>(9, 1));
  const array<float> wrong_signal(other, std::vector<float>(300, 1));
  array<float> wrong_output(other, std::vector<float>(308, -1));
  array<std::byte> wrong_workspace(other, made.workspace_bytes());
  const auto execute = [&](const array<float>& from, array<float>& to, array<std::byte>& scratch) {
    return refused([&] { made.execute(from, to, scratch); });
  };

  EXPECT_EQ(refused([&] { made.set_filter(wrong_filter); }), "filter");
  made.set_filter(filter);
  EXPECT_EQ(execute(wrong_signal, output, workspace), "signal");
  EXPECT_EQ(execute(signal, wrong_output, workspace), "output");
  if (made.workspace_bytes() > 0) {
    EXPECT_EQ(execute(signal, output, wrong_workspace), "workspace");
  }
  EXPECT_EQ(output.read(), std::vector<float>(308));
  EXPECT_EQ(wrong_output.read(), std::vector<float>(308, -1));
  EXPECT_EQ(execute(signal, output, workspace), "nothing");
}

INSTANTIATE_TEST_SUITE_P(contract, pointer_to_the_other_side, testing::ValuesIn(contenders()), name_of_way);

}  // namespace
}  // namespace faltung::test
