// Pictures as wide as it takes for the kernels that are compiled for a filter's size: the bits are the same by every way.
#include <gtest/gtest.h>

#include <vector>

#include "contract/guarded.hpp"
#include "contract/kind_fixture.hpp"
#include "support/oracle.hpp"

namespace faltung::test {
namespace {

// Every filter that a kernel is compiled for, and some of which none is.
std::vector<problem> pictures() {
  std::vector<problem> all;
  const auto add = [&](problem description) { all.push_back(description); };
  const std::int64_t wide = problem_scale() == scale::whole ? 1030 : 515;
  for (std::int64_t side = 2; side <= 17; side += side < 9 ? 1 : 2)
    add({.signal = {70, wide}, .filter = {side, side}, .mode = mode::same});
  for (const element_type type : {float64, uint32, int32})
    for (const std::int64_t side : {3, 5, 7})
      add({.signal = {50, 300}, .filter = {side, side}, .type = type, .mode = mode::same});
  for (const mode part : {mode::full, mode::same, mode::valid})
    for (const std::int64_t side : {3, 7})
      for (const std::int64_t width : {64, 129, 400})
        add({.signal = {40, width}, .filter = {side, side}, .batch = 2, .mode = part});
  for (const boundary& outside : {wrap, reflect, mirror, nearest, constant(-1.5)})
    for (const std::int64_t side : {3, 5, 9})
      add({.signal = {45, 300}, .filter = {side, side}, .mode = mode::same, .boundary = outside});
  add({.signal = {3, 300}, .filter = {9, 9}, .mode = mode::same, .boundary = reflect});
  add({.signal = {40, 300}, .filter = {5, 5}, .batch = 2, .bank = 3, .mode = mode::same});
  add({.signal = {40, 300}, .filter = {5, 5}, .batch = 2, .bank = 9, .mode = mode::same});
  add({.signal = {40, 300}, .filter = {5, 5}, .batch = 2, .filters = filters::per_signal, .mode = mode::same});
  for (const std::int64_t channels : {3, 4})
    for (const std::int64_t side : {3, 5})
      for (const boundary& outside : {zero, reflect, constant(2)}) {
        problem description{.signal = {40, 260},
                            .filter = {side, side},
                            .batch = 2 * channels,
                            .mode = mode::same,
                            .boundary = outside};
        description.signal_layout = interleaved(description.signal, channels);
        description.output_layout = description.signal_layout;
        add(description);
      }
  return all;
}

class pictures_by_every_direct_way : public testing::TestWithParam<contender> {};

TEST_P(pictures_by_every_direct_way, are_bit_for_bit_one_chain_for_each_output) {
  const contender way = GetParam();
  for_each_problem(way, pictures(), [&](const problem& description) {
    const operands data = as_laid_out(description, random_operands(description));
    EXPECT_TRUE(same_bits(convolve_guarded(description, way.forced(), data), fused_chain(description, data)));
  });
}

class pictures_by_every_separable_way : public testing::TestWithParam<contender> {};

// Rows and columns, each rounded to the type computed in: on the CPU two passes, with the intermediate in memory.
TEST_P(pictures_by_every_separable_way, have_the_bits_of_the_two_passes) {
  const contender way = GetParam();
  std::vector<problem> problems;
  for (std::int64_t side = 3; side <= 33; side += 2) {
    problems.push_back({.signal = {70, 520}, .filter = {side, side}, .mode = mode::same});
    problems.push_back({.signal = {44, 131}, .filter = {side, side}, .batch = 2, .mode = mode::full});
  }
  for (const boundary& outside : {wrap, reflect, mirror, nearest, constant(-1.5)})
    for (const std::int64_t side : {3, 11, 31})
      problems.push_back({.signal = {60, 300}, .filter = {side, side}, .mode = mode::same, .boundary = outside});
  for (const std::int64_t side : {3, 5, 7, 9})
    problems.push_back({.signal = {50, 300}, .filter = {side, side}, .type = float64, .mode = mode::same});
  for (problem& description : problems) {
    SCOPED_TRACE(in_one_line(description));
    description.filter_rank = 1;
    operands data = random_operands(description);
    // Products of small numbers, none of them rounded: a filter of rank 1 to the last bit.
    const std::int64_t side = description.filter[0];
    std::vector<double> taps;
    for (std::int64_t y = 0; y < side; ++y)
      for (std::int64_t x = 0; x < side; ++x)
        taps.push_back(static_cast<double>(1 + y * 7 % 5) * static_cast<double>(x * 3 % 4 - 1) * 0.25);
    data.filter = elements(description.type, taps);
    const elements expected =
        convolve_guarded(description, contender{.backend = backend::cpu, .method = method::separable}.forced(), data);
    EXPECT_TRUE(same_bits(convolve_guarded(description, way.forced(), data), expected));
  }
}

std::vector<contender> separable_ways() {
  std::vector<contender> found = direct_contenders();
  for (contender& one : found) one.method = method::separable;
  return found;
}

INSTANTIATE_TEST_SUITE_P(contract, pictures_by_every_direct_way, testing::ValuesIn(direct_contenders()), name_of_way);
INSTANTIATE_TEST_SUITE_P(contract, pictures_by_every_separable_way, testing::ValuesIn(separable_ways()), name_of_way);

}  // namespace
}  // namespace faltung::test
