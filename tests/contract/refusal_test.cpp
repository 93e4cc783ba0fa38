// Problems and options that cannot be served end in a typed error that names argument and value, before any work.
#include <array>
#include <complex>
#include <cstdint>
#include <limits>

#include "contract/kind_fixture.hpp"
#include "contract/refusal.hpp"
#include "faltung/plan.hpp"

namespace faltung::test {
namespace {

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
  expect_no_plan("problem.batch", "-1", {.signal = 3, .filter = 3, .batch = -1});
  expect_no_plan("problem.bank", "0", {.signal = 3, .filter = 3, .bank = 0});
  expect_no_plan("problem.bank", "-2", {.signal = 3, .filter = 3, .bank = -2});
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
  expect_no_plan("problem.bank", std::to_string(huge / 2), {.signal = 3, .filter = 3, .batch = 3, .bank = huge / 2});
}

TEST_P(every_way_refuses, operands_of_different_rank_and_values_that_are_no_enumerators) {
  expect_no_plan("problem.filter", "{3, 3}", {.signal = 10, .filter = {3, 3}});
  expect_no_plan("problem.filter", "{3}", {.signal = {10, 10}, .filter = 3});
  expect_no_plan("problem.mode", "17", {.signal = 10, .filter = 3, .mode = static_cast<mode>(17)});
  expect_no_plan("problem.operation", "2", {.signal = 10, .filter = 3, .operation = static_cast<operation>(2)});
  expect_no_plan("problem.filters", "9", {.signal = 10, .filter = 3, .filters = static_cast<filters>(9)});
  expect_no_plan("problem.type", "200", {.signal = 10, .filter = 3, .type = static_cast<element_type>(200)});
  const auto no_type = static_cast<element_type>(15);
  expect_no_plan("problem.filter_type", "15", {.signal = 10, .filter = 3, .filter_type = no_type});
  expect_no_plan("problem.output_type", "15", {.signal = 10, .filter = 3, .output_type = no_type});
  expect_no_plan("problem.accumulator", "15", {.signal = 10, .filter = 3, .accumulator = no_type});
  expect_no_plan("problem.overflow", "2", {.signal = 10, .filter = 3, .overflow = static_cast<overflow>(2)});
  const auto no_rule = static_cast<boundary_rule>(6);
  expect_no_plan("problem.boundary", "6", {.signal = 10, .filter = 3, .mode = mode::same, .boundary = no_rule});
}

TEST_P(every_way_refuses, origins_out_of_range_or_without_a_centre) {
  const auto refuse = [](const std::string& value, const shape& filter, mode part, std::array<std::int64_t, 2> origin) {
    const shape signal = filter.rank() == 1 ? shape(10) : shape(10, 10);
    for (const boundary& outside : {zero, wrap})
      for (const operation what : {operation::convolution, operation::correlation})
        expect_no_plan("problem.origin", value,
                       {.signal = signal,
                        .filter = filter,
                        .mode = part,
                        .operation = what,
                        .boundary = outside,
                        .origin = origin});
  };
  refuse("1", 3, mode::full, {1, 0});
  refuse("-1", 3, mode::valid, {-1, 0});
  refuse("2", 3, mode::same, {2, 0});
  refuse("-2", 3, mode::same, {-2, 0});
  refuse("3", 4, mode::same, {3, 0});
  refuse("-3", 4, mode::same, {-3, 0});
  refuse("1", 1, mode::same, {1, 0});
  refuse("1", 3, mode::same, {0, 1});  // of a second axis that is not there
  refuse("2", {5, 3}, mode::same, {2, 2});
  refuse(std::to_string(std::numeric_limits<std::int64_t>::min()), 3, mode::same,
         {std::numeric_limits<std::int64_t>::min(), 0});
}

TEST_P(every_way_refuses, constants_that_are_not_finite_or_no_values_of_the_signals_type) {
  const auto refuse = [](const std::string& value, element_type type, std::complex<double> outside) {
    expect_no_plan("problem.boundary", value,
                   {.signal = 10, .filter = 3, .type = type, .mode = mode::same, .boundary = constant(outside)});
  };
  refuse("nan", float32, std::numeric_limits<double>::quiet_NaN());
  refuse("inf", float64, std::numeric_limits<double>::infinity());
  refuse("", complex64, {0, -std::numeric_limits<double>::infinity()});
  refuse("1e+39", float32, 1e39);
  refuse("1e+05", float16, 1e5);
  refuse("0 + 1i", float32, {0, 1});
  refuse("0.5", int8, 0.5);
  refuse("128", int8, 128);
  refuse("-129", int8, -129);
  refuse("-1", uint8, -1);
  refuse("2", boolean, 2);
  refuse("", uint64, 0x1p64);
}

TEST_P(every_way_refuses, result_types_that_would_lose_a_part_of_the_result) {
  const auto refuse = [](element_type operands, element_type output) {
    expect_no_plan("problem.output_type", std::string(to_string(output)),
                   {.signal = 10, .filter = 3, .type = operands, .output_type = output});
  };
  refuse(float32, int32);
  refuse(float16, uint8);
  refuse(complex64, float32);
  refuse(complex128, int64);
  refuse(int32, boolean);
  refuse(float64, boolean);
  refuse(float32, complex64);
  const auto refuse_sum = [](element_type operands, element_type accumulator) {
    expect_no_plan("problem.accumulator", std::string(to_string(accumulator)),
                   {.signal = 10, .filter = 3, .type = operands, .accumulator = accumulator});
  };
  refuse_sum(float32, float16);
  refuse_sum(float32, int32);
  refuse_sum(float64, float32);
  refuse_sum(complex128, complex64);
  refuse_sum(int32, int16);
  refuse_sum(int32, float64);
}

TEST_P(every_way_refuses, layouts_that_leave_the_memory_or_share_outputs) {
  const problem common{.signal = {6, 8}, .filter = {3, 3}, .batch = 2, .mode = mode::same};
  const auto refuse_signal = [&](const layout& at) {
    problem asked = common;
    asked.signal_layout = at;
    expect_no_plan("problem.signal_layout", "", asked);
  };
  refuse_signal({.batch = 48, .row = -8});               // before the start
  refuse_signal({.offset = -1, .batch = 48, .row = 8});  // the same
  refuse_signal({.offset = 6, .batch = 48, .row = 8, .column = -1});
  refuse_signal({.batch = 48, .row = 8, .channels = 0});
  refuse_signal({.batch = 48, .row = 8, .channels = -3});
  refuse_signal({.batch = huge, .row = 8});  // beyond 63 bits, in elements and in bytes
  refuse_signal({.offset = huge, .batch = 48, .row = 8});
  refuse_signal({.offset = huge / 4, .batch = 48, .row = 8});
  refuse_signal({.batch = std::numeric_limits<std::int64_t>::min(), .row = 8});
  problem asked = common;
  asked.filter_layout = layout{.row = -3};
  expect_no_plan("problem.filter_layout", "", asked);
  const auto refuse_output = [&](const layout& at) {
    asked = common;
    asked.output_layout = at;
    expect_no_plan("problem.output_layout", "", asked);
  };
  refuse_output({.batch = 0, .row = 8});                // both outputs in one place
  refuse_output({.batch = 47, .row = 8});               // they overlap by an element
  refuse_output({.batch = 48, .row = 7});               // rows do
  refuse_output({.batch = 48, .row = 8, .column = 0});  // all of a row
  refuse_output({.batch = 48, .row = 8, .channels = 2, .channel = 0});
  asked.output_layout = layout{.batch = 48, .row = 8};
  EXPECT_EQ(GetParam().refuses(asked), complaint_of([&] { plan(asked, forced()); }).has_value());
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
  refuse("options.non_finite", "2", with([](options& o) { o.non_finite = static_cast<non_finite>(2); }));
}

TEST_P(every_way_refuses, what_its_method_cannot_do) {
  const contender way = GetParam();
  for (const problem& description :
       {problem{.signal = {40, 40}, .filter = {3, 3}}, problem{.signal = 10, .filter = 11},
        problem{.signal = 100, .filter = 9, .type = int16}, problem{.signal = 100, .filter = 9, .type = int32},
        problem{.signal = 100, .filter = 9, .type = uint64},
        problem{.signal = 100, .filter = 9, .type = int8, .filter_type = int64}}) {
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

// Overflow is an error only where every sum is looked at; where none can overflow any method will do.
TEST_P(every_way_refuses, to_notice_an_overflow_unless_it_looks_at_every_sum) {
  const problem description{.signal = 20, .filter = 3, .type = int8, .overflow = overflow::error, .mode = mode::same};
  if (GetParam().method == method::reference)
    EXPECT_NO_THROW(plan(description, forced()));
  else
    expect_unsupported("problem.overflow", [&] { plan(description, forced()); });
  problem wide = description;
  wide.output_type = int32;
  EXPECT_NO_THROW(plan(wide, forced()));
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
