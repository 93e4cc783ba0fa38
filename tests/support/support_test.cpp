// The tools that other tests trust must themselves be able to fail.
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <vector>

#include "contract/guarded.hpp"
#include "support/bounds.hpp"
#include "support/operands.hpp"
#include "support/oracle.hpp"

namespace faltung::test {
namespace {

using doubles = std::vector<double>;

doubles oracle_of(const problem& description, const doubles& signal, const doubles& filter) {
  const exact_answer answer = exact<double>(description, signal, filter);
  return {answer.value.begin(), answer.value.end()};
}

TEST(oracle, gives_sums_worked_out_by_hand) {
  EXPECT_EQ(oracle_of({.signal = 3, .filter = 2, .type = float64}, {1, 2, 3}, {1, 10}), (doubles{1, 12, 23, 30}));
  EXPECT_EQ(
      oracle_of({.signal = 3, .filter = 2, .type = float64, .operation = operation::correlation}, {1, 2, 3}, {1, 10}),
      (doubles{10, 21, 32, 3}));
  // numpy.correlate([1, 2], [1, 10, 100], 'same')
  EXPECT_EQ(
      oracle_of({.signal = 2, .filter = 3, .type = float64, .mode = mode::same, .operation = operation::correlation},
                {1, 2}, {1, 10, 100}),
      (doubles{210, 21, 2}));
}

TEST(oracle, sums_wider_than_the_element_type) {
  const problem description{.signal = 3, .filter = 1, .batch = 1, .type = float64, .mode = mode::full};
  const exact_answer answer = exact<double>(description, doubles{0.1, 1, 3}, doubles{0.1});
  EXPECT_NE(answer.value[0], static_cast<long double>(0.1 * 0.1)) << "the product was rounded to double";
}

TEST(fused_chain, rounds_once_for_each_product_and_sum) {
  const problem description{.signal = 2, .filter = 2, .type = float64, .mode = mode::valid};
  const double e = 0x1p-30;
  const auto got = fused_chain<double>(description, doubles{1 + e, 1 + e}, doubles{-(1 - e), 1 - e});
  EXPECT_EQ(got[0], std::fma(-(1 - e), 1 + e, std::fma(1 - e, 1 + e, 0.0)));
  EXPECT_NE(got[0], -(1 - e) * (1 + e) + (1 - e) * (1 + e)) << "separate rounding would cancel to zero";
}

class bound_check : public testing::Test {
 protected:
  const problem description{.signal = 40, .filter = 9};
  const operands<float> data = random_operands<float>(description);
  const exact_answer answer = exact<float>(description, data.signal, data.filter);
  const error_bound direct = derived_bound(method::direct, description, {});
  std::vector<float> got = fused_chain<float>(description, data.signal, data.filter);

  [[nodiscard]] bool accepted(const error_bound& bound) const {
    return static_cast<bool>(within<float>(bound, description, answer, got));
  }
};

TEST_F(bound_check, accepts_a_right_result) { EXPECT_TRUE(accepted(direct)); }

TEST_F(bound_check, refuses_an_error_just_above_the_bound_and_accepts_one_just_below) {
  const double allowed = direct.factor * answer.magnitude[20];
  got[20] = static_cast<float>(static_cast<double>(answer.value[20]) + 1.2 * allowed);
  EXPECT_FALSE(accepted(direct));
  got[20] = static_cast<float>(static_cast<double>(answer.value[20]) + 0.8 * allowed);
  EXPECT_TRUE(accepted(direct));
}

TEST_F(bound_check, refuses_nan_infinity_and_a_wrong_number_of_outputs) {
  got[3] = std::numeric_limits<float>::quiet_NaN();
  EXPECT_FALSE(accepted(direct));
  got[3] = std::numeric_limits<float>::infinity();
  EXPECT_FALSE(accepted({1e30, false}));
  got.pop_back();
  EXPECT_FALSE(accepted(direct));
}

TEST(same_bits, tells_zeros_and_neighbours_apart_and_takes_any_nan_for_another) {
  const float nan = std::numeric_limits<float>::quiet_NaN();
  const auto same = [](float a, float b) {
    return static_cast<bool>(same_bits<float>(std::vector<float>{a}, std::vector<float>{b}));
  };
  EXPECT_TRUE(same(1, 1));
  EXPECT_TRUE(same(nan, -nan));
  EXPECT_FALSE(same(0.0F, -0.0F));
  EXPECT_FALSE(same(1, std::nextafter(1.0F, 2.0F)));
  EXPECT_FALSE(same_bits<float>(std::vector<float>{1}, std::vector<float>{1, 1}));
}

TEST(guards, notice_a_write_before_and_behind) {
  for (const std::ptrdiff_t outside : {-1, 10}) {
    guarded_output<float> output(memory::host, 10);
    EXPECT_TRUE(output.guards_intact() && output.untouched());
    *(output.view().data() + outside) = 1;
    EXPECT_FALSE(output.guards_intact());
    guarded_workspace workspace(memory::host, 10);
    EXPECT_TRUE(workspace.guards_intact());
    *(workspace.view().data() + outside) = std::byte{1};
    EXPECT_FALSE(workspace.guards_intact());
  }
}

TEST(guards, notice_a_touched_output) {
  guarded_output<double> output(memory::host, 3);
  output.view()[1] = 0;
  EXPECT_FALSE(output.untouched());
  EXPECT_TRUE(output.guards_intact());
}

TEST(random_values, repeat_for_a_seed_and_differ_between_seeds) {
  EXPECT_EQ(random_values<float>(50, values::normal, 7), random_values<float>(50, values::normal, 7));
  EXPECT_NE(random_values<float>(50, values::normal, 7), random_values<float>(50, values::normal, 8));
}

}  // namespace
}  // namespace faltung::test
