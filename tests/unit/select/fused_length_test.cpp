// CUDA's overlap_save in selection: which problems the fused kernel takes, in transforms of which length, and what that
// promises.
#include <gtest/gtest.h>

#include <cmath>

#include "faltung/error.hpp"
#include "faltung/explanation.hpp"
#include "plan/fused_segments.hpp"
#include "unit/select/machines.hpp"

namespace faltung {
namespace {

using test::with_h200;

constexpr options forced{.backend = backend::cuda, .method = method::overlap_save, .memory = memory::device};

problem million(std::int64_t taps) { return {.signal = std::int64_t{1} << 20, .filter = taps, .mode = mode::same}; }
candidate choice(const problem& description, const capabilities& machine = with_h200(), options request = forced) {
  return explain(description, request, machine).choice();
}
capabilities without_cufft() {
  capabilities machine = with_h200();
  machine.cuda.fft_absent = "libcufft.so.12: cannot open shared object file";
  return machine;
}
capabilities without_shared_memory() {
  capabilities machine = with_h200();
  machine.cuda.shared_bytes_per_block = 1024;
  return machine;
}

TEST(fused_length, is_the_shortest_that_memory_keeps_waiting) {
  const auto length = [](std::int64_t taps) { return choice(million(taps)).transform[0]; };
  EXPECT_EQ(length(65), 1024);
  EXPECT_EQ(length(129), 1024);
  EXPECT_EQ(length(257), 2048);
  EXPECT_EQ(length(513), 2048);
  EXPECT_EQ(length(700), 4096);
  EXPECT_EQ(length(1025), 4096);
  EXPECT_EQ(choice({.signal = 200, .filter = 33, .mode = mode::same}).transform[0], 256) << "longer ones hold zeros";
}

TEST(fused_length, does_not_depend_on_the_batch) {
  for (const std::int64_t taps : {20, 65, 200, 700}) {
    for (const std::int64_t signal : {1000, 5000, 1'000'000}) {
      problem one{.signal = signal, .filter = taps, .mode = mode::same};
      const shape alone = choice(one).transform;
      one.batch = 1000;
      EXPECT_EQ(choice(one).transform, alone) << signal << " " << taps;
    }
  }
}

TEST(fused_length, leaves_every_transform_whole_lines_of_outputs) {
  for (std::int64_t taps = 1; taps < 6000; taps = taps * 9 / 8 + 1) {
    const candidate made = choice(million(taps));
    if (made.kernel != fused_overlap_save_name) continue;
    const fused_segments segments(resolve(million(taps)).columns, made.transform[0]);
    EXPECT_GT(segments.step, 0) << taps;
    EXPECT_EQ(segments.step % 32, 0) << taps;
    EXPECT_LE(segments.step + taps - 1, made.transform[0]) << taps;
    EXPECT_GE(2 * segments.pairs * segments.step, std::int64_t{1} << 20) << taps;
  }
}

TEST(fused_overlap_save, is_named_needs_no_workspace_and_no_cufft) {
  for (const capabilities& machine : {with_h200(), without_cufft()}) {
    const candidate made = choice(million(500), machine);
    EXPECT_EQ(made.kernel, "fused_overlap_save");
    EXPECT_EQ(made.predicted_workspace_bytes, 0U);
  }
  options tight = forced;
  tight.workspace_limit = 0;
  EXPECT_EQ(choice(million(500), with_h200(), tight).kernel, "fused_overlap_save");
}

TEST(fused_overlap_save, leaves_to_cufft_what_it_is_not_for) {
  const auto by_cufft = [](const problem& description) {
    EXPECT_EQ(choice(description).kernel, "");
    EXPECT_THROW((void)choice(description, without_cufft()), unsupported);
  };
  by_cufft(million(5000));
  problem other = million(500);
  for (const element_type type : {float64, float16, complex64, int8}) {
    other.type = type;
    by_cufft(other);
  }
  problem complex_filter = million(500);
  complex_filter.filter_type = complex64;
  by_cufft(complex_filter);
  EXPECT_EQ(choice(million(500), without_shared_memory()).kernel, "") << "a block does not fit";
}

// Transforms that yield few outputs each.
TEST(fused_overlap_save, gives_way_where_passes_by_cufft_are_predicted_to_be_faster) {
  EXPECT_EQ(choice(million(3000)).kernel, "fused_overlap_save");
  EXPECT_EQ(choice(million(4065)).kernel, "");
  EXPECT_EQ(choice(million(4065), without_cufft()).kernel, "fused_overlap_save");
}

TEST(fused_overlap_save, has_a_bound_below_that_of_other_transforms) {
  for (const std::int64_t taps : {10, 100, 1000, 3000}) {
    const candidate fused = choice(million(taps));
    const candidate in_passes = choice(million(taps), without_shared_memory());
    ASSERT_EQ(fused.kernel, "fused_overlap_save");
    ASSERT_EQ(in_passes.kernel, "");
    const double levels = std::log2(static_cast<double>(fused.transform[0]));
    EXPECT_LT(fused.bound.factor, 12 * 0x1p-24 * levels);
    EXPECT_GT(fused.bound.factor, 9.8 * 0x1p-24 * levels);
    EXPECT_LT(fused.predicted_seconds, in_passes.predicted_seconds);
  }
}

// By predicted time, which comes of counted instructions: not measured on a device.
TEST(fused_overlap_save, takes_over_from_direct_where_instructions_say_so) {
  const options any{.backend = backend::cuda, .memory = memory::device};
  EXPECT_EQ(choice(million(33), with_h200(), any).method, method::direct);
  EXPECT_EQ(choice(million(129), with_h200(), any).kernel, "fused_overlap_save");
  EXPECT_EQ(choice(million(1025), with_h200(), any).kernel, "fused_overlap_save");
}

}  // namespace
}  // namespace faltung
