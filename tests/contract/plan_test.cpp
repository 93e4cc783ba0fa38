// What a plan promises about its workspace, its filter and its life, for every way to convolve.
#include <utility>

#include "contract/guarded.hpp"
#include "contract/kind_fixture.hpp"
#include "faltung/error.hpp"
#include "support/oracle.hpp"

namespace faltung::test {
namespace {

elements doubled(elements values) {
  for (std::size_t index = 0; index < values.size(); ++index)
    for (std::size_t part = 0; part < values.parts(); ++part) values.set(index, 2 * values.value(index, part), part);
  return values;
}

class plan_of_every_way : public testing::TestWithParam<contender> {
 protected:
  static memory where() { return GetParam().memory; }

  static void give_filter(plan& made, const elements& taps) { set_filter_guarded(made, where(), taps); }
};

TEST_P(plan_of_every_way, needs_exactly_its_workspace_bytes_from_any_address) {
  for_each_typical_problem(GetParam(), [](const problem& description) {
    const operands data = random_operands(description);
    plan made(description, GetParam().forced());
    give_filter(made, data.filter);
    const elements expected = execute_guarded(made, where(), data.signal);
    const std::size_t needed = made.workspace_bytes();
    const stored_elements signal(where(), in_memory(signals_of(description), data.signal));
    for (const std::size_t misalignment : {0U, 1U, 16U, 128U, 255U}) {
      guarded_output output(where(), description);
      guarded_workspace workspace(where(), needed, misalignment);
      made.execute(signal.view(), output.view(), workspace.view(), nullptr);
      EXPECT_TRUE(same_bits(output.values(), expected)) << misalignment;
      EXPECT_TRUE(workspace.guards_intact()) << misalignment;
    }
    if (needed == 0) return;
    guarded_output output(where(), description);
    guarded_workspace workspace(where(), needed - 1);
    EXPECT_THROW(made.execute(signal.view(), output.view(), workspace.view(), nullptr), invalid_argument);
    EXPECT_THROW(made.execute(signal.view(), output.view(), {}, nullptr), invalid_argument);
    EXPECT_TRUE(output.untouched());
  });
}

TEST_P(plan_of_every_way, never_needs_more_workspace_than_its_limit) {
  for_each_typical_problem(GetParam(), [](problem description) {
    description.batch = 6;
    options request = GetParam().forced();
    const plan unlimited(description, request);
    const candidate choice = unlimited.explain().choice();
    EXPECT_LE(unlimited.workspace_bytes(), request.workspace_limit);
    if (choice.transforms_per_pass == 0) {
      if (unlimited.workspace_bytes() == 0) return;
      request.workspace_limit = unlimited.workspace_bytes();
      EXPECT_EQ(plan(description, request).workspace_bytes(), request.workspace_limit);
      --request.workspace_limit;
      EXPECT_THROW(plan(description, request), unsupported);
      return;
    }
    const std::size_t one = choice.predicted_workspace_bytes / static_cast<std::size_t>(choice.transforms_per_pass);
    const std::size_t all = unlimited.workspace_bytes();
    for (const std::size_t limit : {all, all - 1, choice.predicted_workspace_bytes, all / 2, one, one / 2, one - 1}) {
      request.workspace_limit = limit;
      try {
        const plan limited(description, request);
        EXPECT_LE(limited.workspace_bytes(), limit);
        EXPECT_GE(limited.explain().choice().transforms_per_pass, 1);
      } catch (const unsupported& refused) {
        EXPECT_EQ(refused.argument(), "options.workspace_limit");
        EXPECT_EQ(refused.value(), std::to_string(limit));
        // Room for two transforms is room for one and the alignment of the start.
        EXPECT_LT(limit, 2 * one + 4096) << refused.what();
      }
    }
    request.workspace_limit = 0;
    if (all == 0 && choice.predicted_workspace_bytes == 0)
      EXPECT_EQ(plan(description, request).workspace_bytes(), 0U);
    else
      EXPECT_THROW(plan(description, request), unsupported);
  });
}

TEST_P(plan_of_every_way, keeps_its_filter_when_a_new_one_is_refused_and_takes_a_good_one) {
  for_each_typical_problem(GetParam(), [](const problem& description) {
    const operands data = random_operands(description, values::integers);
    plan made(description, GetParam().forced());
    give_filter(made, data.filter);
    const elements before = execute_guarded(made, where(), data.signal);

    const std::size_t needed = filters_of(description).memory_size();
    const stored_elements shorter(where(), elements(filter_type(description), needed - 1));
    EXPECT_THROW(made.set_filter(shorter.view()), invalid_argument);
    EXPECT_THROW(made.set_filter({nullptr, needed, filter_type(description)}), invalid_argument);
    EXPECT_TRUE(same_bits(execute_guarded(made, where(), data.signal), before));

    const elements expected = doubled(before);  // doubling rounds nothing
    give_filter(made, doubled(data.filter));
    EXPECT_TRUE(same_bits(execute_guarded(made, where(), data.signal), expected));
  });
}

TEST_P(plan_of_every_way, works_on_after_it_was_moved) {
  for_each_typical_problem(GetParam(), [](const problem& description) {
    const operands data = random_operands(description);
    plan first(description, GetParam().forced());
    give_filter(first, data.filter);
    const elements expected = execute_guarded(first, where(), data.signal);
    plan second(std::move(first));
    EXPECT_TRUE(same_bits(execute_guarded(second, where(), data.signal), expected));
    plan third(description, GetParam().forced());
    third = std::move(second);
    EXPECT_TRUE(same_bits(execute_guarded(third, where(), data.signal), expected));
  });
}

TEST_P(plan_of_every_way, takes_raw_pointers_as_it_takes_views) {
  const problem description{.signal = 200, .filter = 9, .batch = 2, .filter_type = float64};
  const operands data = random_operands(description);
  plan made(description, GetParam().forced());
  const array<double> filter(where(), data.filter.as<double>());
  made.set_filter(filter.data());
  const array<float> signal(where(), data.signal.as<float>());
  guarded_output output(where(), description);
  guarded_workspace workspace(where(), made.workspace_bytes());
  made.execute(signal.data(), output.as<double>().data(), workspace.view());
  EXPECT_TRUE(same_bits(output.values(), convolve_guarded(description, GetParam().forced(), data)));
}

TEST_P(plan_of_every_way, computes_nothing_for_an_empty_batch) {
  for (const filters sharing : {filters::shared, filters::per_signal}) {
    const problem description{.signal = 30, .filter = 4, .batch = 0, .filters = sharing, .bank = 2};
    plan made(description, GetParam().forced());
    EXPECT_EQ(made.output_shape(), shape(33));
    EXPECT_THROW(made.execute(static_cast<const float*>(nullptr), static_cast<float*>(nullptr)), invalid_argument)
        << "there is no filter yet";
    const array<float> taps(where(), std::vector<float>(8, 1.0F));
    made.set_filter(sharing == filters::shared ? taps.data() : static_cast<const float*>(nullptr));
    guarded_workspace workspace(where(), made.workspace_bytes());
    made.execute(static_cast<const float*>(nullptr), static_cast<float*>(nullptr), workspace.view());
  }
}

TEST_P(plan_of_every_way, writes_every_output_even_where_no_product_reaches) {
  // The sentinel in guarded outputs is finite; zeros must replace it.
  const problem description{.signal = {3, 40}, .filter = {9, 3}, .mode = mode::same};
  if (GetParam().refuses(description)) return;
  const operands zeros{elements(float32, 120), elements(float32, 27)};
  EXPECT_EQ(convolve_guarded(description, GetParam().forced(), zeros), elements(float32, 120));
}

TEST_P(plan_of_every_way, names_the_chosen_candidate_and_why_others_are_out) {
  const plan made({.signal = 500, .filter = 9}, GetParam().forced());
  const explanation& all = made.explain();
  EXPECT_EQ(all.candidates.size(), 9U);
  EXPECT_EQ(all.choice().backend, GetParam().backend);
  EXPECT_EQ(all.choice().method, GetParam().method);
  for (std::size_t index = 0; index < all.candidates.size(); ++index)
    EXPECT_EQ(all.candidates[index].refused.empty(), index == all.chosen);
  EXPECT_EQ(made.bound().factor, all.choice().bound.factor);
}

INSTANTIATE_TEST_SUITE_P(contract, plan_of_every_way, testing::ValuesIn(contenders()), name_of_way);

}  // namespace
}  // namespace faltung::test
