// Every way to convolve gives the oracle's answer within the bound derived for it, for every kind of problem and size.
#include "contract/guarded.hpp"
#include "contract/kind_fixture.hpp"
#include "support/bounds.hpp"
#include "support/oracle.hpp"

namespace faltung::test {
namespace {

class every_way : public testing::TestWithParam<way_and_kind> {};

TEST_P(every_way, is_within_its_bound_of_the_exact_answer) {
  const auto& [way, kind] = GetParam();
  for_each_problem(way, problems_of(kind, problem_scale()), [&way = way]<element Type>(const problem& description) {
    plan made(description, way.forced());
    ASSERT_EQ(made.backend(), way.backend);
    ASSERT_EQ(made.method(), way.method);
    ASSERT_EQ(made.output_shape(), output_shape(description));

    const shape transform = made.explain().choice().transform;
    const error_bound proved = derived_bound(way.method, description, transform);
    EXPECT_EQ(made.bound().componentwise, proved.componentwise);
    EXPECT_LE(made.bound().factor, proved.factor * (1 + 1e-12)) << "stated looser than derived";

    const exact_answer answer = exact_of_random<Type>(description);
    const auto got = convolve_guarded<Type>(description, way.forced(), random_operands<Type>(description));
    EXPECT_TRUE(within<Type>(made.bound(), description, answer, got)) << made;
    if (way.uses_fft()) {
      const error_bound alarm = derived_bound(way.method, description, transform, fft_alarm);
      EXPECT_TRUE(within<Type>(alarm, description, answer, got)) << "inside the proved bound, yet unusually large\n"
                                                                 << made;
    }
  });
}

INSTANTIATE_TEST_SUITE_P(contract, every_way,
                         testing::Combine(testing::ValuesIn(contenders()), testing::ValuesIn(every_kind())),
                         name_of_instance);

class every_way_of_any_kind : public testing::TestWithParam<contender> {};

// The componentwise bound of a direct sum is then far below the normwise one.
TEST_P(every_way_of_any_kind, keeps_its_bound_when_one_sample_is_ten_thousand_times_the_others) {
  for_each_typical_problem(GetParam(), []<element Type>(const problem& description) {
    const options forced = GetParam().forced();
    const auto got = convolve_guarded<Type>(description, forced, random_operands<Type>(description, values::spiked));
    const exact_answer answer = exact_of_random<Type>(description, values::spiked);
    EXPECT_TRUE(within<Type>(plan(description, forced).bound(), description, answer, got));
  });
}

INSTANTIATE_TEST_SUITE_P(contract, every_way_of_any_kind, testing::ValuesIn(contenders()), name_of_way);

class every_summing_way : public testing::TestWithParam<contender> {};

// Their products and sums fit the element type, whatever the order.
TEST_P(every_summing_way, gives_exactly_the_sums_of_small_integers) {
  for_each_typical_problem(GetParam(), []<element Type>(const problem& description) {
    const operands<Type> data = random_operands<Type>(description, values::integers);
    const exact_answer answer = exact_of_random<Type>(description, values::integers);
    const std::vector<Type> expected(answer.value.begin(), answer.value.end());
    EXPECT_TRUE(same_bits<Type>(convolve_guarded<Type>(description, GetParam().forced(), data), expected));
  });
}

INSTANTIATE_TEST_SUITE_P(contract, every_summing_way, testing::ValuesIn(summing_contenders()), name_of_way);

}  // namespace
}  // namespace faltung::test
