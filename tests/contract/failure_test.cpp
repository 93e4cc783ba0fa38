// Every call of the CUDA runtime and of cuFFT is made to fail in turn, once and from then on, until a run is clean.
#include <gtest/gtest.h>

#include <memory>
#include <optional>

#include "contract/guarded.hpp"
#include "contract/kind_fixture.hpp"
#include "emulation/control.hpp"
#include "faltung/cuda.hpp"
#include "faltung/error.hpp"

namespace faltung::test {
namespace {

std::vector<problem> swept_problems() {
  return {{.signal = 1200, .filter = 30, .batch = 2, .mode = mode::same},
          {.signal = 300, .filter = 9, .batch = 3, .filters = filters::per_signal},
          {.signal = {20, 30}, .filter = {5, 4}, .mode = mode::valid, .operation = operation::correlation},
          {.signal = 150, .filter = 12, .batch = 2, .bank = 2, .type = complex64, .filter_type = float64},
          {.signal = {12, 14}, .filter = {3, 4}, .type = int8, .mode = mode::same, .boundary = reflect}};
}

std::span<std::byte> bytes_of(array<std::byte>& workspace) { return {workspace.data(), workspace.size()}; }

struct alive {
  std::int64_t allocations;
  std::int64_t bytes;
  std::int64_t streams;
  std::int64_t events;
  std::int64_t plans;
  bool operator==(const alive&) const = default;
};

alive now_alive() {
  const emulation::counters counted = emulation::count();
  return {counted.live_allocations, counted.live_bytes, counted.live_streams, counted.live_events, counted.live_plans};
}

enum class persistence : unsigned char { once, from_then_on };

class failing_calls : public testing::TestWithParam<std::tuple<contender, persistence>> {
 protected:
  void SetUp() override { emulation::reset(); }
  void TearDown() override { emulation::reset(); }

  static const contender& way() { return std::get<contender>(GetParam()); }

  // Runs `work` with call n failing. True when a call was made to fail. Anything but a faltung::error fails the test.
  template <class Work>
  static bool fails(std::int64_t n, Work&& work, bool& threw) {
    threw = false;
    emulation::fail_at(n, std::get<persistence>(GetParam()) == persistence::from_then_on);
    try {
      work();
    } catch (const error& typed) {
      threw = true;
      EXPECT_STRNE(typed.what(), "");
    }
    const bool reached = emulation::failures_injected() > 0;
    emulation::fail_at(0);
    EXPECT_TRUE(reached || !threw) << "threw although nothing failed";
    return reached;
  }
};

constexpr std::int64_t endless = 2000;

TEST_P(failing_calls, on_the_way_from_plan_to_result_are_typed_errors_and_leak_nothing) {
  for_each_problem(way(), swept_problems(), [](const problem& description) {
    const options request = way().forced();
    const operands data = random_operands(description);
    const elements expected = convolve_guarded(description, request, data);
    const stored_elements signal(request.memory, data.signal);
    const stored_elements filter(request.memory, data.filter);
    guarded_output output(request.memory, description);
    array<std::byte> workspace(request.memory, plan(description, request).workspace_bytes());
    cuda::release_caches();
    const alive before = now_alive();

    for (std::int64_t n = 1;; ++n) {
      SCOPED_TRACE("call " + std::to_string(n));
      ASSERT_LT(n, endless) << "no clean run";
      bool threw = false;
      const bool reached = fails(
          n,
          [&] {
            plan made(description, request);
            made.set_filter(filter.view());
            made.execute(signal.view(), output.view(), bytes_of(workspace), nullptr);
          },
          threw);
      cuda::release_caches();
      ASSERT_EQ(now_alive(), before) << "leaked";
      if (!reached) {
        EXPECT_GT(n, 3) << "hardly any call was made to fail";
        break;
      }
      // A failure may be survived (a query, a release): then the result is right.
      if (!threw) {
        ASSERT_TRUE(same_bits(output.values(), expected));
      }
      ASSERT_TRUE(output.guards_intact());
    }
    ASSERT_TRUE(same_bits(output.values(), expected));
  });
}

TEST_P(failing_calls, of_set_filter_leave_the_filter_before_it_in_force) {
  for_each_problem(way(), swept_problems(), [](const problem& description) {
    const options request = way().forced();
    const operands data = random_operands(description);
    plan made(description, request);
    const stored_elements filter(request.memory, data.filter);
    made.set_filter(filter.view());
    const elements expected = execute_guarded(made, request.memory, data.signal);
    const auto taps = static_cast<std::int64_t>(data.filter.size());
    const stored_elements other(request.memory, random_elements(data.filter.type(), taps, values::normal, 5));
    for (std::int64_t n = 1;; ++n) {
      SCOPED_TRACE("call " + std::to_string(n));
      ASSERT_LT(n, endless) << "no clean run";
      bool threw = false;
      if (!fails(
              n, [&] { made.set_filter(other.view()); }, threw))
        break;
      if (threw) {
        ASSERT_TRUE(same_bits(execute_guarded(made, request.memory, data.signal), expected));
      }
      made.set_filter(filter.view());
    }
  });
}

TEST_P(failing_calls, of_execute_leave_the_output_untouched_or_fully_written_and_the_plan_usable) {
  for_each_problem(way(), swept_problems(), [](const problem& description) {
    const options request = way().forced();
    const operands data = random_operands(description);
    plan made(description, request);
    set_filter_guarded(made, request.memory, data.filter);
    const elements expected = execute_guarded(made, request.memory, data.signal);
    const stored_elements signal(request.memory, data.signal);
    array<std::byte> workspace(request.memory, made.workspace_bytes());
    std::int64_t n = 1;
    for (;; ++n) {
      SCOPED_TRACE("call " + std::to_string(n));
      ASSERT_LT(n, endless) << "no clean run";
      guarded_output output(request.memory, description);
      bool threw = false;
      const bool reached = fails(
          n, [&] { made.execute(signal.view(), output.view(), bytes_of(workspace), nullptr); }, threw);
      ASSERT_TRUE((threw && output.untouched()) || same_bits(output.values(), expected));
      ASSERT_TRUE(same_bits(signal.read(), data.signal)) << "the signal was changed";
      ASSERT_TRUE(same_bits(execute_guarded(made, request.memory, data.signal), expected)) << "not usable afterwards";
      if (!reached) break;
    }
    EXPECT_GT(n, 1) << "execute made no call";
  });
}

INSTANTIATE_TEST_SUITE_P(contract, failing_calls,
                         testing::Combine(testing::ValuesIn(contenders()),
                                          testing::Values(persistence::once, persistence::from_then_on)),
                         [](const auto& instance) {
                           const bool once = std::get<1>(instance.param) == persistence::once;
                           return name_of(std::get<0>(instance.param)) + (once ? "_once" : "_from_then_on");
                         });

}  // namespace
}  // namespace faltung::test
