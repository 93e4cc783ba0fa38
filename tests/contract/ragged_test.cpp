// Signals of different lengths in one buffer, by every way: each as if it were alone.
#include <gtest/gtest.h>

#include <numeric>
#include <span>
#include <vector>

#include "contract/environment.hpp"
#include "contract/guarded.hpp"
#include "contract/kind_fixture.hpp"
#include "faltung/ragged.hpp"
#include "support/device_data.hpp"

namespace faltung::test {
namespace {

class ragged_way : public testing::TestWithParam<contender> {};

// Small whole numbers: results are exact, or within a transform's error of exact.
std::vector<float> numbers(std::int64_t count) {
  std::vector<float> made(static_cast<std::size_t>(count));
  for (std::size_t i = 0; i < made.size(); ++i) made[i] = static_cast<float>(i * 7 % 11) - 5;
  return made;
}

TEST_P(ragged_way, convolves_each_signal_as_if_it_were_alone) {
  const contender way = GetParam();
  const std::vector<float> filter = numbers(5);
  for (const mode part : {mode::full, mode::same, mode::valid}) {
    std::vector<std::int64_t> offsets{2};
    for (const std::int64_t length : {9, 9, 0, 9, 30, 5, 300, 7}) offsets.push_back(offsets.back() + length);
    const std::vector<float> values = numbers(offsets.back());

    options request = way.forced();
    ragged_plan made(offsets, {.filter = 5, .mode = part}, request);
    made.set_filter(array<float>(way.memory, filter));
    const array<float> input(way.memory, values);
    array<float> output(way.memory, static_cast<std::size_t>(made.output_offsets().back()));
    guarded_workspace workspace(way.memory, made.workspace_bytes());
    made.execute(std::span(input.data(), input.size()), std::span(output.data(), output.size()), workspace.view());
    const std::vector<float> got = output.read();
    EXPECT_TRUE(workspace.guards_intact());

    for (std::size_t i = 0; i + 1 < offsets.size(); ++i) {
      const std::int64_t n = offsets[i + 1] - offsets[i];
      const std::int64_t first = made.output_offsets()[i];
      if (n == 0) {
        EXPECT_EQ(made.output_offsets()[i + 1], first);
        continue;
      }
      const std::vector<float> signal(values.begin() + offsets[i], values.begin() + offsets[i + 1]);
      const std::vector<float> expected = convolve(signal, filter, part, {.method = method::reference});
      ASSERT_EQ(made.output_offsets()[i + 1] - first, static_cast<std::int64_t>(expected.size()));
      // 12 u log2(512) times norms below 5 sqrt(300) and 5 sqrt(5).
      const double within = way.uses_fft() ? 12 * 0x1p-24 * 9 * 87 * 12 : 0;
      for (std::size_t k = 0; k < expected.size(); ++k)
        ASSERT_NEAR(got[static_cast<std::size_t>(first) + k], expected[k], within) << part << ' ' << i << ' ' << k;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(contract, ragged_way, testing::ValuesIn(contenders()), name_of_way);

}  // namespace
}  // namespace faltung::test
