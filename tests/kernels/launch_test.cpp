// The launcher: more blocks than one grid holds, and failures.
#include "cuda/launch.hpp"

#include <gtest/gtest.h>

#include <vector>

#include "emulation/control.hpp"
#include "faltung/error.hpp"

namespace faltung::test {
namespace {

struct marks {
  int* seen;
};
__global__ void mark(const marks problem, const long long first_block) {
  if (threadIdx.x == 0) ++problem.seen[first_block + blockIdx.x];
}

TEST(launch, runs_each_block_once_when_they_take_several_launches) {
  std::vector<int> seen(10, 0);
  emulation::reset_counters();
  cuda::launch({.blocks = 10, .threads = 32, .shared_bytes = 0, .stream = nullptr, .blocks_per_launch = 3}, mark,
               marks{seen.data()});
  EXPECT_EQ(seen, std::vector<int>(10, 1));
  EXPECT_EQ(emulation::count().total_launches, 4);
}

TEST(launch, turns_a_failure_into_a_typed_error) {
  std::vector<int> seen(2, 0);
  const cuda::launch_shape shape{.blocks = 2, .threads = 32, .shared_bytes = 0, .stream = nullptr};
  emulation::fail_at(1);
  EXPECT_THROW(cuda::launch(shape, mark, marks{seen.data()}), error);
  EXPECT_EQ(seen, std::vector<int>(2, 0));
  cuda::launch(shape, mark, marks{seen.data()});  // the failure is not remembered
  EXPECT_EQ(seen, std::vector<int>(2, 1));
}

TEST(launch, refuses_more_threads_than_a_block_may_have) {
  int seen = 0;
  const cuda::launch_shape shape{.blocks = 1, .threads = 2048, .shared_bytes = 0, .stream = nullptr};
  EXPECT_THROW(cuda::launch(shape, mark, marks{&seen}), device_error);
  EXPECT_EQ(seen, 0);
}

}  // namespace
}  // namespace faltung::test
