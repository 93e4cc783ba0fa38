// The CPU's overlap_save in selection: lengths, parts, memory and bounds.
#include "select/block_length.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "faltung/error.hpp"
#include "select/bounds.hpp"
#include "unit/select/machines.hpp"

namespace faltung {
namespace {

using test::cpu_only;

candidate overlap_save_of(const problem& description, options request = {}) {
  request.backend = backend::cpu;
  request.method = method::overlap_save;
  return explain(description, request, cpu_only()).choice();
}

block_segments segments_of(const problem& description, const candidate& made) {
  return {resolve(description).columns, made.transform[0]};
}

TEST(block_length, is_a_power_of_two_that_suits_filter_and_signal) {
  std::int64_t before = 0;
  for (const std::int64_t m : {3, 65, 513, 4097}) {
    const problem description{.signal = 10'000'000, .filter = m};
    const candidate made = overlap_save_of(description);
    EXPECT_EQ(made.transform[0] & (made.transform[0] - 1), 0);
    EXPECT_GE(made.transform[0], before) << m;
    EXPECT_EQ(segments_of(description, made).parts, 1) << m;
    before = made.transform[0];
  }
  EXPECT_LT(overlap_save_of({.signal = 3000, .filter = 65}).transform[0],
            overlap_save_of({.signal = 3'000'000, .filter = 65}).transform[0])
      << "a short signal's segments fill the lanes";
}

TEST(block_length, does_not_depend_on_the_batch_or_the_threads) {
  for (const std::int64_t m : {65, 3000, 50'000}) {
    const problem one{.signal = 100'000, .filter = m};
    problem many = one;
    many.batch = 50;
    EXPECT_EQ(overlap_save_of(one).transform, overlap_save_of(many).transform);
    EXPECT_EQ(overlap_save_of(one, {.threads = 1}).transform, overlap_save_of(one, {.threads = 64}).transform);
  }
}

TEST(block_length, serves_filters_of_any_length_in_bounded_memory) {
  for (const std::int64_t m : {8193, 8194, 100'000, 5'000'000}) {
    const problem description{.signal = 10'000'000, .filter = m};
    const candidate made = overlap_save_of(description);
    EXPECT_LE(made.transform[0], 16384);
    const block_segments segments = segments_of(description, made);
    EXPECT_GE(segments.parts * segments.taps, m);
    EXPECT_EQ(segments.parts == 1, m == 8193);
  }
}

TEST(block_length, gets_shorter_where_the_workspace_is_limited) {
  const problem description{.signal = 1'000'000, .filter = 1000};
  const candidate roomy = overlap_save_of(description, {.threads = 1});
  options request{.threads = 1};
  request.workspace_limit = roomy.predicted_workspace_bytes / 2;
  const candidate tight = overlap_save_of(description, request);
  EXPECT_LT(tight.transform[0], roomy.transform[0]);
  EXPECT_LE(tight.predicted_workspace_bytes, request.workspace_limit);
  EXPECT_GT(tight.predicted_seconds, roomy.predicted_seconds);
}

TEST(block_bound, is_below_that_of_other_transforms_where_the_filter_fits_one) {
  for (const element_type type : {float32, float64, complex64, complex128})
    for (const std::int64_t m : {1, 33, 300, 8193})
      for (const std::int64_t n : {8193, 10'000'000}) {
        const problem description{.signal = n, .filter = m, .type = type};
        const candidate made = overlap_save_of(description);
        const double u = unit_roundoff(resolve(description).compute);
        EXPECT_LE(made.bound.factor, 12 * u * std::log2(static_cast<double>(made.transform[0])));
        EXPECT_FALSE(made.bound.componentwise);
      }
}

// The formula for one float32 product, summed up by hand: (1 + sqrt 2) 2.4717 (log2(N) - 1) + sqrt 2 + 8.
TEST(block_bound, is_the_one_derived) {
  const problem description{.signal = 1000, .filter = 20};
  const geometry resolved = resolve(description);
  for (const double levels : {6.0, 10.0, 14.0}) {
    const block_segments segments(resolved.columns, std::int64_t{1} << static_cast<int>(levels));
    const double by_hand = (5.9672 * (levels - 1) + 9.4143) * 0x1p-24;
    EXPECT_NEAR(block_bound(segments, resolved).factor, by_hand, 1e-4 * by_hand);
  }
  const problem longer{.signal = 100'000, .filter = 20'000};
  const block_segments parted(resolve(longer).columns, 16384);
  EXPECT_EQ(parted.parts, 3);
  const double by_hand = 1.41422 * (5.9672 * 13 + 1.4143 + 2 * 7) * 0x1p-24;
  EXPECT_NEAR(block_bound(parted, resolve(longer)).factor, by_hand, 1e-4 * by_hand);
}

TEST(block_convolution_of_integers, is_taken_where_it_rounds_to_the_exact_result) {
  for (const auto& [type, m] : {std::pair{int8, 5000}, {int16, 500}, {uint8, 20'000}}) {
    const problem description{.signal = 1'000'000, .filter = m, .type = type};
    const candidate made = overlap_save_of(description);
    EXPECT_TRUE(rounds_exactly(segments_of(description, made), resolve(description)));
  }
  EXPECT_THROW((void)overlap_save_of({.signal = 1'000'000, .filter = 5000, .type = int32}), unsupported);
}

TEST(block_convolution, of_a_bank_costs_less_than_its_filters_alone) {
  const problem one{.signal = 100'000, .filter = 300};
  problem bank = one;
  bank.bank = 8;
  const double alone = overlap_save_of(one, {.threads = 1}).predicted_seconds;
  const double together = overlap_save_of(bank, {.threads = 1}).predicted_seconds;
  EXPECT_LT(together, 8 * alone);
  EXPECT_GT(together, 4 * alone);
}

}  // namespace
}  // namespace faltung
