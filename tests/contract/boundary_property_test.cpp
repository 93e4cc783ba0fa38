// Laws of convolution with a continued signal.
#include "contract/law.hpp"

namespace faltung::test {
namespace {

class law_of_boundaries : public law {};

constexpr boundary_rule every_continued[]{boundary_rule::constant, boundary_rule::wrap, boundary_rule::reflect,
                                          boundary_rule::mirror, boundary_rule::nearest};

elements rotated(const elements& from, std::size_t by) {
  elements made(from.type(), from.size());
  for (std::size_t index = 0; index < from.size(); ++index) made.copy_element((index + by) % from.size(), from, index);
  return made;
}

// No sample stands under the windows more than twice, the filter being no longer than the signal.
double norm_of_continued(const elements& signal) { return std::sqrt(2.0) * norm(signal); }

TEST_P(law_of_boundaries, a_rotated_periodic_signal_gives_a_rotated_result) {
  EXPECT_TRUE(rc::check([] {
    const drawn from = draw();
    const auto by = *rc::gen::inRange<std::size_t>(0, from.signal.size());
    const problem periodic{.mode = mode::same,
                           .operation = *rc::gen::element(operation::convolution, operation::correlation),
                           .boundary = wrap};
    const result plain = convolved(from.signal, from.filter, periodic);
    const result turned = convolved(rotated(from.signal, by), from.filter, periodic);
    const double allowed = 2 * plain.factor * norm_of_continued(from.signal) * norm(from.filter) * computed;
    require_near(turned.values, rotated(plain.values, by), GetParam().method == method::direct ? 0.0 : allowed);
  }));
}

TEST_P(law_of_boundaries, a_constant_continued_as_itself_is_multiplied_by_the_sum_of_the_taps) {
  EXPECT_TRUE(rc::check([] {
    const drawn from = draw();
    const boundary_rule rule =
        *rc::gen::elementOf(std::vector<boundary_rule>(std::begin(every_continued), std::end(every_continued)));
    const problem continued{.mode = *rc::gen::element(mode::full, mode::same),
                            .boundary = rule == boundary_rule::constant ? constant(1) : boundary(rule)};
    const elements flat = ones(from.signal.type(), from.signal.size());
    const result got = convolved(flat, from.filter, continued);
    const elements expected = repeated_sum(from.filter, got.values.size());
    const double norm_of_ones = std::sqrt(static_cast<double>(got.values.size() + from.filter.size() - 1));
    require_near(got.values, expected,
                 (got.factor * norm_of_ones * norm(from.filter) + u * norm(expected.slice(0, 1))) * computed);
  }));
}

// Every rule treats both ends alike.
TEST_P(law_of_boundaries, a_reversed_signal_and_filter_give_a_reversed_result) {
  EXPECT_TRUE(rc::check([] {
    const drawn from = draw();
    const boundary_rule rule =
        *rc::gen::elementOf(std::vector<boundary_rule>(std::begin(every_continued), std::end(every_continued)));
    const auto reversed = [](const elements& forwards) {
      elements backwards(forwards.type(), forwards.size());
      for (std::size_t index = 0; index < forwards.size(); ++index)
        backwards.copy_element(forwards.size() - 1 - index, forwards, index);
      return backwards;
    };
    const problem continued{.mode = mode::full,
                            .boundary = rule == boundary_rule::constant ? constant(2) : boundary(rule)};
    const result plain = convolved(from.signal, from.filter, continued);
    const result turned = convolved(reversed(from.signal), reversed(from.filter), continued);
    // Under the windows of full lie 2 (m - 1) samples from outside: at most m - 1 <= n - 1 on either side, or copies of
    // one sample (nearest), or constants.
    const auto outside = 2.0 * static_cast<double>(from.filter.size() - 1);
    const double largest = norm(from.signal) + 2;
    const double norm_of_all = std::sqrt(1 + outside) * largest;
    require_near(turned.values, reversed(plain.values), 2 * plain.factor * norm_of_all * norm(from.filter) * computed);
  }));
}

INSTANTIATE_TEST_SUITE_P(contract, law_of_boundaries, testing::ValuesIn(contenders()), name_of_way);

}  // namespace
}  // namespace faltung::test
