// How far a NaN or an infinity spreads.
#include <cmath>
#include <limits>

#include "contract/guarded.hpp"
#include "contract/kind_fixture.hpp"
#include "support/oracle.hpp"

namespace faltung::test {
namespace {

enum class poisoned : unsigned char { sample, tap };

// Which parts of the outputs have a product with the real part of the poisoned sample (or tap): found by asking the oracle
// about operands of zeros and ones.
std::vector<bool> reached_parts(problem description, const operands& data, std::size_t place, poisoned which) {
  // What stands outside is multiplied by a tap, and is no sample.
  if (description.boundary.rule == boundary_rule::constant) description.boundary = constant(which == poisoned::tap);
  operands marks = data;
  for (elements* all : {&marks.signal, &marks.filter}) {
    const bool mark = (all == &marks.filter) == (which == poisoned::tap);
    for (std::size_t index = 0; index < all->size(); ++index)
      for (std::size_t part = 0; part < all->parts(); ++part)
        all->set(index, mark ? (index == place && part == 0 ? 1 : 0) : 1, part);
  }
  const exact_answer answer = exact(description, marks);
  std::vector<bool> reached;
  for (const double magnitude : answer.magnitude) reached.push_back(magnitude != 0);
  return reached;
}

// An output that the poison does not reach has the bits of the clean run, or, where a transform was poisoned, those of
// the direct method.
void expect_contained(const contender& way, const problem& description, double poison, poisoned which,
                      std::size_t place) {
  const operands clean = random_operands(description);
  operands dirty = clean;
  (which == poisoned::tap ? dirty.filter : dirty.signal).set(place, poison);

  const elements expected = convolve_guarded(description, way.forced(), clean);
  const elements direct = way.uses_fft() ? fused_chain(description, clean) : expected;
  const elements got = convolve_guarded(description, way.forced(), dirty);
  const std::vector<bool> reached = reached_parts(description, clean, place, which);
  // With another boundary a sample may stand in a window twice: infinities of both signs make a NaN.
  const bool once = description.boundary.rule == boundary_rule::zero;
  for (std::size_t index = 0; index < reached.size(); ++index) {
    const std::size_t element = index / got.parts();
    const std::size_t part = index % got.parts();
    const long double value = got.value(element, part);
    if (reached[index]) {
      ASSERT_FALSE(std::isfinite(value)) << "output " << element << " hides it";
      if (once) {
        ASSERT_EQ(std::isnan(value), std::isnan(poison)) << "output " << element;
      }
    } else {
      ASSERT_TRUE(value == expected.value(element, part) || value == direct.value(element, part))
          << "output " << element << " has no product with it: " << static_cast<double>(value) << " instead of "
          << static_cast<double>(expected.value(element, part));
    }
  }
}

void expect_contained(const contender& way, poisoned which) {
  for_each_typical_problem(way, [&](const problem& description) {
    const operands data = random_operands(description);
    const elements& all = which == poisoned::tap ? data.filter : data.signal;
    if (is_integer(all.type())) return;  // holds no NaN
    const double infinity = std::numeric_limits<double>::infinity();
    expect_contained(way, description, std::numeric_limits<double>::quiet_NaN(), which, all.size() / 3);
    expect_contained(way, description, which == poisoned::tap ? -infinity : infinity, which, all.size() / 2);
  });
}

class containment : public testing::TestWithParam<contender> {};

TEST_P(containment, of_a_nan_or_infinite_sample_in_the_outputs_whose_window_holds_it) {
  expect_contained(GetParam(), poisoned::sample);
}

// Outputs at the border whose window lies outside the signal under that tap stay clean: zeros are not multiplied.
TEST_P(containment, of_a_nan_or_infinite_tap_in_the_outputs_that_use_it) {
  expect_contained(GetParam(), poisoned::tap);
}

INSTANTIATE_TEST_SUITE_P(contract, containment, testing::ValuesIn(contenders()), name_of_way);

class containment_of_transforms : public testing::TestWithParam<contender> {};

// Whoever does not want the outputs computed again has at least the other signals untouched.
TEST_P(containment_of_transforms, where_propagated_of_a_nan_in_its_own_signal_of_the_batch) {
  for_each_typical_problem(GetParam(), [](const problem& description) {
    if (is_integer(description.type)) return;
    const operands clean = random_operands(description);
    operands dirty = clean;
    const std::size_t signal = clean.signal.size() / static_cast<std::size_t>(description.batch);
    const std::size_t place = signal + signal / 2;  // in signal 1 of 0 .. batch - 1
    dirty.signal.set(place, std::numeric_limits<double>::quiet_NaN());
    options request = GetParam().forced();
    request.non_finite = non_finite::propagate;
    const elements expected = convolve_guarded(description, request, clean);
    const elements got = convolve_guarded(description, request, dirty);
    const std::vector<bool> reached = reached_parts(description, clean, place, poisoned::sample);
    const std::size_t outputs = got.size() / static_cast<std::size_t>(description.batch);
    for (std::size_t index = 0; index < reached.size(); ++index) {
      const std::size_t element = index / got.parts();
      const long double value = got.value(element, index % got.parts());
      if (element / outputs != 1) {
        ASSERT_EQ(value, expected.value(element, index % got.parts())) << "output " << element;
      } else if (reached[index]) {
        ASSERT_TRUE(std::isnan(value)) << "output " << element << " hides it";
      }
    }
  });
}

// That the outputs are computed again shows where the transform alone would have spoiled them.
TEST_P(containment_of_transforms, differs_from_propagation) {
  const problem description{.signal = 40, .filter = 5, .mode = mode::same};
  operands data = random_operands(description);
  data.signal.set(20, std::numeric_limits<double>::quiet_NaN());
  options request = GetParam().forced();
  const auto spoiled = [&] {
    const elements got = convolve_guarded(description, request, data);
    std::size_t count = 0;
    for (std::size_t index = 0; index < got.size(); ++index)
      if (!got.finite(index)) ++count;
    return count;
  };
  EXPECT_EQ(spoiled(), 5U);
  request.non_finite = non_finite::propagate;
  EXPECT_GT(spoiled(), 5U);
}

GTEST_ALLOW_UNINSTANTIATED_PARAMETERIZED_TEST(containment_of_transforms);
INSTANTIATE_TEST_SUITE_P(contract, containment_of_transforms, testing::ValuesIn(fft_contenders()), name_of_way);

}  // namespace
}  // namespace faltung::test
