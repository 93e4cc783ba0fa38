// What executors allocate, and what becomes of them when they cannot.
#include <gtest/gtest.h>

#include "allocation_control.hpp"
#include "cases.hpp"
#include "faltung/error.hpp"

namespace cpu_tests {
namespace {

using faltung::method;

const problem small{.signal = 500, .filter = 40, .batch = 3};

struct way {
  method how;
  faltung::shape transform;
  problem what = small;
};

std::vector<way> ways() {
  std::vector<way> all{{method::reference, {}}, {method::direct, {}}};
  all.push_back({method::overlap_save, 128});
  all.push_back({method::overlap_save, {64, 32}, {.signal = {90, 70}, .filter = {9, 7}, .batch = 2}});
  if (faltung::cpu::detect().fft) all.push_back({method::fft, 600});
  return all;
}

TEST(memory, execute_on_one_thread_allocates_nothing) {
  for (const way& one : ways()) {
    const operands<float> data(one.what);
    const auto made = faltung::cpu::make_executor(request_for(data.resolved, one.how, 1, one.transform, 2));
    made->set_filter(data.filters.data(), nullptr);
    std::vector<float> outputs(static_cast<std::size_t>(data.resolved.output_elements() * data.resolved.batch));
    guarded_workspace workspace(made->workspace_bytes());
    std::byte* const start = workspace.start();
    allocation_control::reset();
    made->execute(data.signals.data(), outputs.data(), start, nullptr);
    EXPECT_EQ(allocation_control::count(), 0) << static_cast<int>(one.how);
    EXPECT_TRUE(workspace.intact());
  }
}

TEST(memory, work_too_small_for_a_second_thread_allocates_nothing) {
  const operands<float> data(small);
  const auto made = faltung::cpu::make_executor(request_for(data.resolved, method::direct, 8));
  made->set_filter(data.filters.data(), nullptr);
  std::vector<float> outputs(static_cast<std::size_t>(data.resolved.output_elements() * data.resolved.batch));
  allocation_control::reset();
  made->execute(data.signals.data(), outputs.data(), nullptr, nullptr);
  EXPECT_EQ(allocation_control::count(), 0);
}

// Each allocation of set_filter is made to fail in turn until a run needs no more of them.
TEST(memory, a_failed_set_filter_leaves_the_filter_before_it) {
  for (const way& one : ways()) {
    const operands<float> before(one.what, 1);
    const operands<float> after(one.what, 7);
    const auto request = request_for(before.resolved, one.how, 1, one.transform, 1);
    const auto made = faltung::cpu::make_executor(request);
    made->set_filter(before.filters.data(), nullptr);
    std::vector<float> expected(static_cast<std::size_t>(before.resolved.output_elements() * before.resolved.batch));
    guarded_workspace workspace(made->workspace_bytes());
    made->execute(before.signals.data(), expected.data(), workspace.start(), nullptr);
    int failures = 0;
    for (bool failed = true; failed; ++failures) {
      ASSERT_LT(failures, 20);
      failed = false;
      allocation_control::fail_at(failures);
      try {
        made->set_filter(after.filters.data(), nullptr);
      } catch (const faltung::out_of_memory& refused) {
        failed = true;
        EXPECT_GT(refused.bytes(), 0U);
      }
      allocation_control::fail_at(-1);
      if (!failed) break;
      std::vector<float> outputs(expected.size());
      made->execute(before.signals.data(), outputs.data(), workspace.start(), nullptr);
      EXPECT_TRUE(same_bits(outputs, expected)) << "method " << static_cast<int>(one.how) << " failure " << failures;
    }
    EXPECT_GE(failures, 1) << "no allocation failed: the test tests nothing";
    std::vector<float> outputs(expected.size());
    made->execute(before.signals.data(), outputs.data(), workspace.start(), nullptr);
    EXPECT_FALSE(same_bits(outputs, expected)) << "the second filter never came into force";
  }
}

TEST(memory, a_plan_that_cannot_be_made_says_out_of_memory) {
  for (const way& one : ways()) {
    const operands<float> data(one.what);
    int failures = 0;
    for (bool failed = true; failed;) {
      ASSERT_LT(failures, 50);
      failed = false;
      allocation_control::fail_at(failures);
      try {
        // A length that no other test uses: its FFTW plan is not in the cache at first.
        const faltung::shape transform = one.how == method::fft ? one.transform[0] + 14 : one.transform;
        static_cast<void>(faltung::cpu::make_executor(request_for(data.resolved, one.how, 1, transform, 1)));
      } catch (const faltung::out_of_memory&) {
        failed = true;
        ++failures;
      }
      allocation_control::fail_at(-1);
    }
    EXPECT_GE(failures, 1) << static_cast<int>(one.how);
  }
}

// Out of threads or memory for them: the caller does the work alone, and the results are the same.
TEST(memory, a_team_that_cannot_be_gathered_is_done_without) {
  const operands<float> data(problem{.signal = 200000, .filter = 100});
  const auto expected = run(data, request_for(data.resolved, method::direct, 1));
  const auto made = faltung::cpu::make_executor(request_for(data.resolved, method::direct, 4));
  made->set_filter(data.filters.data(), nullptr);
  for (long index = 0; index < 4; ++index) {
    std::vector<float> outputs(expected.size());
    allocation_control::reset();
    allocation_control::fail_at(index);
    made->execute(data.signals.data(), outputs.data(), nullptr, nullptr);
    allocation_control::fail_at(-1);
    EXPECT_GT(allocation_control::count(), index) << "nothing failed";
    EXPECT_TRUE(same_bits(outputs, expected)) << index;
  }
}

}  // namespace
}  // namespace cpu_tests
