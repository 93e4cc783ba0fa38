// How far a NaN or an infinity spreads.
#include <cmath>
#include <limits>

#include "contract/guarded.hpp"
#include "contract/kind_fixture.hpp"
#include "support/oracle.hpp"

namespace faltung::test {
namespace {

// For each output, whether a product with the poisoned sample (or tap) enters its sum, found by asking the oracle about
// operands of zeros and ones.
template <element Type>
std::vector<bool> reached_outputs(const problem& description, const operands<Type>& data, std::size_t sample,
                                  bool in_filter) {
  operands<Type> marks{std::vector<Type>(data.signal.size(), Type(1)), std::vector<Type>(data.filter.size(), Type(1))};
  std::vector<Type>& marked = in_filter ? marks.filter : marks.signal;
  marked.assign(marked.size(), Type(0));
  marked[sample] = 1;
  const exact_answer answer = exact<Type>(description, marks.signal, marks.filter);
  std::vector<bool> reached;
  for (const long double value : answer.value) reached.push_back(value != 0);
  return reached;
}

template <element Type>
void expect_contained(const contender& way, const problem& description, Type poison, bool in_filter) {
  const operands<Type> clean = random_operands<Type>(description);
  operands<Type> dirty = clean;
  std::vector<Type>& poisoned = in_filter ? dirty.filter : dirty.signal;
  const std::size_t sample = poisoned.size() / 3;
  poisoned[sample] = poison;

  const auto expected = convolve_guarded<Type>(description, way.forced(), clean);
  const auto got = convolve_guarded<Type>(description, way.forced(), dirty);
  const std::vector<bool> reached = reached_outputs(description, clean, sample, in_filter);
  for (std::size_t index = 0; index < got.size(); ++index) {
    if (reached[index]) {
      ASSERT_FALSE(std::isfinite(got[index])) << "output " << index << " hides it";
      ASSERT_EQ(std::isnan(got[index]), std::isnan(poison)) << "output " << index;
    } else {
      ASSERT_EQ(got[index], expected[index]) << "output " << index << " has no product with it";
    }
  }
}

class containment : public testing::TestWithParam<contender> {};

TEST_P(containment, of_a_nan_or_infinite_sample_in_the_outputs_whose_window_holds_it) {
  for_each_typical_problem(GetParam(), []<element Type>(const problem& description) {
    expect_contained<Type>(GetParam(), description, std::numeric_limits<Type>::quiet_NaN(), false);
    expect_contained<Type>(GetParam(), description, std::numeric_limits<Type>::infinity(), false);
  });
}

// Outputs at the border whose window lies outside the signal under that tap stay clean: zeros are not multiplied.
TEST_P(containment, of_a_nan_or_infinite_tap_in_the_outputs_that_use_it) {
  for_each_typical_problem(GetParam(), []<element Type>(const problem& description) {
    expect_contained<Type>(GetParam(), description, std::numeric_limits<Type>::quiet_NaN(), true);
    expect_contained<Type>(GetParam(), description, -std::numeric_limits<Type>::infinity(), true);
  });
}

INSTANTIATE_TEST_SUITE_P(contract, containment, testing::ValuesIn(summing_contenders()), name_of_way);

class containment_of_transforms : public testing::TestWithParam<contender> {};

TEST_P(containment_of_transforms, of_a_nan_in_its_own_signal_of_the_batch) {
  for_each_typical_problem(GetParam(), []<element Type>(const problem& description) {
    const operands<Type> clean = random_operands<Type>(description);
    operands<Type> dirty = clean;
    const std::size_t signal = clean.signal.size() / static_cast<std::size_t>(description.batch);
    dirty.signal[signal + signal / 2] = std::numeric_limits<Type>::quiet_NaN();  // in signal 1 of 0 .. batch - 1
    const auto expected = convolve_guarded<Type>(description, GetParam().forced(), clean);
    const auto got = convolve_guarded<Type>(description, GetParam().forced(), dirty);
    const std::size_t outputs = got.size() / static_cast<std::size_t>(description.batch);
    for (std::size_t index = 0; index < got.size(); ++index)
      if (index / outputs != 1) {
        ASSERT_EQ(got[index], expected[index]) << "output " << index;
      }
    const std::vector<bool> reached = reached_outputs(description, clean, signal + signal / 2, false);
    for (std::size_t index = 0; index < got.size(); ++index)
      if (reached[index]) {
        ASSERT_TRUE(std::isnan(got[index])) << "output " << index << " hides it";
      }
  });
}

GTEST_ALLOW_UNINSTANTIATED_PARAMETERIZED_TEST(containment_of_transforms);
INSTANTIATE_TEST_SUITE_P(contract, containment_of_transforms, testing::ValuesIn(fft_contenders()), name_of_way);

}  // namespace
}  // namespace faltung::test
