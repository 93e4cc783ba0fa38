// What a plan promises about its workspace, its filter and its life, for every way to convolve.
#include <utility>

#include "contract/guarded.hpp"
#include "contract/kind_fixture.hpp"
#include "faltung/error.hpp"
#include "support/oracle.hpp"

namespace faltung::test {
namespace {

class plan_of_every_way : public testing::TestWithParam<contender> {
 protected:
  static memory where() { return GetParam().memory; }

  template <element Type>
  static void give_filter(plan& made, const std::vector<Type>& taps) {
    const array<Type> filter(where(), taps);
    made.set_filter(std::span<const Type>(filter.data(), filter.size()));
  }
};

TEST_P(plan_of_every_way, needs_exactly_its_workspace_bytes_from_any_address) {
  for_each_typical_problem(GetParam(), []<element Type>(const problem& description) {
    const operands<Type> data = random_operands<Type>(description);
    plan made(description, GetParam().forced());
    give_filter(made, data.filter);
    const std::vector<Type> expected = execute_guarded<Type>(made, where(), data.signal);
    const std::size_t needed = made.workspace_bytes();
    const array<Type> signal(where(), data.signal);
    for (const std::size_t misalignment : {0U, 1U, 16U, 128U, 255U}) {
      guarded_output<Type> output(where(), output_elements(made));
      guarded_workspace workspace(where(), needed, misalignment);
      made.execute(signal, output.view(), workspace.view());
      EXPECT_TRUE(same_bits<Type>(output.values(), expected)) << misalignment;
      EXPECT_TRUE(workspace.guards_intact()) << misalignment;
    }
    if (needed == 0) return;
    guarded_output<Type> output(where(), output_elements(made));
    guarded_workspace workspace(where(), needed - 1);
    EXPECT_THROW(made.execute(signal, output.view(), workspace.view()), invalid_argument);
    EXPECT_THROW(made.execute(signal, output.view()), invalid_argument);
    EXPECT_TRUE(output.untouched());
  });
}

TEST_P(plan_of_every_way, never_needs_more_workspace_than_its_limit) {
  for_each_typical_problem(GetParam(), []<element Type>(problem description) {
    description.batch = 7;
    options request = GetParam().forced();
    const plan unlimited(description, request);
    const candidate choice = unlimited.explain().choice();
    EXPECT_LE(unlimited.workspace_bytes(), request.workspace_limit);
    if (choice.transforms_per_pass == 0) {
      EXPECT_EQ(unlimited.workspace_bytes(), 0U) << "a direct method needs none";
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
    EXPECT_THROW(plan(description, request), unsupported);
  });
}

TEST_P(plan_of_every_way, keeps_its_filter_when_a_new_one_is_refused_and_takes_a_good_one) {
  for_each_typical_problem(GetParam(), []<element Type>(const problem& description) {
    const operands<Type> data = random_operands<Type>(description);
    plan made(description, GetParam().forced());
    give_filter(made, data.filter);
    const auto before = execute_guarded<Type>(made, where(), data.signal);

    const array<Type> longer(where(), std::vector<Type>(data.filter.size() + 1));
    EXPECT_THROW(made.set_filter(longer), invalid_argument);
    EXPECT_THROW(made.set_filter(static_cast<const Type*>(nullptr)), invalid_argument);
    EXPECT_TRUE(same_bits<Type>(execute_guarded<Type>(made, where(), data.signal), before));

    std::vector<Type> doubled = data.filter;
    for (Type& tap : doubled) tap *= 2;
    std::vector<Type> expected = before;  // doubling rounds nothing
    for (Type& value : expected) value *= 2;
    give_filter(made, doubled);
    EXPECT_TRUE(same_bits<Type>(execute_guarded<Type>(made, where(), data.signal), expected));
  });
}

TEST_P(plan_of_every_way, works_on_after_it_was_moved) {
  for_each_typical_problem(GetParam(), []<element Type>(const problem& description) {
    const operands<Type> data = random_operands<Type>(description);
    plan first(description, GetParam().forced());
    give_filter(first, data.filter);
    const auto expected = execute_guarded<Type>(first, where(), data.signal);
    plan second(std::move(first));
    EXPECT_TRUE(same_bits<Type>(execute_guarded<Type>(second, where(), data.signal), expected));
    plan third(description, GetParam().forced());
    third = std::move(second);
    EXPECT_TRUE(same_bits<Type>(execute_guarded<Type>(third, where(), data.signal), expected));
  });
}

TEST_P(plan_of_every_way, takes_raw_pointers_as_it_takes_views) {
  for_each_typical_problem(GetParam(), []<element Type>(const problem& description) {
    const operands<Type> data = random_operands<Type>(description);
    plan made(description, GetParam().forced());
    const array<Type> filter(where(), data.filter);
    made.set_filter(filter.data());
    const auto expected = convolve_guarded<Type>(description, GetParam().forced(), data);
    const array<Type> signal(where(), data.signal);
    guarded_output<Type> output(where(), output_elements(made));
    guarded_workspace workspace(where(), made.workspace_bytes());
    made.execute(signal.data(), output.view().data(), workspace.view());
    EXPECT_TRUE(same_bits<Type>(output.values(), expected));
  });
}

TEST_P(plan_of_every_way, writes_every_output_even_where_no_product_reaches) {
  // The sentinel in guarded outputs is finite; zeros must replace it.
  const problem description{.signal = {3, 40}, .filter = {9, 3}, .mode = mode::same};
  if (GetParam().refuses(description)) return;
  const operands<float> zeros{std::vector<float>(120), std::vector<float>(27)};
  EXPECT_EQ(convolve_guarded<float>(description, GetParam().forced(), zeros), std::vector<float>(120));
}

TEST_P(plan_of_every_way, names_the_chosen_candidate_and_why_others_are_out) {
  const plan made({.signal = 500, .filter = 9}, GetParam().forced());
  const explanation& all = made.explain();
  EXPECT_EQ(all.candidates.size(), 7U);
  EXPECT_EQ(all.choice().backend, GetParam().backend);
  EXPECT_EQ(all.choice().method, GetParam().method);
  for (std::size_t index = 0; index < all.candidates.size(); ++index)
    EXPECT_EQ(all.candidates[index].refused.empty(), index == all.chosen);
  EXPECT_EQ(made.bound().factor, all.choice().bound.factor);
}

INSTANTIATE_TEST_SUITE_P(contract, plan_of_every_way, testing::ValuesIn(contenders()), name_of_way);

}  // namespace
}  // namespace faltung::test
