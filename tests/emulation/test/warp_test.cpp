// Warp operations: who gets which lane's value, and what is found when lanes disagree.
#include "fixture.hpp"

namespace faltung::emulation {
namespace {

constexpr unsigned full = 0xffffffffu;

enum class movement { index, up, down, exclusive_or };

template <movement Movement>
__global__ void move(double* output, int by, int width) {
  const unsigned i = threadIdx.x + blockDim.x * threadIdx.y;
  const double mine = 1000.0 + i;
  if constexpr (Movement == movement::index) output[i] = __shfl_sync(full, mine, by, width);
  if constexpr (Movement == movement::up) output[i] = __shfl_up_sync(full, mine, static_cast<unsigned>(by), width);
  if constexpr (Movement == movement::down) output[i] = __shfl_down_sync(full, mine, static_cast<unsigned>(by), width);
  if constexpr (Movement == movement::exclusive_or) output[i] = __shfl_xor_sync(full, mine, by, width);
}

// By CUDA's definition of the four shuffles, lane by lane.
int source_lane(movement how, int lane, int by, int width) {
  const int first = lane / width * width;
  switch (how) {
    case movement::index: return first + by % width;
    case movement::up: return lane - by < first ? lane : lane - by;
    case movement::down: return lane + by >= first + width ? lane : lane + by;
    case movement::exclusive_or: return (lane ^ by) >= first + width ? lane : lane ^ by;
  }
  return -1;
}

template <movement Movement>
void check_movement() {
  for (const runner how : {runner::fibers, runner::threads}) {
    run_on(how);
    for (const int width : {32, 16, 4}) {
      for (const int by : {0, 1, 3, 8, 31}) {
        schedule(order::shuffled, static_cast<std::uint64_t>(by));
        const device_array<double> output(64);
        ASSERT_EQ(run({.threads = dim3(16, 4)}, move<Movement>, output.data(), by, width), cudaSuccess);
        for (int i = 0; i < 64; ++i) {
          EXPECT_EQ(output.data()[i], 1000.0 + i / 32 * 32 + source_lane(Movement, i % 32, by, width))
              << "thread " << i << " by " << by << " width " << width;
        }
      }
    }
  }
}

using warps = emulated;

TEST_F(warps, shuffle_by_index) { check_movement<movement::index>(); }
TEST_F(warps, shuffle_up) { check_movement<movement::up>(); }
TEST_F(warps, shuffle_down) { check_movement<movement::down>(); }
TEST_F(warps, shuffle_by_exclusive_or) { check_movement<movement::exclusive_or>(); }

__global__ void vote(unsigned* output) {
  const unsigned half = threadIdx.x < 16 ? 0x0000ffffu : 0xffff0000u;
  output[96 + threadIdx.x] = __activemask();  // none can have exited before the first exchange
  output[threadIdx.x] = __ballot_sync(half, threadIdx.x % 3 == 0);
  output[32 + threadIdx.x] = __any_sync(full, threadIdx.x == 7) && !__any_sync(full, 0);
  output[64 + threadIdx.x] = __all_sync(full, 1) && !__all_sync(full, threadIdx.x != 7);
}

TEST_F(warps, ballots_count_their_own_mask_only) {
  unsigned thirds = 0;
  for (unsigned i = 0; i < 32; i += 3) thirds |= 1u << i;
  const device_array<unsigned> output(128);
  ASSERT_EQ(run({}, vote, output.data()), cudaSuccess);
  for (unsigned i = 0; i < 32; ++i) {
    EXPECT_EQ(output.data()[i], thirds & (i < 16 ? 0x0000ffffu : 0xffff0000u));
    EXPECT_EQ(output.data()[32 + i], 1u);
    EXPECT_EQ(output.data()[64 + i], 1u);
    EXPECT_EQ(output.data()[96 + i], full);
  }
}

// A missing __syncwarp shows as a missing barrier does.
template <bool Synchronised>
__global__ void swap_neighbours(int* output) {
  int* tile = arena<int>();
  tile[threadIdx.x] = static_cast<int>(threadIdx.x);
  if constexpr (Synchronised) __syncwarp();
  output[threadIdx.x] = tile[threadIdx.x ^ 1u];
}

TEST_F(warps, a_missing_synchronisation_makes_schedules_disagree) {
  const auto swapped = [](auto kernel, order turns) {
    schedule(turns);
    const device_array<int> output(32);
    EXPECT_EQ(run({.shared = 32 * sizeof(int)}, kernel, output.data()), cudaSuccess);
    return output.values();
  };
  EXPECT_EQ(swapped(swap_neighbours<true>, order::forward), swapped(swap_neighbours<true>, order::reverse));
  EXPECT_NE(swapped(swap_neighbours<false>, order::forward), swapped(swap_neighbours<false>, order::reverse));
}

__global__ void outside_of_mask() { __syncwarp(0x0000ffffu); }

__global__ void mask_names_absent_lanes() {
  if (threadIdx.x < 16) {
    __syncwarp(full);
  } else {
    __syncthreads();
  }
}

__global__ void different_masks() {
  __syncwarp(threadIdx.x < 16 ? full : 0xffff8000u);
  __syncthreads();
}

__global__ void different_operations(float* output) {
  *output = threadIdx.x < 16 ? __shfl_sync(full, 1.0f, 0) : __shfl_xor_sync(full, 1.0f, 1);
}

TEST_F(warps, masks_that_lanes_do_not_keep_to_are_findings) {
  const device_array<float> output(1);
  for (const order turns : {order::forward, order::reverse}) {
    schedule(turns);
    EXPECT_EQ(run({}, outside_of_mask), cudaErrorLaunchFailure);
    EXPECT_NE(last_finding().find("mask 0x0000ffff, which leaves it out"), std::string::npos) << last_finding();
    EXPECT_EQ(run({}, mask_names_absent_lanes), cudaErrorLaunchFailure);
    EXPECT_NE(last_finding().find("warp operation"), std::string::npos) << last_finding();
    EXPECT_NE(last_finding().find("barrier"), std::string::npos) << last_finding();
    EXPECT_EQ(run({}, different_masks), cudaErrorLaunchFailure);
    EXPECT_NE(last_finding().find("mask 0xffff8000"), std::string::npos) << last_finding();
    EXPECT_EQ(run({}, different_operations, output.data()), cudaErrorLaunchFailure);
  }
  run_on(runner::threads);
  EXPECT_EQ(run({}, outside_of_mask), cudaErrorLaunchFailure);
}

__global__ void ask_the_absent(unsigned* output) {
  if (threadIdx.x >= 8) return;
  output[threadIdx.x] = __shfl_sync(full, threadIdx.x, static_cast<int>(threadIdx.x) + 4);
}

TEST_F(warps, an_exited_lane_is_not_waited_for_and_gives_nothing) {
  const device_array<unsigned> output(8);
  ASSERT_EQ(run({.threads = 24}, ask_the_absent, output.data()), cudaSuccess);
  for (unsigned i = 0; i < 8; ++i) EXPECT_EQ(output.data()[i], i < 4 ? i + 4 : full);
}

}  // namespace
}  // namespace faltung::emulation
