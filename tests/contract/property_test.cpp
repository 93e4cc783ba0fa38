// What convolution is, independent of any oracle: algebraic laws, each within the bounds that the plans state.
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "contract/guarded.hpp"
#include "contract/kind_fixture.hpp"

namespace faltung::test {
namespace {

using values_t = std::vector<double>;

struct result {
  values_t values;
  double factor;  // of norm2(x) norm2(h)
};

struct drawn {
  values_t signal;
  values_t filter;
};

class law : public testing::TestWithParam<contender> {
 protected:
  static result convolved(const values_t& signal, const values_t& filter, mode part = mode::full) {
    const problem description{.signal = signal.size(), .filter = filter.size(), .type = float64, .mode = part};
    const double factor = plan(description, GetParam().forced()).bound().factor;
    return {convolve_guarded<double>(description, GetParam().forced(), {signal, filter}), factor};
  }
  // A filter no longer than the signal, so that every method takes it.
  static drawn draw() {
    const auto n = *rc::gen::inRange<std::int64_t>(1, 400);
    const auto m = *rc::gen::inRange<std::int64_t>(1, std::min<std::int64_t>(n, 90) + 1);
    return {draw_values(n), draw_values(m)};
  }
  static values_t draw_values(std::int64_t count) {
    return random_values<double>(count, values::normal, *rc::gen::arbitrary<std::uint64_t>());
  }
  static double norm(const values_t& values) {
    return std::sqrt(std::inner_product(values.begin(), values.end(), values.begin(), 0.0));
  }
  static void require_near(const values_t& got, const values_t& expected, double allowed) {
    RC_ASSERT(got.size() == expected.size());
    for (std::size_t index = 0; index < got.size(); ++index)
      RC_ASSERT(std::fabs(got[index] - expected[index]) <= allowed);
  }
};

constexpr double u = 0x1p-53;
constexpr double computed = 1 + 1e-10;  // norms and bounds are computed in double themselves

TEST_P(law, operands_commute_in_every_mode) {
  EXPECT_TRUE(rc::check([] {
    const drawn from = draw();
    for (const mode part : {mode::full, mode::same, mode::valid}) {
      const result one = convolved(from.signal, from.filter, part);
      // overlap_save takes no filter longer than its signal: the other order then goes to the direct method.
      const problem swapped{.signal = from.filter.size(), .filter = from.signal.size(), .type = float64, .mode = part};
      const options request = GetParam().refuses(swapped) ? options{.backend = backend::cpu, .method = method::direct}
                                                          : GetParam().forced();
      const double factor = plan(swapped, request).bound().factor;
      const auto other = convolve_guarded<double>(swapped, request, {from.filter, from.signal});
      require_near(one.values, other, (one.factor + factor) * norm(from.signal) * norm(from.filter) * computed);
    }
  }));
}

TEST_P(law, sums_of_signals_give_sums_of_results) {
  EXPECT_TRUE(rc::check([] {
    const drawn from = draw();
    const values_t second = draw_values(static_cast<std::int64_t>(from.signal.size()));
    values_t sum(second.size());
    std::transform(second.begin(), second.end(), from.signal.begin(), sum.begin(), std::plus<>());
    const result of_sum = convolved(sum, from.filter);
    const result of_first = convolved(from.signal, from.filter);
    const result of_second = convolved(second, from.filter);
    values_t expected(of_sum.values.size());
    std::transform(of_first.values.begin(), of_first.values.end(), of_second.values.begin(), expected.begin(),
                   std::plus<>());
    const double norms = (norm(sum) + norm(from.signal) + norm(second)) * norm(from.filter);
    // Both additions round once: u |sum| on the way in, u |result| on the way out.
    require_near(of_sum.values, expected, (of_sum.factor + 2 * u) * norms * computed);
  }));
}

TEST_P(law, a_delayed_signal_gives_a_delayed_result) {
  EXPECT_TRUE(rc::check([] {
    const drawn from = draw();
    const auto delay = static_cast<std::size_t>(*rc::gen::inRange(0, 60));
    values_t delayed(delay, 0.0);
    delayed.insert(delayed.end(), from.signal.begin(), from.signal.end());
    const result plain = convolved(from.signal, from.filter);
    const result late = convolved(delayed, from.filter);
    values_t expected(delay, 0.0);
    expected.insert(expected.end(), plain.values.begin(), plain.values.end());
    const double allowed = (plain.factor + late.factor) * norm(from.signal) * norm(from.filter) * computed;
    require_near(late.values, expected, GetParam().method == method::direct ? 0.0 : allowed);
  }));
}

TEST_P(law, a_unit_impulse_gives_the_signal_back) {
  EXPECT_TRUE(rc::check([] {
    const drawn from = draw();
    const auto place = *rc::gen::inRange<std::size_t>(0, from.filter.size());
    values_t impulse(from.filter.size());
    impulse[place] = 1;
    const result got = convolved(from.signal, impulse);
    values_t expected(got.values.size());
    std::copy(from.signal.begin(), from.signal.end(), expected.begin() + static_cast<std::ptrdiff_t>(place));
    require_near(got.values, expected, GetParam().uses_fft() ? got.factor * norm(from.signal) * computed : 0.0);
  }));
}

TEST_P(law, a_constant_is_multiplied_by_the_sum_of_the_taps) {
  EXPECT_TRUE(rc::check([] {
    const drawn from = draw();
    const values_t ones(from.signal.size(), 1.0);
    const result got = convolved(ones, from.filter, mode::valid);
    const long double sum = std::accumulate(from.filter.begin(), from.filter.end(), 0.0L);
    const values_t expected(got.values.size(), static_cast<double>(sum));
    require_near(got.values, expected,
                 (got.factor * norm(ones) * norm(from.filter) + u * std::fabs(static_cast<double>(sum))) * computed);
  }));
}

TEST_P(law, two_filters_in_turn_are_one_filter_convolved_from_both) {
  EXPECT_TRUE(rc::check([] {
    const drawn from = draw();
    const values_t second =
        draw_values(*rc::gen::inRange<std::int64_t>(1, static_cast<std::int64_t>(from.filter.size()) + 1));
    const result first = convolved(from.signal, from.filter);
    const result in_turn = convolved(first.values, second);
    const result both = convolved(from.filter, second);
    values_t padded = from.signal;  // so that the combined filter is never the longer operand
    padded.resize(from.signal.size() + second.size());
    result at_once = convolved(padded, both.values);
    at_once.values.resize(in_turn.values.size());
    // An error of at most e in each of k values has a 2-norm of at most e sqrt(k).
    const auto spread = [](const result& of, double norms) {
      return of.factor * norms * std::sqrt(static_cast<double>(of.values.size()));
    };
    const double allowed = spread(first, norm(from.signal) * norm(from.filter)) * norm(second) +
                           in_turn.factor * norm(first.values) * norm(second) +
                           spread(both, norm(from.filter) * norm(second)) * norm(from.signal) +
                           at_once.factor * norm(from.signal) * norm(both.values);
    require_near(in_turn.values, at_once.values, allowed * computed);
  }));
}

INSTANTIATE_TEST_SUITE_P(contract, law, testing::ValuesIn(contenders()), name_of_way);

}  // namespace
}  // namespace faltung::test
