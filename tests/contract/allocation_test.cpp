// Every allocation of the library is made to fail in turn, once and from then on.
#include <gtest/gtest.h>

#include <array>
#include <new>
#include <optional>

#include "contract/failing_new.hpp"
#include "contract/guarded.hpp"
#include "contract/kind_fixture.hpp"
#include "faltung/array.hpp"
#include "faltung/convolve.hpp"
#include "faltung/error.hpp"

namespace faltung::test {
namespace {

std::vector<problem> swept_problems() {
  return {
      {.signal = 600, .filter = 25, .batch = 3},
      {.signal = 600, .filter = 25, .batch = 3, .filters = filters::per_signal, .operation = operation::correlation},
      {.signal = {20, 30}, .filter = {5, 4}, .batch = 2, .mode = mode::same},
      {.signal = 200, .filter = 11, .batch = 2, .bank = 2, .type = complex64, .filter_type = float64},
      {.signal = {12, 14}, .filter = {3, 4}, .type = int8, .output_type = int32, .mode = mode::same, .boundary = wrap}};
}

plan::const_view view_of(const elements& of) { return {of.bytes().data(), of.size(), of.type()}; }
plan::mutable_view view_of(elements& of) { return {of.bytes().data(), of.size(), of.type()}; }
elements empty_output(const problem& description) {
  return {result_type(description), outputs_of(description).memory_size()};
}

// With every allocation failing, no memory is left for the typed error's own text either.
enum class outcome : unsigned char { done, out_of_memory, bad_alloc };

template <class Work>
outcome attempt(Work&& work) {
  try {
    work();
    return outcome::done;
  } catch (const out_of_memory&) {
    return outcome::out_of_memory;
  } catch (const std::bad_alloc&) {
    return outcome::bad_alloc;
  }
}

// `work` is tried with allocation 1, 2, ... failing until it runs through. After each failure `check` is called.
template <class Work, class Check>
void sweep(bool from_then_on, Work&& work, Check&& check) {
  constexpr std::int64_t endless = 10'000;
  for (std::int64_t n = 1; n < endless; ++n) {
    SCOPED_TRACE("allocation " + std::to_string(n) + (from_then_on ? " and all after it fail" : " fails"));
    const std::int64_t alive = allocations_alive();
    fail_allocation(n, from_then_on);
    const outcome got = attempt(work);
    const std::int64_t failed = allocations_failed();
    fail_allocation(0);
    EXPECT_EQ(allocations_alive(), alive) << "leaked";
    if (failed == 0) {
      EXPECT_EQ(got, outcome::done);
      EXPECT_GT(n, 1) << "nothing was made to fail";
      return;
    }
    if (!from_then_on) {
      EXPECT_NE(got, outcome::bad_alloc) << "an untyped error";
    }
    check(got);
    if (testing::Test::HasFailure()) return;
  }
  FAIL() << "did not end";
}

class host_memory_running_out : public testing::TestWithParam<contender> {};

TEST_P(host_memory_running_out, leaves_a_typed_error_and_no_leak_when_a_plan_is_made_and_filled) {
  for_each_problem(GetParam(), swept_problems(), [](const problem& description) {
    const operands data = random_operands(description);
    const options request = GetParam().forced();
    { plan warm(description, request); }  // what is made once per process is not a leak
    for (const bool from_then_on : {false, true})
      sweep(
          from_then_on,
          [&] {
            plan made(description, request);
            made.set_filter(view_of(data.filter));
          },
          [](outcome) {});
  });
}

TEST_P(host_memory_running_out, leaves_the_filter_in_force_and_the_plan_usable) {
  for_each_problem(GetParam(), swept_problems(), [](const problem& description) {
    const operands data = random_operands(description);
    plan made(description, GetParam().forced());
    made.set_filter(view_of(data.filter));
    std::vector<std::byte> workspace(made.workspace_bytes());
    elements expected = empty_output(description);
    made.execute(view_of(data.signal), view_of(expected), workspace, nullptr);
    const elements other =
        random_elements(data.filter.type(), static_cast<std::int64_t>(data.filter.size()), values::normal, 3);

    for (std::int64_t n = 1; n < 1000; ++n) {
      SCOPED_TRACE(n);
      fail_allocation(n);
      const outcome got = attempt([&] { made.set_filter(view_of(other)); });
      const bool was_reached = allocations_failed() > 0;
      fail_allocation(0);
      if (!was_reached) break;
      ASSERT_NE(got, outcome::bad_alloc);
      if (got == outcome::out_of_memory) {
        elements output = empty_output(description);
        made.execute(view_of(data.signal), view_of(output), workspace, nullptr);
        ASSERT_TRUE(same_bits(output, expected)) << "the refused filter took effect";
      }
      made.set_filter(view_of(data.filter));
    }
  });
}

TEST_P(host_memory_running_out, leaves_the_output_untouched_or_fully_written) {
  for_each_problem(GetParam(), swept_problems(), [](const problem& description) {
    const operands data = random_operands(description);
    plan made(description, GetParam().forced());
    made.set_filter(view_of(data.filter));
    std::vector<std::byte> workspace(made.workspace_bytes());
    elements expected = empty_output(description);
    made.execute(view_of(data.signal), view_of(expected), workspace, nullptr);
    const elements untouched = filled(expected.type(), expected.size(), guard_byte);
    elements output = untouched;
    for (std::int64_t n = 1; n < 1000; ++n) {
      SCOPED_TRACE(n);
      output = untouched;
      fail_allocation(n);
      const outcome got = attempt([&] { made.execute(view_of(data.signal), view_of(output), workspace, nullptr); });
      const bool was_reached = allocations_failed() > 0;
      fail_allocation(0);
      ASSERT_NE(got, outcome::bad_alloc);
      ASSERT_TRUE(output == expected || (got == outcome::out_of_memory && output == untouched));
      if (!was_reached) break;
    }
  });
}

INSTANTIATE_TEST_SUITE_P(contract, host_memory_running_out, testing::ValuesIn(contenders()), name_of_way);

TEST(host_memory_running_out_in_one_call, leaves_a_typed_error_and_no_leak) {
  const std::vector<float> signal(300, 1.0F);
  const std::vector<float> filter(7, 0.5F);
  const options request{.backend = backend::cpu};
  const std::vector<float> expected = convolve(signal, filter, mode::same, request);
  std::vector<float> output(expected.size());
  for (const bool from_then_on : {false, true})
    sweep(
        from_then_on, [&] { convolve_into(output, signal, filter, mode::same, request); },
        [&](outcome) { EXPECT_EQ(convolve(signal, filter, mode::same, request), expected) << "afterwards"; });
}

// Several plans.
TEST(host_memory_running_out_in_one_call, of_walked_arrays_leaves_a_typed_error_and_no_leak) {
  const std::vector<float> values(4000, 1.0F);
  const array_view<const float> signal(values.data(), {200, 2, 3, 5}, {18, 9, 3, 0});
  const array_view<const float> filter(values.data(), {1, 2, 1, 4});
  const options request{.backend = backend::cpu};
  const faltung::array<float> expected = convolve(signal, filter, -1, mode::same, request);
  faltung::array<float> output = expected;
  for (const bool from_then_on : {false, true})
    sweep(
        from_then_on, [&] { convolve_into(output, signal, filter, -1, mode::same, request); },
        [&](outcome) {
          EXPECT_EQ(convolve(signal, filter, -1, mode::same, request).elements, expected.elements) << "afterwards";
        });
}

// Half of them might have the new filter.
TEST(host_memory_running_out_in_one_call, of_several_plans_set_filter_leaves_them_without) {
  const array_form form{{100, 2, 8}};
  array_plan made({.mode = mode::same}, form, {{1, 2, 3}}, form, std::array{-1},
                  {.backend = backend::cpu, .method = method::direct});
  ASSERT_EQ(made.plans(), 2);
  const std::vector<float> filter{0, 1, 0, 0, 2, 0};
  const std::vector<float> signal(1600, 3);
  std::vector<float> output(1600, -1);
  int failures = 0;
  for (std::int64_t n = 1;; ++n, ++failures) {
    made.set_filter(filter.data());
    fail_allocation(n);
    const outcome got = attempt([&] { made.set_filter(filter.data()); });
    fail_allocation(0);
    if (got == outcome::done) break;
    EXPECT_EQ(got, outcome::out_of_memory);
    EXPECT_THROW(made.execute(signal.data(), output.data()), invalid_argument);
    EXPECT_EQ(output, std::vector<float>(1600, -1));
  }
  EXPECT_GE(failures, 2) << "each plan allocates for its filter";
  made.execute(signal.data(), output.data());
  for (std::size_t i = 0; i < output.size(); ++i) ASSERT_EQ(output[i], i / 8 % 2 == 0 ? 3 : 6);
}

}  // namespace
}  // namespace faltung::test
