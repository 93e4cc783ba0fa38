// Calls that the caller ends before their end, by every way that the CPU has.
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <thread>
#include <vector>

#include "faltung/array_plan.hpp"
#include "faltung/convolve.hpp"
#include "faltung/error.hpp"
#include "faltung/plan.hpp"
#include "faltung/ragged.hpp"

namespace faltung {
namespace {

using clock = std::chrono::steady_clock;

// What a callback without arguments leaves behind.
struct asked_log {
  int times = 0;
  int yes_at = 0;  // 0: never
  bool elsewhere = false;
  std::thread::id caller;
  clock::time_point start{};
};
asked_log log_of;

void start_log(int yes_at) {
  // The pause after the last question of the test before is over.
  std::this_thread::sleep_for(std::chrono::milliseconds(11));
  log_of = {.yes_at = yes_at, .caller = std::this_thread::get_id(), .start = clock::now()};
}

bool interrupted_or_not() {
  ++log_of.times;
  log_of.elsewhere = log_of.elsewhere || std::this_thread::get_id() != log_of.caller;
  return log_of.times == log_of.yes_at;
}

constexpr float untouched = -77;

struct long_call {
  const char* name;
  problem what;
  faltung::method method;
};

void PrintTo(const long_call& one, std::ostream* out) { *out << one.name; }

std::vector<long_call> long_calls() {
  std::vector<long_call> calls{
      {"direct_1d", {.signal = 400'000, .filter = 6'000}, method::direct},
      {"direct_2d", {.signal = {1200, 1200}, .filter = {31, 31}}, method::direct},
      {"direct_of_one_wide_row", {.signal = {1, 2'000'000}, .filter = {1, 900}}, method::direct},
      {"direct_of_many", {.signal = 50, .filter = 25, .batch = 60'000}, method::direct},
      {"reference", {.signal = 20'000, .filter = 600}, method::reference},
      {"separable", {.signal = {1500, 1500}, .filter = {61, 61}, .filter_rank = 1}, method::separable},
      {"separable_of_many",
       {.signal = {20, 20}, .filter = {9, 9}, .batch = 10'000, .filter_rank = 1},
       method::separable}};
  calls.push_back({"overlap_save", {.signal = 10'000'000, .filter = 3'000}, method::overlap_save});
  calls.push_back({"overlap_save_of_a_bank", {.signal = 200'000, .filter = 3'000, .bank = 80}, method::overlap_save});
  calls.push_back({"overlap_save_in_parts", {.signal = 3'000'000, .filter = 100'000}, method::overlap_save});
  calls.push_back({"overlap_save_of_a_picture", {.signal = {3000, 3000}, .filter = {200, 200}}, method::overlap_save});
  calls.push_back({"overlap_save_of_one_tile", {.signal = {3000, 3000}, .filter = {2500, 2500}}, method::overlap_save});
  if (detect().cpu.fft)
    calls.push_back({"fft_of_many", {.signal = 20'000, .filter = 3'000, .batch = 200}, method::fft});
  return calls;
}

class interrupted_call : public testing::TestWithParam<std::tuple<long_call, int>> {};

TEST_P(interrupted_call, ends_early_and_leaves_a_plan_that_works) {
  const auto& [call, threads] = GetParam();
  const options request{
      .backend = backend::cpu, .method = call.method, .threads = threads, .interrupted = &interrupted_or_not};
  const auto entries = static_cast<std::size_t>(call.what.batch);
  const std::vector<float> signal(static_cast<std::size_t>(call.what.signal.elements()) * entries, 1);
  const std::vector<float> filter(static_cast<std::size_t>(call.what.filter.elements() * call.what.bank), 1);
  plan made(call.what, request);
  start_log(0);
  made.set_filter(filter);
  std::vector<float> output(static_cast<std::size_t>(made.output_shape().elements() * call.what.bank) * entries,
                            untouched);
  std::vector<std::byte> workspace(made.workspace_bytes());

  start_log(1);
  EXPECT_THROW(made.execute(signal, output, workspace), interrupted);
  EXPECT_EQ(log_of.times, 1);
  if (threads == 1) {  // another might have come to the end before the caller could ask
    EXPECT_EQ(output.back(), untouched) << "nothing was left to do";
  }
  EXPECT_FALSE(log_of.elsewhere);

  start_log(0);
  made.execute(signal, output, workspace);
  EXPECT_FALSE(log_of.elsewhere);
  EXPECT_GT(log_of.times, 0);
  EXPECT_LE(log_of.times, (clock::now() - log_of.start) / std::chrono::milliseconds(10) + 1) << "asked too often";
  options unwatched = request;
  unwatched.interrupted = nullptr;
  plan other(call.what, unwatched);
  other.set_filter(filter);
  std::vector<float> expected(output.size());
  other.execute(signal, expected, workspace);
  EXPECT_EQ(output, expected) << "the pieces' bits differ";
}

INSTANTIATE_TEST_SUITE_P(every_way, interrupted_call,
                         testing::Combine(testing::ValuesIn(long_calls()), testing::Values(1, 2)),
                         [](const auto& instance) {
                           return std::get<0>(instance.param).name + std::string("_by_") +
                                  std::to_string(std::get<1>(instance.param));
                         });

// A NaN sends the whole signal to the direct method.
TEST(interruption, reaches_what_is_computed_again_for_a_nan) {
  if (!detect().cpu.fft) GTEST_SKIP() << "built without a CPU FFT";
  std::vector<float> signal(400'000, 1);
  signal[5] = std::numeric_limits<float>::quiet_NaN();
  plan made({.signal = 400'000, .filter = 6'000},
            {.backend = backend::cpu, .method = method::fft, .threads = 1, .interrupted = &interrupted_or_not});
  made.set_filter(std::vector<float>(6'000, 1));
  std::vector<float> output(405'999, untouched);
  std::vector<std::byte> workspace(made.workspace_bytes());
  start_log(2);
  EXPECT_THROW(made.execute(signal, output, workspace), interrupted);
  EXPECT_EQ(output.back(), untouched);
}

TEST(interruption, ends_the_walk_over_an_array_whose_executions_are_short) {
  const array_form form{{300, 40, 30, 20}, {150'000, 3'300, 70, 3}};
  array_plan made(
      {.mode = mode::same}, form, {{5}}, form, std::array{3},
      {.backend = backend::cpu, .method = method::direct, .threads = 1, .interrupted = &interrupted_or_not});
  ASSERT_GE(made.executions(), 30);
  made.set_filter(std::vector<float>(5, 1).data());
  std::vector<float> signal(300 * 150'000, 1);
  std::vector<float> output(signal.size(), untouched);
  start_log(1);
  std::vector<std::byte> workspace(made.workspace_bytes());
  EXPECT_THROW(made.execute(signal.data(), output.data(), workspace), interrupted);
  EXPECT_EQ(log_of.times, 1);
}

TEST(interruption, of_ragged_signals_is_asked_for_by_the_caller_alone) {
  std::vector<std::int64_t> offsets{0};
  for (int i = 0; i < 4000; ++i) offsets.push_back(offsets.back() + 300 + i % 70);
  for (int i = 0; i < 20; ++i) offsets.push_back(offsets.back() + 40'000 + i);
  const std::vector<float> signal(static_cast<std::size_t>(offsets.back()), 1);
  const std::vector<float> filter(200, 1);
  ragged_plan made(
      offsets, {.filter = 200},
      {.backend = backend::cpu, .method = method::direct, .threads = 2, .interrupted = &interrupted_or_not});
  made.set_filter(filter);
  std::vector<float> output(static_cast<std::size_t>(made.output_offsets().back()), untouched);
  std::vector<std::byte> workspace(made.workspace_bytes());
  start_log(1);
  EXPECT_THROW(made.execute(signal, output, workspace), interrupted);
  EXPECT_EQ(log_of.times, 1);
  start_log(0);
  made.execute(signal, output, workspace);
  EXPECT_FALSE(log_of.elsewhere);
  EXPECT_EQ(std::count(output.begin(), output.end(), untouched), 0);
}

TEST(interruption, is_not_asked_for_by_a_call_of_one_piece) {
  start_log(1);
  const std::vector<float> once =
      convolve(std::vector<float>{1, 2, 3}, std::vector<float>{1, 1}, mode::full, {.interrupted = &interrupted_or_not});
  EXPECT_EQ(once, (std::vector<float>{1, 3, 5, 3}));
  EXPECT_EQ(log_of.times, 0);
}

}  // namespace
}  // namespace faltung
