#include "cpu/parallel.hpp"

#include <gtest/gtest.h>

#include <stdexcept>
#include <vector>

namespace {

using faltung::cpu::parallel_for;

TEST(parallel_for, covers_every_index_once) {
  for (const int workers : {0, 1, 2, 3, 8})
    for (const std::int64_t count : {0, 1, 2, 7, 64, 1000}) {
      std::vector<std::atomic<int>> seen(static_cast<std::size_t>(count));
      std::atomic<bool> in_range{true};
      parallel_for(workers, count, [&](int worker, std::int64_t begin, std::int64_t end) {
        if (worker < 0 || worker >= std::max(workers, 1)) in_range = false;
        for (std::int64_t i = begin; i < end; ++i) ++seen[static_cast<std::size_t>(i)];
      });
      EXPECT_TRUE(in_range);
      for (const auto& times : seen) ASSERT_EQ(times, 1) << workers << " workers, " << count << " pieces";
    }
}

TEST(parallel_for, passes_an_exception_on) {
  for (const int workers : {1, 4})
    EXPECT_THROW(parallel_for(workers, 100,
                              [](int, std::int64_t begin, std::int64_t end) {
                                if (begin <= 50 && 50 < end) throw std::runtime_error("piece 50");
                              }),
                 std::runtime_error);
}

TEST(parallel_for, never_runs_one_worker_twice_at_once) {
  std::vector<std::atomic<int>> inside(4);
  std::atomic<bool> overlapped{false};
  parallel_for(4, 10000, [&](int worker, std::int64_t, std::int64_t) {
    auto& mine = inside[static_cast<std::size_t>(worker)];
    if (mine.fetch_add(1) != 0) overlapped = true;
    mine.fetch_sub(1);
  });
  EXPECT_FALSE(overlapped);
}

TEST(worthwhile_threads, keeps_short_work_on_the_caller) {
  EXPECT_EQ(faltung::cpu::worthwhile_threads(8, 50e-6), 1);
  EXPECT_EQ(faltung::cpu::worthwhile_threads(8, 1e-3), 8);
  EXPECT_EQ(faltung::cpu::worthwhile_threads(0, 1.0), 1);
}

}  // namespace
