// What an array_plan makes of its arrays, keeps and refuses; that its results are right is tested by every way
// (tests/contract/array_test.cpp).
#include "faltung/array_plan.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cstdint>
#include <numeric>
#include <sstream>
#include <thread>
#include <utility>
#include <vector>

#include "faltung/convolve.hpp"
#include "faltung/error.hpp"
#include "unit/api/refusal.hpp"

namespace faltung {
namespace {

const options direct{.backend = backend::cpu, .method = method::direct};
const problem same{.mode = mode::same};
constexpr std::array last{-1};

std::vector<float> numbers(std::int64_t count) {
  std::vector<float> made(static_cast<std::size_t>(count));
  std::iota(made.begin(), made.end(), 1.0F);
  return made;
}

struct amounts {
  std::int64_t plans;
  std::int64_t executions;
  std::int64_t batch;
  std::int64_t bank;
  filters own;
  friend bool operator==(const amounts&, const amounts&) = default;
  friend void PrintTo(const amounts& one, std::ostream* out) {
    *out << one.plans << " plans, " << one.executions << " executions, batch " << one.batch << ", bank " << one.bank
         << ", filters " << one.own;
  }
};

// The output is contiguous.
amounts planned(const array_form& signal, const array_form& filter, std::span<const int> axes = last) {
  const array_form output{array_plan::output_extents(same, signal.extents, filter.extents, axes)};
  const array_plan made(same, signal, filter, output, axes, direct);
  const problem& each = made.description();
  return {made.plans(), made.executions(), each.batch, each.bank, each.filters};
}

TEST(array_plan, makes_one_execution_of_what_layouts_can_say) {
  constexpr auto shared = filters::shared;
  constexpr auto own = filters::per_signal;
  EXPECT_EQ(planned({{50}}, {{5}}), (amounts{1, 1, 1, 1, shared}));
  EXPECT_EQ(planned({{2, 3, 4, 50}}, {{5}}), (amounts{1, 1, 24, 1, shared}));
  EXPECT_EQ(planned({{2, 3, 50, 4}}, {{5}}, std::array{2}), (amounts{1, 1, 24, 1, shared}));
  EXPECT_EQ(planned({{2, 3, 50, 4}}, {{5, 6}}, std::array{2, 3}), (amounts{1, 1, 6, 1, shared}));
  EXPECT_EQ(planned({{2, 3, 50}}, {{1, 1, 5}}), (amounts{1, 1, 6, 1, shared}));
  EXPECT_EQ(planned({{2, 3, 50}}, {{2, 3, 5}}), (amounts{1, 1, 6, 1, own}));
  EXPECT_EQ(planned({{2, 3, 50}, {900, 60, 1}}, {{2, 3, 5}}), (amounts{1, 1, 6, 1, own}));
  EXPECT_EQ(planned({{1, 1, 50}}, {{2, 3, 5}}), (amounts{1, 1, 1, 6, shared}));
  EXPECT_EQ(planned({{2, 1, 50}}, {{1, 3, 5}}), (amounts{1, 1, 2, 3, shared}));
  EXPECT_EQ(planned({{1, 3, 50}}, {{2, 1, 5}}), (amounts{1, 1, 3, 2, shared}));
  EXPECT_EQ(planned({{2, 1, 50}}, {{2, 3, 5}}), (amounts{1, 1, 2, 3, own}));
  EXPECT_EQ(planned({{2, 3, 50}, {0, 0, 1}}, {{2, 3, 5}}), (amounts{1, 1, 1, 6, shared}));
}

// The transforms of a bank are carried out at once.
TEST(array_plan, takes_a_bank_that_has_no_room_as_signals_with_their_filters) {
  const array_form signal{{1, 1, 100'000}};
  const array_form filter{{20, 30, 100}};
  const array_form output{{20, 30, 100'000}};
  const array_plan made(same, signal, filter, output, last, direct);
  EXPECT_EQ(made.description().batch, 600);
  EXPECT_EQ(made.description().bank, 1);
  EXPECT_EQ(made.description().filters, filters::per_signal);
  options roomy = direct;
  roomy.workspace_limit = std::size_t{1} << 32;
  const array_plan bank(same, signal, filter, output, last, roomy);
  EXPECT_EQ(bank.description().batch, 1);
  EXPECT_EQ(bank.description().bank, 600);
}

TEST(array_plan, walks_the_rest_with_few_plans_and_few_executions) {
  constexpr auto shared = filters::shared;
  constexpr auto own = filters::per_signal;
  // A filter for each channel of many images, and for each of many images, which have few channels.
  EXPECT_EQ(planned({{3000, 3, 50}}, {{1, 3, 5}}), (amounts{3, 3, 3000, 1, shared}));
  EXPECT_EQ(planned({{300, 3, 50}}, {{300, 1, 5}}), (amounts{1, 3, 300, 1, own}));
  const array_form gaps{{2, 3, 4, 50}, {10000, 2000, 400, 1}};
  EXPECT_EQ(planned(gaps, {{5}}), (amounts{1, 2, 12, 1, shared}));
}

TEST(array_plan, keeps_its_filters_until_they_are_set_again) {
  const array_form form{{300, 2, 8}};
  array_plan made(same, form, {{1, 2, 3}}, form, last, direct);
  ASSERT_EQ(made.plans(), 2);
  const std::vector<float> signal = numbers(300 * 2 * 8);
  std::vector<float> output(signal.size());
  std::vector<float> filter{0, 1, 0, 0, 2, 0};
  EXPECT_EQ(refusal([&] { made.execute(signal.data(), output.data()); }), "filter = none");
  made.set_filter(filter.data());
  filter.assign(6, -100);
  const auto expect_factors = [&](float first, float second) {
    output.assign(output.size(), 0);
    made.execute(signal.data(), output.data());
    for (std::size_t i = 0; i < output.size(); ++i)
      ASSERT_EQ(output[i], signal[i] * (i / 8 % 2 == 0 ? first : second)) << i;
  };
  expect_factors(1, 2);
  array_plan moved = std::move(made);
  made = std::move(moved);
  expect_factors(1, 2);
  filter = {0, 3, 0, 0, 4, 0};
  made.set_filter(filter.data());
  expect_factors(3, 4);
  EXPECT_EQ(refusal([&] { made.set_filter(nullptr); }), "filter = nullptr");
  expect_factors(3, 4);
}

TEST(array_plan, is_executed_by_many_threads_at_once) {
  const array_form signal{{7, 5, 3, 40}, {20000, 3000, 60, 1}};
  const array_form output{{7, 5, 3, 44}};
  array_plan made({.type = float32}, signal, {{5}}, output, last, direct);
  ASSERT_GT(made.executions(), 1);
  const std::vector<float> filter{1, 2, 3, 4, 5};
  made.set_filter(filter.data());
  const std::vector<float> input = numbers(20000 * 7);
  std::vector<float> expected(7 * 5 * 3 * 44);
  made.execute(input.data(), expected.data());
  std::vector<std::vector<float>> outputs(4, std::vector<float>(expected.size()));
  {
    std::vector<std::jthread> team;
    for (std::vector<float>& to : outputs)
      team.emplace_back([&] {
        for (int i = 0; i < 20; ++i) made.execute(input.data(), to.data());
      });
  }
  for (const std::vector<float>& got : outputs) EXPECT_EQ(got, expected);
}

TEST(array_plan, says_what_it_chose) {
  const array_form form{{4, 100}};
  const array_plan made({.mode = mode::same}, form, {{9}}, form, last, {.backend = backend::cpu, .max_error = 1e-5});
  EXPECT_EQ(made.backend(), backend::cpu);
  EXPECT_EQ(made.method(), made.explain().choice().method);
  EXPECT_LE(made.bound().factor, 1e-5);
  EXPECT_EQ(made.stream(), nullptr);
  std::ostringstream printed;
  std::ostringstream explained;
  printed << made;
  explained << made.explain();
  EXPECT_EQ(printed.str(), explained.str());
}

TEST(array_plan, of_no_entries_writes_nothing_and_needs_no_memory) {
  for (const array_form& filter : {array_form{{3}}, array_form{{1, 3}}, array_form{{0, 3}}}) {
    array_plan made(same, {{0, 9}}, filter, {{0, 9}}, last, direct);
    EXPECT_EQ(made.workspace_bytes(), 0U);
    made.set_filter(nullptr);
    made.execute(nullptr, nullptr);
  }
  EXPECT_EQ(to_string(array_plan::output_extents(same, {0, 9}, {1, 3}, last)), "{0, 9}");
  EXPECT_EQ(to_string(array_plan::output_extents(same, {1, 9}, {0, 3}, last)), "{0, 9}");
}

TEST(array_plan, counts_the_entry_that_overflows_over_the_batch_axes) {
  const problem checked{.type = int8, .overflow = overflow::error, .mode = mode::same};
  const array_form signal{{3, 6, 2, 2}, {100, 1, 10, 30}};
  const array_form output{{3, 6, 2, 2}, {-24, 1, 12, -6}};
  for (const bool own : {false, true}) {
    const array_form filter = own ? array_form{{3, 1, 2, 2}} : array_form{{1}};
    array_plan made(checked, signal, filter, output, std::array{1}, {.backend = backend::cpu});
    made.set_filter(std::vector<std::int8_t>(12, 2).data());
    std::vector<std::int8_t> numbers(400, 1);
    std::vector<std::int8_t> sums(72);
    numbers[2 * 100 + 3 + 10] = 100;  // entry [2, 1, 0] of 3 x 2 x 2, place 3
    try {
      made.execute(numbers.data(), sums.data() + 54);
      ADD_FAILURE() << "nothing overflowed";
    } catch (const overflow_error& found) {
      EXPECT_EQ(found.index(), (std::array<std::int64_t, 3>{2 * 4 + 2, 0, 3}));
      EXPECT_EQ(found.value(), "200");
    }
  }
}

TEST(array_plan, refuses_what_makes_no_convolution_by_name) {
  const array_form signal{{3, 4}};
  const array_form filter{{2}};
  const array_form output{{3, 5}};
  const auto refused = [](const array_form& from, const array_form& taps, const array_form& to,
                          std::span<const int> axes, const problem& what = {}) {
    return refusal([&] { (void)array_plan(what, from, taps, to, axes, direct); });
  };
  EXPECT_EQ(refused(signal, filter, output, last), "nothing");
  EXPECT_EQ(refused(signal, filter, output, {}), "axes = 0 axes");
  EXPECT_EQ(refused(signal, filter, output, std::array{0, 1, 2}), "axes = 3 axes");
  EXPECT_EQ(refused(signal, filter, output, std::array{2}), "axis = 2");
  EXPECT_EQ(refused(signal, filter, output, std::array{0, -2}), "axes = -2");
  EXPECT_EQ(refused({{3, -4}, {1, 1}}, filter, output, last), "signal.extents = {3, -4}");
  EXPECT_EQ(refused({{}}, filter, output, last), "signal.extents = {}");
  EXPECT_EQ(refused(signal, {{2}, {1, 1}}, output, last), "filter.strides = {1, 1}");
  constexpr std::int64_t far = std::int64_t{1} << 62;
  EXPECT_EQ(refused(signal, filter, {{3, 5}, {far, 1}}, last), "output.strides = {4611686018427387904, 1}");
  EXPECT_EQ(refused(signal, filter, {{3, 5}, {far / 2, 1}}, last), "output = {3, 5}");
  EXPECT_EQ(refused(signal, {{2, 2, 2}}, output, last), "filter = {2, 2, 2}");
  EXPECT_EQ(refused(signal, {{2, 2}}, output, last), "filter = {2, 2}");
  EXPECT_EQ(refused(signal, filter, {{3, 4}}, last), "output = {3, 4}");
  EXPECT_EQ(refused(signal, filter, {{3, 5, 1}}, last), "output = {3, 5, 1}");
  EXPECT_EQ(refused(signal, filter, {{3, 5}, {4, 1}}, last), "output = {4, 1}");
  EXPECT_EQ(refused(signal, filter, {{3, 5}, {0, 1}}, last), "output = {0, 1}");
  EXPECT_EQ(refused({{3, 0}}, filter, output, last), "problem.signal = {0}");
  EXPECT_EQ(refused(signal, filter, output, last, {.origin = {1, 0}}), "problem.origin = 1");
  EXPECT_EQ(refusal([&] { (void)array_plan::output_extents({}, {2, 3}, {3, 3}, last); }), "filter = {3, 3}");
}

TEST(array_plan, refuses_an_execution_before_any_work) {
  const array_form form{{2, 3, 4, 10}, {1000, 200, 40, 1}};
  array_plan made(same, form, {{3}}, form, last, direct);
  ASSERT_GT(made.executions(), 1);
  std::vector<float> signal = numbers(3000);
  std::vector<float> output(3000, -1);
  const std::vector<float> filter{1, 2, 3};
  made.set_filter(filter.data());
  const auto refused = [&](const void* from, void* to) { return refusal([&] { made.execute(from, to); }); };
  const auto at = [](const float* of) { return std::to_string(reinterpret_cast<std::uintptr_t>(of)); };
  EXPECT_EQ(refused(nullptr, output.data()), "signal = nullptr");
  EXPECT_EQ(refused(signal.data(), nullptr), "output = nullptr");
  // The last entries of one are the first of the other: no single execution sees it.
  EXPECT_EQ(refused(signal.data(), signal.data() + 1500), "output = " + at(signal.data() + 1500));
  const auto* const odd = reinterpret_cast<const std::byte*>(signal.data()) + 1;
  EXPECT_EQ(refused(odd, output.data()), "signal = " + at(reinterpret_cast<const float*>(odd)));
  EXPECT_EQ(output, std::vector<float>(3000, -1));
  EXPECT_EQ(signal, numbers(3000));

  // Samples of another type come by way of the workspace.
  array_plan scratch({.type = int16, .filter_type = float32, .mode = mode::same}, form, {{3}}, form, last, direct);
  ASSERT_GT(scratch.workspace_bytes(), 0U);
  scratch.set_filter(filter.data());
  const std::vector<std::int16_t> samples(3000);
  std::vector<std::byte> workspace(scratch.workspace_bytes() - 1);
  EXPECT_EQ(refusal([&] { scratch.execute(samples.data(), output.data(), workspace); }),
            "workspace = " + std::to_string(workspace.size()) + " bytes");
  const std::span<std::byte> inside(reinterpret_cast<std::byte*>(output.data() + 1500), scratch.workspace_bytes());
  EXPECT_EQ(refusal([&] { scratch.execute(samples.data(), output.data(), inside); }).substr(0, 12), "workspace = ");
  EXPECT_EQ(output, std::vector<float>(3000, -1));
}

}  // namespace
}  // namespace faltung
