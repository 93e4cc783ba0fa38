// Calls of a plan that cannot be served end in a typed error that names argument and value, with nothing written.
#include <optional>

#include "contract/guarded.hpp"
#include "contract/kind_fixture.hpp"
#include "contract/refusal.hpp"

namespace faltung::test {
namespace {

class every_plan_refuses : public testing::TestWithParam<contender> {
 protected:
  static options forced() { return GetParam().forced(); }
};

// One executable plan and every wrong way to call it.
TEST_P(every_plan_refuses, wrong_operands_of_execute_with_nothing_written) {
  const problem description{.signal = 200, .filter = 7, .batch = 2, .mode = mode::same};
  const memory where = GetParam().memory;
  const operands data = random_operands(description);
  plan made(description, forced());
  const array<float> signal(where, data.signal.as<float>());
  guarded_output output(where, description);
  guarded_workspace workspace(where, made.workspace_bytes());
  const std::span<float> out = output.as<float>();
  const auto scratch = workspace.view();

  expect_invalid("filter", "none", [&] { made.execute(signal, out, scratch); });
  const array<float> filter(where, data.filter.as<float>());
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
  EXPECT_TRUE(same_bits(elements(signal.read()), data.signal));

  made.execute(signal, out, scratch);  // none of that spoiled the plan
  EXPECT_TRUE(same_bits(output.values(), convolve_guarded(description, forced(), data)));
}

TEST_P(every_plan_refuses, an_output_that_overlaps_the_signal_and_a_workspace_that_overlaps_either) {
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
  EXPECT_TRUE(same_bits(elements(pool.read()), elements(before)));
  EXPECT_NO_THROW(made.execute(at(400), at(500), workspace.view())) << "neighbours do not overlap";
  EXPECT_NO_THROW(made.execute(at(400), at(300), workspace.view())) << "neighbours do not overlap";
  if (where == memory::device) finish_device();
}

// A layout's operand may be longer than what is used; a shorter one is refused, contiguous ones must fit exactly.
TEST_P(every_plan_refuses, views_that_end_before_their_layout_does) {
  problem description{.signal = 20, .filter = 3, .batch = 2, .mode = mode::same};
  description.signal_layout = layout{.offset = 5, .batch = 50, .column = 2};  // up to element 93
  description.filter_layout = layout{.column = 4};                            // up to element 8
  description.output_layout = layout{.offset = 39, .batch = -20, .column = 1};
  const memory where = GetParam().memory;
  plan made(description, forced());
  const array<float> taps(where, std::vector<float>(9, 1.0F));
  const array<float> signal(where, std::vector<float>(200, 1.0F));
  guarded_output output(where, description);
  guarded_workspace workspace(where, made.workspace_bytes());
  expect_invalid("filter", "8 elements", [&] { made.set_filter(std::span(taps.data(), 8)); });
  made.set_filter(taps);
  expect_invalid("signal", "93 elements",
                 [&] { made.execute(std::span(signal.data(), 93), output.as<float>(), workspace.view()); });
  expect_invalid("output", "58 elements",
                 [&] { made.execute(signal, output.as<float>().first(58), workspace.view()); });
  EXPECT_TRUE(output.untouched());
  made.execute(signal, output.as<float>(), workspace.view());
  EXPECT_FALSE(output.untouched());
}

TEST_P(every_plan_refuses, operands_of_other_types_than_the_plans) {
  const problem description{
      .signal = 20, .filter = 3, .type = float32, .filter_type = complex64, .output_type = complex128};
  const memory where = GetParam().memory;
  plan made(description, forced());
  const elements signal(float32, 20);
  expect_invalid("filter", "float32", [&] { made.set_filter({signal.bytes().data(), 3, float32}); });
  set_filter_guarded(made, where, elements(complex64, 3));
  guarded_output output(where, description);
  guarded_workspace workspace(where, made.workspace_bytes());
  const stored_elements input(where, signal);
  const auto execute = [&](element_type of_signal, element_type of_output) {
    plan::const_view read = input.view();
    plan::mutable_view written = output.view();
    read.type = of_signal;
    written.type = of_output;
    made.execute(read, written, workspace.view(), nullptr);
  };
  expect_invalid("signal", "complex64", [&] { execute(complex64, complex128); });
  expect_invalid("signal", "int32", [&] { execute(int32, complex128); });
  expect_invalid("output", "complex64", [&] { execute(float32, complex64); });
  expect_invalid("output", "float64", [&] { execute(float32, float64); });
  EXPECT_TRUE(output.untouched());
  EXPECT_NO_THROW(execute(float32, complex128));
  if (where == memory::device) finish_device();
}

INSTANTIATE_TEST_SUITE_P(contract, every_plan_refuses, testing::ValuesIn(contenders()), name_of_way);

}  // namespace
}  // namespace faltung::test
