// The tools that other tests trust must themselves be able to fail.
#include <gtest/gtest.h>

#include <array>
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

doubles oracle_of(problem description, const doubles& signal, const doubles& filter) {
  description.type = float64;
  const exact_answer answer = exact(description, {signal, filter});
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

// [1, 2, 3] under taps that tell the samples apart by their digits, seven of them.
TEST(oracle, continues_signals_by_rules_worked_out_by_hand) {
  const auto of = [](const boundary& outside, std::array<std::int64_t, 2> origin = {0, 0}) {
    return oracle_of({.signal = 3,
                      .filter = 7,
                      .mode = mode::same,
                      .operation = operation::convolution,
                      .boundary = outside,
                      .origin = origin},
                     {1, 2, 3}, {1, 10, 100, 1e3, 1e4, 1e5, 1e6});
  };
  EXPECT_EQ(of(reflect), (doubles{3211233, 2112332, 1123321}));
  EXPECT_EQ(of(mirror), (doubles{2321232, 3212321, 2123212}));
  EXPECT_EQ(of(nearest), (doubles{1111233, 1112333, 1123333}));
  EXPECT_EQ(of(wrap), (doubles{1231231, 2312312, 3123123}));
  EXPECT_EQ(of(constant(7)), (doubles{7771237, 7712377, 7123777}));
  EXPECT_EQ(of(wrap, {1, 0}), (doubles{2312312, 3123123, 1231231})) << "to the left";
  EXPECT_EQ(of(wrap, {-3, 0}), (doubles{1231231, 2312312, 3123123}));
}

TEST(oracle, finds_a_sample_however_far_outside_it_is_asked_for) {
  EXPECT_EQ(sample_at(boundary_rule::wrap, -7, 3), 2);
  EXPECT_EQ(sample_at(boundary_rule::reflect, -7, 3), 0);  // 0 1 2 2 1 0 | 0 1 2: place -7 is -1 - 2 * 3
  EXPECT_EQ(sample_at(boundary_rule::mirror, -7, 3), 1);   // period 4
  EXPECT_EQ(sample_at(boundary_rule::mirror, 1000, 1), 0);
  EXPECT_EQ(sample_at(boundary_rule::nearest, 9, 3), 2);
  EXPECT_EQ(sample_at(boundary_rule::constant, 3, 3), -1);
}

TEST(oracle, conjugates_the_filter_of_a_correlation) {
  elements signal(complex64, 2);  // numpy.correlate([1j, 1], [1j]) is [1, -1j]
  signal.set(0, 1, 1);
  signal.set(1, 1);
  elements filter(complex64, 1);
  filter.set(0, 1, 1);
  const problem description{
      .signal = 2, .filter = 1, .type = complex64, .mode = mode::valid, .operation = operation::correlation};
  EXPECT_EQ(exact(description, {signal, filter}).value, (std::vector<long double>{1, 0, 0, -1}));
}

TEST(oracle, wraps_integers_and_joins_booleans) {
  const auto of = [](element_type type, element_type result, std::int64_t value) {
    const elements both(type, std::vector<double>(2, static_cast<double>(value)));
    return exact({.signal = 2, .filter = 2, .type = type, .output_type = result, .mode = mode::valid}, {both, both})
        .rounded_to(result)
        .value(0);
  };
  EXPECT_EQ(of(int8, int8, 9), -94);  // 162 - 256
  EXPECT_EQ(of(int8, int32, 9), 162);
  EXPECT_EQ(of(uint8, uint8, 200), 128);  // 80000 modulo 256
  EXPECT_EQ(of(boolean, boolean, 1), 1);
  EXPECT_EQ(of(boolean, int16, 1), 2);
}

TEST(oracle, sums_wider_than_the_element_type) {
  const problem description{.signal = 3, .filter = 1, .batch = 1, .type = float64, .mode = mode::full};
  const exact_answer answer = exact(description, {doubles{0.1, 1, 3}, doubles{0.1}});
  EXPECT_NE(answer.value[0], static_cast<long double>(0.1 * 0.1)) << "the product was rounded to double";
}

TEST(fused_chain, rounds_once_for_each_product_and_sum) {
  const problem description{.signal = 2, .filter = 2, .type = float64, .mode = mode::valid};
  const double e = 0x1p-30;
  const auto got = fused_chain(description, {doubles{1 + e, 1 + e}, doubles{-(1 - e), 1 - e}}).as<double>();
  EXPECT_EQ(got[0], std::fma(-(1 - e), 1 + e, std::fma(1 - e, 1 + e, 0.0)));
  EXPECT_NE(got[0], -(1 - e) * (1 + e) + (1 - e) * (1 + e)) << "separate rounding would cancel to zero";
}

class bound_check : public testing::Test {
 protected:
  const problem description{.signal = 40, .filter = 9};
  const operands data = random_operands(description);
  const exact_answer answer = exact(description, data);
  const error_bound direct = derived_bound(method::direct, description, {});
  std::vector<float> got = fused_chain(description, data).as<float>();

  [[nodiscard]] bool accepted(const error_bound& bound) const {
    return static_cast<bool>(within(bound, description, answer, got));
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

TEST(bound_check_of_integers, takes_equal_ones_only) {
  const problem description{.signal = 9, .filter = 4, .type = int8};
  const operands data = random_operands(description);
  const exact_answer answer = exact(description, data);
  elements got = answer.rounded_to(int8);
  EXPECT_TRUE(within({0, true}, description, answer, got));
  got.set_whole(5, got.whole(5) + 1);
  EXPECT_FALSE(within({1e9, false}, description, answer, got));
}

TEST(bound_check_of_complex_numbers, looks_at_both_parts) {
  const problem description{.signal = 9, .filter = 4, .type = complex64};
  const operands data = random_operands(description);
  const exact_answer answer = exact(description, data);
  const error_bound bound = derived_bound(method::direct, description, {});
  for (const std::size_t part : {0U, 1U}) {
    elements got = fused_chain(description, data);
    EXPECT_TRUE(within(bound, description, answer, got));
    got.set(3, answer.value[6 + part] + 1.2L * bound.factor * answer.magnitude[6 + part], part);
    EXPECT_FALSE(within(bound, description, answer, got));
  }
}

// Outputs three elements apart, backwards.
const problem scattered_output{.signal = 5, .filter = 1, .output_layout = layout{.offset = 14, .column = -3}};

TEST(guards, notice_a_write_before_behind_and_between) {
  for (const problem& description : {problem{.signal = 15, .filter = 1}, scattered_output})
    for (const std::ptrdiff_t outside : {-1, 15, 3}) {
      guarded_output output(memory::host, description);
      EXPECT_TRUE(output.guards_intact() && output.untouched());
      *(output.as<float>().data() + outside) = 1;
      EXPECT_EQ(output.guards_intact(), outside == 3 && !description.output_layout);
      EXPECT_FALSE(output.untouched());
    }
  for (const std::ptrdiff_t outside : {-1, 10}) {
    guarded_workspace workspace(memory::host, 10);
    EXPECT_TRUE(workspace.guards_intact());
    *(workspace.view().data() + outside) = std::byte{1};
    EXPECT_FALSE(workspace.guards_intact());
  }
}

TEST(placements, lead_there_and_back) {
  const placement at = outputs_of(scattered_output);
  EXPECT_EQ(at.memory_size(), 15U);
  EXPECT_EQ(at.address(0), 14U);
  EXPECT_EQ(at.address(4), 2U);
  const elements values = std::vector<float>{1, 2, 3, 4, 5};
  EXPECT_EQ(at.gathered(in_memory(at, values)), values);
  const placement channels{{2, 2}, 2, interleaved({2, 2}, 2)};
  EXPECT_EQ(channels.address(1), 2U);  // next column
  EXPECT_EQ(channels.address(4), 1U);  // next channel
}

TEST(random_values, repeat_for_a_seed_and_differ_between_seeds) {
  EXPECT_EQ(random_values<float>(50, values::normal, 7), random_values<float>(50, values::normal, 7));
  EXPECT_NE(random_values<float>(50, values::normal, 7), random_values<float>(50, values::normal, 8));
}

}  // namespace
}  // namespace faltung::test
