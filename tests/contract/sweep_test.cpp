// Every length of signal from 1 to 4096 with every length of filter from 1 to 256, on small whole numbers, whose results
// have no excuse. FALTUNG_SWEEP=whole tries all of them; otherwise a sample drawn from the seed.
#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>
#include <random>
#include <string_view>
#include <vector>

#include "faltung/plan.hpp"
#include "support/operands.hpp"

namespace faltung::test {
namespace {

constexpr std::int64_t longest_signal = 4096;
constexpr std::int64_t longest_filter = 256;
constexpr int sampled_filters = 40;
constexpr int sampled_signals = 12;  // for each of them

std::vector<int> numbers(std::int64_t count, std::uint64_t seed) {
  std::mt19937_64 random(seed);
  std::uniform_int_distribution<int> digit(-2, 2);
  std::vector<int> made(static_cast<std::size_t>(count));
  for (int& value : made) value = digit(random);
  return made;
}

// full[k] of the first n samples with the filter.
class expected_results {
 public:
  expected_results(const std::vector<int>& signal, std::vector<int> filter)
      : signal_(signal), filter_(std::move(filter)) {
    // What does not reach the end of a signal does not depend on its length.
    for (std::int64_t k = 0; k < longest_signal; ++k) started_.push_back(sum(k, longest_signal));
  }
  [[nodiscard]] int full(std::int64_t k, std::int64_t n) const {
    return k < n ? started_[static_cast<std::size_t>(k)] : sum(k, n);
  }

 private:
  [[nodiscard]] int sum(std::int64_t k, std::int64_t n) const {
    int total = 0;
    const auto m = static_cast<std::int64_t>(filter_.size());
    for (std::int64_t j = std::max<std::int64_t>(0, k - n + 1); j <= std::min(k, m - 1); ++j)
      total += filter_[static_cast<std::size_t>(j)] * signal_[static_cast<std::size_t>(k - j)];
    return total;
  }

  const std::vector<int>& signal_;
  std::vector<int> filter_;
  std::vector<int> started_;
};

template <element Type>
void try_lengths(const std::vector<int>& whole, const std::vector<int>& taps, const expected_results& expected,
                 std::int64_t n, method how) {
  const auto m = static_cast<std::int64_t>(taps.size());
  const std::vector<Type> signal(whole.begin(), whole.begin() + n);
  const std::vector<Type> filter(taps.begin(), taps.end());
  plan made({.signal = n, .filter = m, .type = type_of<Type>}, {.backend = backend::cpu, .method = how, .threads = 1});
  made.set_filter(filter);
  std::vector<Type> output(static_cast<std::size_t>(n + m - 1));
  std::vector<std::byte> workspace(made.workspace_bytes());
  made.execute(signal, output, workspace);
  // A transform's error stays below 12 u log2(8192) 2^2 sqrt(4096 * 256) = 0.04 in float.
  for (std::int64_t k = 0; k < n + m - 1; ++k)
    ASSERT_EQ(std::round(static_cast<double>(output[static_cast<std::size_t>(k)])), expected.full(k, n))
        << "n " << n << ", m " << m << ", output " << k << ", " << made.method() << ' ' << type_of<Type>;
}

void sweep(method how) {
  const char* const wish = std::getenv("FALTUNG_SWEEP");
  const bool all = wish != nullptr && std::string_view(wish) == "whole";
  const std::vector<int> signal = numbers(longest_signal, seed_for("sweep signal"));
  std::mt19937_64 random(seed_for("sweep sizes"));
  const auto draw = [&](std::int64_t most) { return std::uniform_int_distribution<std::int64_t>(1, most)(random); };
  const std::int64_t filters = all ? longest_filter : sampled_filters;
  const std::int64_t signals = all ? longest_signal : sampled_signals;
  for (std::int64_t i = 1; i <= filters; ++i) {
    const std::vector<int> filter = numbers(all ? i : draw(longest_filter), seed_for("sweep filter"));
    const expected_results expected(signal, filter);
    for (std::int64_t j = 1; j <= signals; ++j) {
      const std::int64_t n = all ? j : draw(longest_signal);
      try_lengths<float>(signal, filter, expected, n, how);
      try_lengths<double>(signal, filter, expected, n, how);
      if (testing::Test::HasFatalFailure()) return;
    }
  }
}

TEST(sweep, direct_is_right_at_every_pair_of_lengths) { sweep(method::direct); }
TEST(sweep, the_method_chosen_is_right_at_every_pair_of_lengths) { sweep(method::automatic); }

}  // namespace
}  // namespace faltung::test
