// Lengths around 2^31 and above 2^32, where 32-bit indices wrap: 8-bit integers, mostly zeros, so that every output that
// is not 0 is known.
#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdint>
#include <cstring>
#include <map>
#include <set>
#include <span>
#include <vector>

#include "faltung/plan.hpp"
#include "support/zeros.hpp"

namespace faltung::test {
namespace {

bool fits(std::int64_t output_bytes) {
  const auto pages = static_cast<std::int64_t>(sysconf(_SC_AVPHYS_PAGES));
  return pages * sysconf(_SC_PAGESIZE) > output_bytes + (std::int64_t{1} << 30);
}

using sparse = std::map<std::int64_t, int>;

// The first difference between the outputs and the few that are not 0, by words where all is 0.
testing::AssertionResult holds_exactly(std::span<const std::int8_t> got, sparse expected) {
  std::size_t at = 0;
  while (at < got.size()) {
    std::uint64_t word = 0;
    if (at + sizeof word <= got.size() && (std::memcpy(&word, got.data() + at, sizeof word), word == 0)) {
      const auto next = expected.lower_bound(static_cast<std::int64_t>(at));
      if (next == expected.end() || next->first >= static_cast<std::int64_t>(at + sizeof word)) {
        at += sizeof word;
        continue;
      }
    }
    const auto found = expected.find(static_cast<std::int64_t>(at));
    const int value = found == expected.end() ? 0 : found->second;
    if (got[at] != value)
      return testing::AssertionFailure() << "output " << at << " is " << int{got[at]} << ", not " << value;
    ++at;
  }
  return testing::AssertionSuccess();
}

const std::int8_t filter_taps[] = {1, 2, 3};

class length_of_index_range : public testing::TestWithParam<std::int64_t> {};

TEST_P(length_of_index_range, is_convolved_to_the_last_sample) {
  const std::int64_t n = GetParam();
  if (!fits(n)) GTEST_SKIP() << "needs " << n << " bytes of free memory";
  zeros<std::int8_t> signal(static_cast<std::size_t>(n));
  zeros<std::int8_t> output(static_cast<std::size_t>(n));
  sparse expected;
  constexpr std::int64_t half = std::int64_t{1} << 31;
  for (const std::int64_t place : std::set{std::int64_t{0}, half - 2, half, 2 * half - 1, n - 1}) {
    if (place >= n) continue;
    signal.view()[static_cast<std::size_t>(place)] = 5;
    for (std::int64_t tap = 0; tap < 3; ++tap)  // `same` starts at 1 of the full result
      if (const std::int64_t k = place + tap - 1; k >= 0 && k < n) expected[k] += 5 * filter_taps[tap];
  }
  plan made({.signal = n, .filter = 3, .type = int8, .mode = mode::same},
            {.backend = backend::cpu, .method = method::direct});
  made.set_filter(std::span(filter_taps));
  std::vector<std::byte> workspace(made.workspace_bytes());
  made.execute(signal.view(), output.view(), workspace);
  EXPECT_TRUE(holds_exactly(output.view(), expected));
}

INSTANTIATE_TEST_SUITE_P(around, length_of_index_range,
                         testing::Values((std::int64_t{1} << 31) - 1, std::int64_t{1} << 31,
                                         (std::int64_t{1} << 31) + 1, (std::int64_t{1} << 32) + 1),
                         [](const auto& instance) { return std::to_string(instance.param) + "_samples"; });

TEST(image_of_index_range, is_convolved_to_the_last_pixel) {
  constexpr std::int64_t side = 65'539;  // 2^32 + 393,225 pixels
  if (!fits(side * side)) GTEST_SKIP() << "needs " << side * side << " bytes of free memory";
  zeros<std::int8_t> signal(static_cast<std::size_t>(side * side));
  zeros<std::int8_t> output(static_cast<std::size_t>(side * side));
  const std::int8_t taps[] = {1, 2, 3, 4};  // 2 x 2
  sparse expected;
  for (const auto& [row, column] :
       {std::pair{std::int64_t{0}, std::int64_t{0}}, {32'768, 32'000}, {65'530, 7}, {side - 1, side - 1}}) {
    signal.view()[static_cast<std::size_t>(row * side + column)] = 7;
    for (std::int64_t i = 0; i < 2; ++i)
      for (std::int64_t j = 0; j < 2; ++j)
        if (row + i < side && column + j < side) expected[(row + i) * side + column + j] += 7 * taps[2 * i + j];
  }
  plan made({.signal = {side, side}, .filter = {2, 2}, .type = int8, .mode = mode::same},
            {.backend = backend::cpu, .method = method::direct});
  made.set_filter(std::span(taps));
  std::vector<std::byte> workspace(made.workspace_bytes());
  made.execute(signal.view(), output.view(), workspace);
  EXPECT_TRUE(holds_exactly(output.view(), expected));
}

// Entries, rows and samples far apart in memory that is never written elsewhere.
TEST(strides_of_index_range, are_followed_to_the_last_sample) {
  const layout far{.offset = std::int64_t{1} << 31, .batch = (std::int64_t{1} << 31) + 1, .column = -(1 << 20)};
  const problem description{.signal = 1025,
                            .filter = 3,
                            .batch = 3,
                            .type = int8,
                            .mode = mode::same,
                            .signal_layout = far,
                            .output_layout = far};
  const auto reach = static_cast<std::size_t>(far.offset + 2 * far.batch + 1);
  zeros<std::int8_t> signal(reach);
  zeros<std::int8_t> output(reach);
  for (std::int64_t b = 0; b < 3; ++b)
    for (std::int64_t i = 0; i < 1025; ++i)
      signal.view()[static_cast<std::size_t>(far.entry(b) + i * far.column)] = static_cast<std::int8_t>((i + b) % 7);
  plan made(description, {.backend = backend::cpu, .method = method::direct});
  made.set_filter(std::span(filter_taps));
  std::vector<std::byte> workspace(made.workspace_bytes());
  made.execute(signal.view(), output.view(), workspace);
  for (std::int64_t b = 0; b < 3; ++b)
    for (std::int64_t i = 0; i < 1025; ++i) {
      std::int64_t sum = 0;
      for (std::int64_t tap = 0; tap < 3; ++tap)
        if (const std::int64_t from = i + 1 - tap; from >= 0 && from < 1025) sum += filter_taps[tap] * ((from + b) % 7);
      ASSERT_EQ(output.view()[static_cast<std::size_t>(far.entry(b) + i * far.column)], sum) << b << ' ' << i;
    }
}

TEST(batches, of_a_million_signals_of_one_sample_are_convolved_one_by_one) {
  for (const std::int64_t batch : {65'535, 65'536, 1'000'000}) {
    std::vector<std::int8_t> signal(static_cast<std::size_t>(batch));
    for (std::size_t i = 0; i < signal.size(); ++i) signal[i] = static_cast<std::int8_t>(i % 31);
    std::vector<std::int8_t> output(signal.size());
    const std::int8_t tap[] = {3};
    plan made({.signal = 1, .filter = 1, .batch = batch, .type = int8},
              {.backend = backend::cpu, .method = method::direct});
    made.set_filter(std::span(tap));
    std::vector<std::byte> workspace(made.workspace_bytes());
    made.execute(signal, output, workspace);
    for (std::size_t i = 0; i < signal.size(); ++i) ASSERT_EQ(output[i], 3 * signal[i]) << i;
  }
}

}  // namespace
}  // namespace faltung::test
