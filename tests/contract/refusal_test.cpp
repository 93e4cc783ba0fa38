// Calls that cannot be served end in a typed error that names argument and value, before any work and with nothing
// written.
#include <cstdint>
#include <functional>
#include <limits>
#include <optional>

#include "contract/guarded.hpp"
#include "contract/kind_fixture.hpp"
#include "faltung/error.hpp"

namespace faltung::test {
namespace {

// The argument and value of the invalid_argument (or unsupported) that `call` throws.
struct complaint {
  std::string argument;
  std::string value;
  bool unsupported = false;
};

std::optional<complaint> complaint_of(const std::function<void()>& call) {
  try {
    call();
  } catch (const unsupported& refused) {
    EXPECT_NE(std::string(refused.what()).find(refused.argument()), std::string::npos);
    return complaint{refused.argument(), refused.value(), true};
  } catch (const invalid_argument& refused) {
    EXPECT_NE(std::string(refused.what()).find(refused.value()), std::string::npos);
    return complaint{refused.argument(), refused.value(), false};
  }
  return std::nullopt;
}

void expect_invalid(const std::string& argument, const std::string& value, const std::function<void()>& call) {
  const auto got = complaint_of(call);
  ASSERT_TRUE(got.has_value()) << "no error about " << argument;
  EXPECT_EQ(got->argument, argument);
  if (!value.empty()) {
    EXPECT_EQ(got->value, value);
  }
  EXPECT_FALSE(got->unsupported);
}

void expect_unsupported(const std::string& argument, const std::function<void()>& call) {
  const auto got = complaint_of(call);
  ASSERT_TRUE(got.has_value()) << "no error about " << argument;
  EXPECT_EQ(got->argument, argument);
  EXPECT_TRUE(got->unsupported);
}

class every_way_refuses : public testing::TestWithParam<contender> {
 protected:
  static options forced() { return GetParam().forced(); }
  static void expect_no_plan(const std::string& argument, const std::string& value, const problem& description) {
    SCOPED_TRACE(argument + " = " + value);
    expect_invalid(argument, value, [&] { plan(description, forced()); });
    expect_invalid(argument, value, [&] { (void)output_shape(description); });
  }
};

constexpr std::int64_t huge = std::numeric_limits<std::int64_t>::max();

TEST_P(every_way_refuses, empty_and_negative_sizes) {
  expect_no_plan("problem.signal", "{0}", {.signal = 0, .filter = 3});
  expect_no_plan("problem.filter", "{0}", {.signal = 3, .filter = 0});
  expect_no_plan("problem.signal", "{-5}", {.signal = -5, .filter = 3});
  expect_no_plan("problem.filter", "{-1}", {.signal = 5, .filter = -1});
  expect_no_plan("problem.signal", "{4, 0}", {.signal = {4, 0}, .filter = {1, 1}});
  expect_no_plan("problem.filter", "{-2, 3}", {.signal = {4, 4}, .filter = {-2, 3}});
  expect_no_plan("problem.signal", "{}", {.signal = {}, .filter = 3});
  expect_no_plan("problem.filter", "{}", {.signal = 3, .filter = {}});
  expect_no_plan("problem.batch", "0", {.signal = 3, .filter = 3, .batch = 0});
  expect_no_plan("problem.batch", "-7", {.signal = 3, .filter = 3, .batch = -7});
  expect_no_plan("problem.signal", "{-1}", {.signal = std::numeric_limits<std::uint64_t>::max(), .filter = 3});
}

TEST_P(every_way_refuses, sizes_whose_products_overflow) {
  const std::string most = std::to_string(huge);
  expect_no_plan("problem.signal", "{" + most + "}", {.signal = huge, .filter = 2});
  expect_no_plan("problem.signal", "", {.signal = 2, .filter = huge});
  expect_no_plan("problem.signal", "", {.signal = huge / 2, .filter = 1});
  expect_no_plan("problem.signal", "", {.signal = {huge / 2, std::int64_t{3}}, .filter = {1, 1}});
  expect_no_plan("problem.signal", "", {.signal = {std::int64_t{1} << 32, std::int64_t{1} << 31}, .filter = {1, 1}});
  expect_no_plan("problem.batch", most, {.signal = 16, .filter = 1, .batch = huge});
  expect_no_plan("problem.batch", std::to_string(huge / 8), {.signal = 3, .filter = 3, .batch = huge / 8});
  expect_no_plan("problem.batch", std::to_string(huge / 64),
                 {.signal = 1, .filter = 100, .batch = huge / 64, .filters = filters::per_signal});
}

TEST_P(every_way_refuses, operands_of_different_rank_and_values_that_are_no_enumerators) {
  expect_no_plan("problem.filter", "{3, 3}", {.signal = 10, .filter = {3, 3}});
  expect_no_plan("problem.filter", "{3}", {.signal = {10, 10}, .filter = 3});
  expect_no_plan("problem.mode", "17", {.signal = 10, .filter = 3, .mode = static_cast<mode>(17)});
  expect_no_plan("problem.operation", "2", {.signal = 10, .filter = 3, .operation = static_cast<operation>(2)});
  expect_no_plan("problem.filters", "9", {.signal = 10, .filter = 3, .filters = static_cast<filters>(9)});
  expect_no_plan("problem.type", "200", {.signal = 10, .filter = 3, .type = static_cast<element_type>(200)});
}

TEST_P(every_way_refuses, valid_in_2d_where_neither_operand_contains_the_other) {
  expect_no_plan("problem.filter", "{9, 3}", {.signal = {5, 40}, .filter = {9, 3}, .mode = mode::valid});
  expect_no_plan("problem.filter", "{3, 9}", {.signal = {40, 5}, .filter = {3, 9}, .mode = mode::valid});
}

TEST_P(every_way_refuses, options_that_are_none) {
  const problem description{.signal = 100, .filter = 5};
  const auto with = [](auto&& change) {
    options request = forced();
    change(request);
    return request;
  };
  const auto refuse = [&](const std::string& argument, const std::string& value, const options& request) {
    expect_invalid(argument, value, [&] { plan(description, request); });
  };
  refuse("options.max_error", "nan", with([](options& o) { o.max_error = std::numeric_limits<double>::quiet_NaN(); }));
  refuse("options.max_error", "", with([](options& o) { o.max_error = 0; }));
  refuse("options.max_error", "", with([](options& o) { o.max_error = -1e-6; }));
  refuse("options.threads", "-2", with([](options& o) { o.threads = -2; }));
  refuse("options.backend", "77", with([](options& o) { o.backend = static_cast<backend>(77); }));
  refuse("options.method", "77", with([](options& o) { o.method = static_cast<method>(77); }));
  refuse("options.memory", "77", with([](options& o) { o.memory = static_cast<memory>(77); }));
}

TEST_P(every_way_refuses, what_its_method_cannot_do) {
  const contender way = GetParam();
  for (const problem& description :
       {problem{.signal = {40, 40}, .filter = {3, 3}}, problem{.signal = 10, .filter = 11}}) {
    if (way.refuses(description))
      expect_unsupported("options.method", [&] { plan(description, forced()); });
    else
      EXPECT_NO_THROW(plan(description, forced()));
  }
}

TEST_P(every_way_refuses, an_error_bound_tighter_than_its_own) {
  const problem description{.signal = 300, .filter = 30};
  options request = forced();
  const double own = plan(description, request).bound().factor;
  request.max_error = own;
  EXPECT_NO_THROW(plan(description, request));
  request.max_error = own * 0.99;
  expect_unsupported("options.max_error", [&] { plan(description, request); });
}

// One executable plan and every wrong way to call it.
TEST_P(every_way_refuses, wrong_operands_of_execute_with_nothing_written) {
  const problem description{.signal = 200, .filter = 7, .batch = 2, .mode = mode::same};
  const memory where = GetParam().memory;
  const operands<float> data = random_operands<float>(description);
  plan made(description, forced());
  const array<float> signal(where, data.signal);
  guarded_output<float> output(where, 400);
  guarded_workspace workspace(where, made.workspace_bytes());
  const auto out = output.view();
  const auto scratch = workspace.view();

  expect_invalid("filter", "none", [&] { made.execute(signal, out, scratch); });
  const array<float> filter(where, data.filter);
  made.set_filter(filter);

  const array<float> shorter(where, 399);
  const array<float> longer(where, 401);
  array<double> doubles(where, 400);
  expect_invalid("signal", "399 elements", [&] { made.execute(shorter, out, scratch); });
  expect_invalid("signal", "401 elements", [&] { made.execute(longer, out, scratch); });
  expect_invalid("signal", "0 elements", [&] { made.execute(std::span(signal.data(), 0), out, scratch); });
  expect_invalid("output", "399 elements", [&] { made.execute(signal, out.first(399), scratch); });
  expect_invalid("output", "401 elements", [&] { made.execute(signal, std::span(out.data(), 401), scratch); });
  expect_invalid("signal", "float64", [&] { made.execute(doubles, out, scratch); });
  expect_invalid("output", "float64", [&] { made.execute(signal, doubles, scratch); });
  expect_invalid("filter", "float64", [&] { made.set_filter(doubles); });
  expect_invalid("filter", "6 elements", [&] { made.set_filter(std::span(filter.data(), 6)); });
  expect_invalid("filter", "nullptr", [&] { made.set_filter(static_cast<const float*>(nullptr)); });
  expect_invalid("signal", "nullptr", [&] { made.execute(static_cast<const float*>(nullptr), out.data(), scratch); });
  expect_invalid("output", "nullptr", [&] { made.execute(signal.data(), static_cast<float*>(nullptr), scratch); });

  const auto odd = reinterpret_cast<const float*>(reinterpret_cast<const std::byte*>(signal.data()) + 2);
  expect_invalid("signal", "", [&] { made.execute(odd, out.data(), scratch); });

  if (made.workspace_bytes() > 0) {
    const auto bytes = std::to_string(made.workspace_bytes() - 1) + " bytes";
    expect_invalid("workspace", bytes, [&] { made.execute(signal, out, scratch.first(scratch.size() - 1)); });
    expect_invalid("workspace", "0 bytes", [&] { made.execute(signal, out); });
    const std::span<std::byte> nothing(static_cast<std::byte*>(nullptr), std::size_t{0});
    expect_invalid("workspace", "0 bytes", [&] { made.execute(signal, out, nothing); });
  }
  EXPECT_TRUE(output.untouched());
  EXPECT_TRUE(same_bits<float>(signal.read(), data.signal));

  made.execute(signal, out, scratch);  // none of that spoiled the plan
  EXPECT_TRUE(same_bits<float>(output.values(), convolve_guarded<float>(description, forced(), data)));
}

TEST_P(every_way_refuses, an_output_that_overlaps_the_signal_and_a_workspace_that_overlaps_either) {
  const problem description{.signal = 100, .filter = 5, .mode = mode::same};
  const memory where = GetParam().memory;
  plan made(description, forced());
  made.set_filter(array<float>(where, std::vector<float>(5, 1.0F)));
  const std::vector<float> before = random_values<float>(1000, values::normal, 1);
  array<float> pool(where, before);
  guarded_workspace workspace(where, made.workspace_bytes());
  const auto at = [&](std::size_t first) { return std::span(pool.data() + first, 100); };
  for (const std::size_t first : {400U, 301U, 499U, 350U})
    expect_invalid("output", "", [&] { made.execute(at(400), at(first), workspace.view()); });
  if (made.workspace_bytes() > 0) {
    array<float> larger(where, made.workspace_bytes() / sizeof(float) + 301);
    const auto signal = std::span(larger.data(), 100);
    const auto output = std::span(larger.data() + 200, 100);
    const auto scratch = std::span(larger.data() + 99, larger.size() - 99);
    expect_invalid("workspace", "", [&] { made.execute(signal, at(0), scratch); });
    expect_invalid("workspace", "", [&] { made.execute(at(0), output, scratch); });
  }
  EXPECT_TRUE(same_bits<float>(pool.read(), before));
  EXPECT_NO_THROW(made.execute(at(400), at(500), workspace.view())) << "neighbours do not overlap";
  EXPECT_NO_THROW(made.execute(at(400), at(300), workspace.view())) << "neighbours do not overlap";
  if (where == memory::device) finish_device();
}

INSTANTIATE_TEST_SUITE_P(contract, every_way_refuses, testing::ValuesIn(contenders()), name_of_way);

TEST(refuses, device_memory_for_the_cpu_and_a_reference_for_cuda) {
  const problem description{.signal = 100, .filter = 5};
  expect_unsupported("options.memory", [&] { plan(description, {.backend = backend::cpu, .memory = memory::device}); });
  expect_unsupported("options.method",
                     [&] { plan(description, {.backend = backend::cuda, .method = method::reference}); });
}

TEST(refuses, cuda_where_there_is_no_device_with_the_reason) {
  capabilities machine;
  machine.cuda.absent = "the driver said no";
  try {
    plan({.signal = 100, .filter = 5}, {.backend = backend::cuda}, machine);
    FAIL() << "made a plan";
  } catch (const unsupported& refused) {
    EXPECT_EQ(refused.argument(), "options.backend");
    EXPECT_EQ(refused.value(), "cuda");
    EXPECT_NE(std::string(refused.what()).find("the driver said no"), std::string::npos);
  }
}

}  // namespace
}  // namespace faltung::test
