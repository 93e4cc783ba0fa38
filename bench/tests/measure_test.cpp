#include <gtest/gtest.h>

#include <chrono>
#include <stdexcept>
#include <thread>

#include "measure/multiply_adds.hpp"
#include "measure/roofs.hpp"
#include "measure/timing.hpp"

namespace faltung::bench {
namespace {

class sleeper final : public workload {
 public:
  explicit sleeper(std::chrono::milliseconds time) : time_(time) { ++alive; }
  ~sleeper() override { --alive; }
  void run(benchmark::State& state) override {
    EXPECT_EQ(alive, 1);
    for (auto iteration : state) {
      static_cast<void>(iteration);
      std::this_thread::sleep_for(time_);
    }
  }
  static inline int alive = 0;

 private:
  std::chrono::milliseconds time_;
};

measurement sleeping(const std::string& name, int milliseconds) {
  return {name, false, [=] { return std::make_unique<sleeper>(std::chrono::milliseconds(milliseconds)); }, {}};
}

TEST(timing, reports_seconds_of_one_execution_in_order) {
  std::vector<measurement> list{sleeping("four", 4), sleeping("one", 1)};
  std::vector<std::size_t> finished;
  measure_all(list, {.budget_seconds = 0.4, .repetitions = 3}, [&](std::size_t index) { finished.push_back(index); });
  EXPECT_EQ(finished, (std::vector<std::size_t>{0, 1}));
  EXPECT_EQ(sleeper::alive, 0);
  for (const measurement& each : list) {
    ASSERT_TRUE(each.result.measured()) << each.result.skipped;
    EXPECT_EQ(each.result.repetitions, 3);
    EXPECT_LE(each.result.minimum, each.result.median);
    EXPECT_LE(each.result.median, each.result.maximum);
  }
  // A sleep never ends early; how late it ends is the machine's affair.
  EXPECT_GE(list[0].result.minimum, 4e-3);
  EXPECT_GE(list[1].result.minimum, 1e-3);
}

TEST(timing, skips_what_fails_and_goes_on) {
  std::vector<measurement> list{
      {"bad", false, []() -> std::unique_ptr<workload> { throw std::runtime_error("broken"); }, {}},
      sleeping("good", 1)};
  measure_all(list, {.budget_seconds = 0.2, .repetitions = 2}, [](std::size_t) {});
  EXPECT_EQ(list[0].result.skipped, "broken");
  EXPECT_TRUE(list[1].result.measured());
}

// Fails when it is run for the n-th time: while the number of iterations is sought, or in some repetition.
class failing final : public workload {
 public:
  explicit failing(int good_runs) : left_(good_runs) {}
  void run(benchmark::State& state) override {
    const bool fails = left_-- == 0;
    for (auto iteration : state) {
      static_cast<void>(iteration);
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
      if (fails) throw std::runtime_error("broken later");
    }
  }

 private:
  int left_;
};

TEST(timing, survives_a_failure_in_any_run) {
  for (int good_runs = 0; good_runs < 6; ++good_runs) {
    std::vector<measurement> list{{"bad", false, [=] { return std::make_unique<failing>(good_runs); }, {}},
                                  sleeping("good", 1)};
    measure_all(list, {.budget_seconds = 0.1, .repetitions = 5}, [](std::size_t) {});
    EXPECT_EQ(list[0].result.skipped, "broken later") << good_runs;
    EXPECT_TRUE(list[1].result.measured()) << good_runs;
  }
}

TEST(timing, stops_when_the_budget_is_spent) {
  std::vector<measurement> list{sleeping("first", 20), sleeping("second", 20)};
  measure_all(list, {.budget_seconds = 0.01, .repetitions = 2}, [](std::size_t) {});
  EXPECT_TRUE(list[0].result.measured());
  EXPECT_FALSE(list[1].result.measured());
  EXPECT_NE(list[1].result.skipped.find("budget"), std::string::npos);
}

TEST(multiply_adds, counts_ten_chains_of_whole_vectors) {
  EXPECT_EQ(multiply_adds<float>(100) % 1000, 0);
  EXPECT_GE(multiply_adds<float>(100), 1000);
  EXPECT_EQ(multiply_adds<double>(50) * 2 % multiply_adds<double>(100), 0);
}

TEST(roofs, are_the_larger_of_copying_and_multiplying) {
  roofs machine;
  machine.multiply_adds_per_second = 1e9;
  machine.double_multiply_adds_per_second = 5e8;
  machine.copy_bytes_per_second = {{1000, 8e9}, {1'000'000, 4e9}};
  problem description{.signal = 1000, .filter = 10, .mode = mode::same};
  ASSERT_EQ(moved_bytes(description), 4U * 2010);
  EXPECT_DOUBLE_EQ(roof_seconds(description, method::direct, machine), 1000 * 10 / 1e9);
  EXPECT_DOUBLE_EQ(roof_seconds(description, method::fft, machine), 8040 / 4e9);
  description.filter = 1;
  EXPECT_DOUBLE_EQ(roof_seconds(description, method::direct, machine), 4 * 2001 / 4e9);
  description.batch = 3;
  description.filters = filters::per_signal;
  EXPECT_EQ(moved_bytes(description), 4U * 3 * 2001);
  description.type = float64;
  description.filter = 100;
  EXPECT_DOUBLE_EQ(roof_seconds(description, method::direct, machine), 3000 * 100 / 5e8);
}

}  // namespace
}  // namespace faltung::bench
