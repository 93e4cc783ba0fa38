// Barriers: what a missing and a divergent one look like, and that exited threads are not waited for.
#include <cstdlib>
#include <stdexcept>
#include <string>

#include "fixture.hpp"

namespace faltung::emulation {
namespace {

constexpr unsigned n = 96;

// Each thread reads what its right neighbour wrote.
template <bool Synchronised>
__global__ void rotate(int* output) {
  int* tile = arena<int>();
  const unsigned i = threadIdx.x;
  tile[i] = static_cast<int>(i);
  if constexpr (Synchronised) __syncthreads();
  output[i] = tile[(i + 1) % blockDim.x];
}

template <bool Synchronised>
std::vector<int> rotated(order turns, std::uint64_t seed = 0) {
  schedule(turns, seed);
  const device_array<int> output(n);
  EXPECT_EQ(run({.threads = n, .shared = n * sizeof(int)}, rotate<Synchronised>, output.data()), cudaSuccess);
  return output.values();
}

using barriers = emulated;

TEST_F(barriers, order_reads_after_writes_in_every_schedule) {
  std::vector<int> expected(n);
  for (unsigned i = 0; i < n; ++i) expected[i] = static_cast<int>((i + 1) % n);
  EXPECT_EQ(rotated<true>(order::forward), expected);
  EXPECT_EQ(rotated<true>(order::reverse), expected);
  for (std::uint64_t seed = 0; seed < 10; ++seed) EXPECT_EQ(rotated<true>(order::shuffled, seed), expected);
  run_on(runner::threads);
  EXPECT_EQ(rotated<true>(order::forward), expected);
}

TEST_F(barriers, a_missing_one_makes_schedules_disagree) {
  const std::vector<int> forward = rotated<false>(order::forward);
  EXPECT_NE(forward, rotated<false>(order::reverse));
  EXPECT_NE(forward, rotated<false>(order::shuffled, 1));
  EXPECT_NE(rotated<false>(order::shuffled, 1), rotated<false>(order::shuffled, 2));
  EXPECT_EQ(rotated<false>(order::shuffled, 1), rotated<false>(order::shuffled, 1));
}

// The last lane of a warp leaves an exchange first, and so comes to the barrier ahead of the others.
__global__ void take_numbers(int* numbers, int* next) {
  __syncwarp();
  __syncthreads();
  numbers[threadIdx.x] = (*next)++;
}

TEST_F(barriers, begin_each_phase_in_the_order_of_the_schedule) {
  for (const order turns : {order::forward, order::reverse}) {
    schedule(turns);
    const device_array<int> numbers(n), next(std::vector<int>{0});
    ASSERT_EQ(run({.threads = n}, take_numbers, numbers.data(), next.data()), cudaSuccess);
    for (int i = 0; i < static_cast<int>(n); ++i) {
      EXPECT_EQ(numbers.data()[i], turns == order::forward ? i : static_cast<int>(n) - 1 - i);
    }
  }
}

TEST_F(barriers, the_environment_chooses_the_schedule) {
  const auto from_environment = [](const char* name, const char* value) {
    ::setenv(name, value, 1);
    reset();
    ::unsetenv(name);
  };
  const auto as_it_is = [] {
    const device_array<int> output(n);
    EXPECT_EQ(run({.threads = n, .shared = n * sizeof(int)}, rotate<false>, output.data()), cudaSuccess);
    return output.values();
  };
  const std::vector<int> forward = rotated<false>(order::forward);
  const std::vector<int> reverse = rotated<false>(order::reverse);
  const std::vector<int> shuffled = rotated<false>(order::shuffled, 12);
  from_environment("FALTUNG_EMULATION_SCHEDULE", "forward");
  EXPECT_EQ(as_it_is(), forward);
  from_environment("FALTUNG_EMULATION_SCHEDULE", "reverse");
  EXPECT_EQ(as_it_is(), reverse);
  from_environment("FALTUNG_EMULATION_SCHEDULE", "shuffled:12");
  EXPECT_EQ(as_it_is(), shuffled);
  EXPECT_THROW(from_environment("FALTUNG_EMULATION_SCHEDULE", "backward"), std::invalid_argument);
  ::unsetenv("FALTUNG_EMULATION_SCHEDULE");
  EXPECT_THROW(from_environment("FALTUNG_EMULATION_RUNNER", "fibres"), std::invalid_argument);
  ::unsetenv("FALTUNG_EMULATION_RUNNER");
}

constexpr unsigned first_line = __LINE__ + 4;
constexpr unsigned second_line = __LINE__ + 5;
__global__ void part_ways() {
  if (threadIdx.x < 40) {
    __syncthreads();
  } else {
    __syncthreads();
  }
}

std::string place(unsigned line) { return std::string("barrier_test.cpp:") + std::to_string(line); }

TEST_F(barriers, at_different_places_are_a_finding_that_names_both) {
  for (const order turns : {order::forward, order::reverse, order::shuffled}) {
    schedule(turns, 3);
    EXPECT_EQ(run({.blocks = dim3(2, 3), .threads = 64}, part_ways), cudaErrorLaunchFailure);
    const std::string finding = last_finding();
    EXPECT_NE(finding.find(place(first_line)), std::string::npos) << finding;
    EXPECT_NE(finding.find(place(second_line)), std::string::npos) << finding;
    EXPECT_NE(finding.find("thread (40, 0, 0)"), std::string::npos) << finding;
    EXPECT_NE(finding.find("block (0, 0, 0)"), std::string::npos) << finding;
    EXPECT_NE(finding.find("part_ways"), std::string::npos) << finding;
  }
  EXPECT_EQ(cudaGetLastError(), cudaErrorLaunchFailure);
}

constexpr unsigned barrier_line = __LINE__ + 4;
constexpr unsigned warp_line = __LINE__ + 5;
__global__ void wait_apart() {
  if (threadIdx.x % 2 == 0) {
    __syncthreads();
  } else {
    __syncwarp();
  }
}

TEST_F(barriers, and_warp_operations_that_wait_for_each_other_are_a_finding) {
  EXPECT_EQ(run({.threads = 64}, wait_apart), cudaErrorLaunchFailure);
  EXPECT_NE(last_finding().find(place(barrier_line)), std::string::npos) << last_finding();
  EXPECT_NE(last_finding().find(place(warp_line)), std::string::npos) << last_finding();
}

__global__ void leave_early(int* output, unsigned staying) {
  int* tile = arena<int>();
  const unsigned i = threadIdx.x;
  tile[i] = static_cast<int>(i);
  __syncthreads();
  if (i >= staying) return;
  const int value = tile[blockDim.x - 1 - i];
  __syncthreads();
  tile[i] = value;
  __syncthreads();
  output[i] = tile[staying - 1 - i];
}

TEST_F(barriers, do_not_wait_for_threads_that_have_exited) {
  constexpr unsigned staying = 37;
  for (const runner how : {runner::fibers, runner::threads}) {
    run_on(how);
    for (const order turns : {order::forward, order::reverse, order::shuffled}) {
      schedule(turns, 5);
      const device_array<int> output(n);
      ASSERT_EQ(run({.threads = n, .shared = n * sizeof(int)}, leave_early, output.data(), staying), cudaSuccess);
      for (unsigned i = 0; i < staying; ++i) {
        EXPECT_EQ(output.data()[i], static_cast<int>(n - staying + i)) << "thread " << i;
      }
      for (unsigned i = staying; i < n; ++i) EXPECT_EQ(output.data()[i], -1) << "thread " << i;
    }
  }
}

TEST_F(barriers, work_again_after_a_finding) {
  ASSERT_EQ(run({.threads = 64}, part_ways), cudaErrorLaunchFailure);
  const std::vector<int> rotation = rotated<true>(order::forward);
  EXPECT_EQ(rotation.back(), 0);
  EXPECT_EQ(rotation.front(), 1);
}

#if defined(__SANITIZE_THREAD__)
// ThreadSanitizer's exit status after a report is 66.
template <bool Synchronised>
[[noreturn]] void rotate_in_threads() {
  run_on(runner::threads);
  int output[n] = {};
  run({.threads = n, .shared = n * sizeof(int)}, rotate<Synchronised>, output);
  std::exit(0);
}

TEST_F(barriers, a_missing_one_is_a_data_race_between_threads) {
  testing::GTEST_FLAG(death_test_style) = "threadsafe";
  EXPECT_EXIT(rotate_in_threads<false>(), testing::ExitedWithCode(66), "data race");
  EXPECT_EXIT(rotate_in_threads<true>(), testing::ExitedWithCode(0), "");
}
#endif

}  // namespace
}  // namespace faltung::emulation
