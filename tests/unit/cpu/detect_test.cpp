#include <gtest/gtest.h>
#include <sched.h>

#include <thread>

#include "cpu/backend.hpp"
#include "faltung/error.hpp"

#include "cases.hpp"

namespace cpu_tests {
namespace {

TEST(detect, describes_this_machine) {
  const faltung::cpu_capabilities found = faltung::cpu::detect();
  EXPECT_FALSE(found.name.empty());
  EXPECT_GE(found.threads, 1);
  EXPECT_GT(found.multiply_adds_per_second, 0);
  EXPECT_GT(found.bytes_per_second, 0);
  EXPECT_EQ(found.vector_bytes, faltung::cpu::block_kernels_of_target<float>().width * 4);
}

#ifdef __linux__
TEST(detect, counts_the_threads_that_affinity_allows) {
  int threads = 0;
  std::thread([&] {
    cpu_set_t allowed;
    ASSERT_EQ(sched_getaffinity(0, sizeof allowed, &allowed), 0);
    std::size_t first = 0;
    while (!CPU_ISSET(first, &allowed)) ++first;
    CPU_ZERO(&allowed);
    CPU_SET(first, &allowed);
    ASSERT_EQ(sched_setaffinity(0, sizeof allowed, &allowed), 0);
    threads = faltung::cpu::detect().threads;
  }).join();
  EXPECT_EQ(threads, 1);
}
#endif

TEST(make_executor, has_whole_signal_transforms_exactly_where_detect_says_so) {
  const operands<float> data(problem{.signal = 100, .filter = 9});
  const auto make = [&](faltung::method how) {
    return faltung::cpu::make_executor(request_for(data.resolved, how, 1, 128, 1));
  };
  EXPECT_NE(make(faltung::method::overlap_save), nullptr);
  if (faltung::cpu::detect().fft) {
    EXPECT_NE(make(faltung::method::fft), nullptr);
  } else {
    EXPECT_THROW(make(faltung::method::fft), faltung::unsupported);
  }
}

TEST(make_executor, refuses_a_method_that_is_none) {
  const operands<float> data(problem{.signal = 100, .filter = 9});
  EXPECT_THROW(faltung::cpu::make_executor(request_for(data.resolved, faltung::method::automatic)),
               faltung::unsupported);
}

}  // namespace
}  // namespace cpu_tests
