#include "cpu/parallel.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <cstdint>
#include <limits>
#include <stdexcept>
#include <thread>
#include <vector>

#include "faltung/error.hpp"

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

int asked = 0;
bool on_the_third_question() { return ++asked == 3; }
bool never() { return false; }

TEST(parallel_for, asks_between_ranges_whether_to_end) {
  for (const int workers : {1, 3}) {
    std::atomic<std::int64_t> done{0};
    // A range is one of the thousand, and takes longer than the caller is left in peace.
    const auto work = [&](int, std::int64_t begin, std::int64_t end) {
      EXPECT_EQ(end - begin, 1);
      std::this_thread::sleep_for(std::chrono::milliseconds(11));
      ++done;
    };
    asked = 0;
    faltung::interruption stop(&on_the_third_question);
    EXPECT_THROW(parallel_for(workers, 1000, stop, 11e-3, work), faltung::interrupted);
    EXPECT_EQ(asked, 3);
    EXPECT_GE(done, 3);
    EXPECT_LE(done, 60 * workers) << "workers went on";
  }
}

TEST(parallel_for, covers_every_index_once_where_it_may_be_ended) {
  for (const int workers : {1, 2, 5}) {
    std::vector<std::atomic<int>> seen(1003);
    std::atomic<std::int64_t> longest{0};
    faltung::interruption stop(&never);
    parallel_for(workers, 1003, stop, 1e-4, [&](int, std::int64_t begin, std::int64_t end) {
      if (end - begin > longest) longest = end - begin;
      for (std::int64_t i = begin; i < end; ++i) ++seen[static_cast<std::size_t>(i)];
    });
    for (const auto& times : seen) ASSERT_EQ(times, 1);
    EXPECT_LE(longest, 20) << "2 ms of 0.1 ms each";
  }
}

TEST(interruption, without_a_question_never_ends_and_cuts_nothing) {
  faltung::interruption stop(nullptr);
  EXPECT_FALSE(stop.watched());
  EXPECT_EQ(stop.units_between(1), std::numeric_limits<std::int64_t>::max());
  EXPECT_NO_THROW(stop.poll());
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
