// Every way to convolve gives the oracle's answer within the bound derived for it, for every kind of problem and size.
#include "contract/guarded.hpp"
#include "contract/kind_fixture.hpp"
#include "support/bounds.hpp"
#include "support/oracle.hpp"

namespace faltung::test {
namespace {

// Whether a layout makes entries the same ones.
bool shares_elements(const problem& description) {
  return (description.signal_layout && description.signal_layout->batch == 0) ||
         (description.filter_layout && description.filter_layout->batch == 0);
}

class every_way : public testing::TestWithParam<way_and_kind> {};

TEST_P(every_way, is_within_its_bound_of_the_exact_answer) {
  const auto& [way, kind] = GetParam();
  for_each_problem(way, kind.problems(), [&way = way](const problem& description) {
    plan made(description, way.forced());
    ASSERT_EQ(made.backend(), way.backend);
    ASSERT_EQ(made.method(), way.method);
    ASSERT_EQ(made.output_shape(), expected_shape(description));
    ASSERT_EQ(output_shape(description), expected_shape(description));
    ASSERT_EQ(output_type(description), result_type(description));

    const shape transform = made.explain().choice().transform;
    const error_bound proved = derived_bound(way.method, description, transform);
    EXPECT_EQ(made.bound().componentwise, proved.componentwise);
    EXPECT_LE(made.bound().factor, proved.factor * (1 + 1e-12)) << "stated looser than derived";

    const operands data = as_laid_out(description, random_operands(description));
    const exact_answer answer = shares_elements(description) ? exact(description, data) : exact_of_random(description);
    const elements got = convolve_guarded(description, way.forced(), data);
    EXPECT_TRUE(within(made.bound(), description, answer, got)) << made;
    if (way.uses_fft()) {
      const error_bound alarm = derived_bound(way.method, description, transform, fft_alarm);
      EXPECT_TRUE(within(alarm, description, answer, got)) << "inside the proved bound, yet unusually large\n" << made;
    }
  });
}

INSTANTIATE_TEST_SUITE_P(contract, every_way,
                         testing::Combine(testing::ValuesIn(contenders()), testing::ValuesIn(every_kind())),
                         name_of_instance);

class every_way_of_any_kind : public testing::TestWithParam<contender> {};

// The componentwise bound of a direct sum is then far below the normwise one.
TEST_P(every_way_of_any_kind, keeps_its_bound_when_one_sample_is_ten_thousand_times_the_others) {
  for_each_typical_problem(GetParam(), [](const problem& description) {
    const options forced = GetParam().forced();
    const elements got = convolve_guarded(description, forced, random_operands(description, values::spiked));
    const exact_answer answer = exact_of_random(description, values::spiked);
    EXPECT_TRUE(within(plan(description, forced).bound(), description, answer, got));
  });
}

INSTANTIATE_TEST_SUITE_P(contract, every_way_of_any_kind, testing::ValuesIn(contenders()), name_of_way);

class every_summing_way : public testing::TestWithParam<contender> {};

// Their products and sums fit the element type, whatever the order.
TEST_P(every_summing_way, gives_exactly_the_sums_of_small_integers) {
  for_each_typical_problem(GetParam(), [](const problem& description) {
    const operands data = random_operands(description, values::integers);
    const exact_answer answer = exact_of_random(description, values::integers);
    EXPECT_TRUE(same_bits(convolve_guarded(description, GetParam().forced(), data),
                          answer.rounded_to(result_type(description))));
  });
}

INSTANTIATE_TEST_SUITE_P(contract, every_summing_way, testing::ValuesIn(summing_contenders()), name_of_way);

}  // namespace
}  // namespace faltung::test
