// The direct method against the plain loop it promises to equal to the bit.
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "cases.hpp"
#include "forced_target.hpp"

namespace cpu_tests {
namespace {

using faltung::method;
using faltung::mode;
using faltung::operation;

template <class Type>
class direct : public testing::Test {
 protected:
  static std::vector<Type> chains(const operands<Type>& data) {
    return data.template loop<Type>([](Type tap, Type sample, Type sum) { return std::fma(tap, sample, sum); });
  }

  static void expect_chains(const operands<Type>& data, const problem& what, int threads = 1) {
    const std::vector<Type> expected = chains(data);
    for (const std::int64_t target : runnable_targets()) {
      const forced_target as_if(target);
      EXPECT_TRUE(same_bits(run(data, request_for(data.resolved, method::direct, threads)), expected))
          << describe(what) << " threads " << threads << " on " << faltung::cpu::detect().name;
    }
  }
};

using element_types = testing::Types<float, double>;
TYPED_TEST_SUITE(direct, element_types);

TYPED_TEST(direct, equals_the_chain_for_every_small_pair_of_lengths) {
  for (std::int64_t n = 1; n <= 40; ++n)
    for (std::int64_t m = 1; m <= 40; ++m)
      for (const mode part : {mode::full, mode::same, mode::valid})
        for (const operation kind : {operation::convolution, operation::correlation}) {
          const problem what{.signal = n, .filter = m, .mode = part, .operation = kind};
          this->expect_chains(operands<TypeParam>(what), what);
        }
}

TYPED_TEST(direct, equals_the_chain_at_primes_and_around_powers_of_two) {
  for (const std::int64_t n : {1, 2, 63, 64, 65, 127, 128, 129, 251, 511, 512, 513, 1021, 2047, 2048, 2049, 4099})
    for (const std::int64_t m :
         {1, 2, 3, 7, 8, 9, 15, 16, 17, 31, 32, 33, 47, 63, 64, 65, 97, 127, 128, 129, 145, 251, 257, 400, 513, 1021})
      for (const mode part : {mode::full, mode::same, mode::valid}) {
        const problem what{.signal = n, .filter = m, .mode = part};
        this->expect_chains(operands<TypeParam>(what), what);
      }
}

TYPED_TEST(direct, equals_the_chain_for_any_thread_count) {
  for (const std::int64_t m : {5, 40, 200}) {
    const problem what{.signal = 100003, .filter = m};
    const operands<TypeParam> data(what);
    for (int threads = 1; threads <= 4; ++threads) this->expect_chains(data, what, threads);
  }
  const problem image{.signal = {203, 301}, .filter = {9, 7}, .mode = mode::same};
  const operands<TypeParam> data(image);
  for (int threads = 1; threads <= 4; ++threads) this->expect_chains(data, image, threads);
}

TYPED_TEST(direct, equals_the_chain_in_batches) {
  for (const faltung::filters filters : {faltung::filters::shared, faltung::filters::per_signal})
    for (const int threads : {1, 3}) {
      const problem signals{.signal = 300, .filter = 33, .batch = 200, .filters = filters};
      this->expect_chains(operands<TypeParam>(signals), signals, threads);
      const problem images{.signal = {33, 41}, .filter = {5, 3}, .batch = 40, .filters = filters};
      this->expect_chains(operands<TypeParam>(images), images, threads);
    }
}

TYPED_TEST(direct, equals_the_chain_for_every_small_image) {
  for (const std::int64_t height : {1, 2, 3, 4, 5, 9})
    for (const std::int64_t width : {1, 3, 7, 8, 16, 17, 31, 70, 131})
      for (const faltung::shape filter :
           {faltung::shape(1, 1), {1, 4}, {4, 1}, {2, 2}, {3, 3}, {5, 5}, {6, 18}, {8, 3}})
        for (const mode part : {mode::full, mode::same, mode::valid}) {
          const bool contained =
              (filter[0] <= height && filter[1] <= width) || (filter[0] >= height && filter[1] >= width);
          if (part == mode::valid && !contained) continue;
          const problem what{.signal = {height, width},
                             .filter = filter,
                             .mode = part,
                             .operation = width % 2 == 0 ? operation::convolution : operation::correlation};
          this->expect_chains(operands<TypeParam>(what), what);
        }
}

TYPED_TEST(direct, leaves_terms_outside_the_signal_out) {
  constexpr TypeParam infinity = std::numeric_limits<TypeParam>::infinity();
  for (const std::int64_t n : {1, 5, 40, 200})
    for (const std::int64_t m : {2, 9, 33, 70}) {
      const problem what{.signal = n, .filter = m};
      operands<TypeParam> data(what);
      data.filters.front() = infinity;
      data.filters.back() = -infinity;
      this->expect_chains(data, what);
    }
  const problem image{.signal = {20, 37}, .filter = {5, 5}};
  operands<TypeParam> data(image);
  data.filters[0] = infinity;
  data.filters[24] = infinity;
  this->expect_chains(data, image);
}

TYPED_TEST(direct, contains_a_nan_within_its_windows) {
  const problem what{.signal = 1000, .filter = 40};
  operands<TypeParam> data(what);
  data.signals[500] = std::numeric_limits<TypeParam>::quiet_NaN();
  const auto outputs = run(data, request_for(data.resolved, method::direct));
  ASSERT_EQ(outputs.size(), 1039U);
  for (std::size_t i = 0; i < outputs.size(); ++i) EXPECT_EQ(std::isnan(outputs[i]), i >= 500 && i < 540) << i;
}

// A product that underflows to -0 must not meet a padded +0 on the border.
TYPED_TEST(direct, keeps_the_sign_of_an_underflow) {
  const problem what{.signal = 50, .filter = 20};
  operands<TypeParam> data(what);
  const TypeParam smallest = std::numeric_limits<TypeParam>::denorm_min();
  std::fill(data.signals.begin(), data.signals.end(), -smallest);
  std::fill(data.filters.begin(), data.filters.end(), smallest);
  const auto outputs = run(data, request_for(data.resolved, method::direct));
  ASSERT_FALSE(outputs.empty());
  EXPECT_TRUE(outputs.front() == 0 && std::signbit(outputs.front()));
  this->expect_chains(data, what);
}

// So that the loop over targets above is known to reach each.
TEST(forced_target, is_the_one_that_runs) {
  std::vector<std::string> names;
  for (const std::int64_t target : runnable_targets()) {
    const forced_target as_if(target);
    names.push_back(faltung::cpu::detect().name);
    EXPECT_EQ(names.back(), hwy::TargetName(target));
  }
  ASSERT_FALSE(names.empty());
  std::sort(names.begin(), names.end());
  EXPECT_EQ(std::adjacent_find(names.begin(), names.end()), names.end());
}

TYPED_TEST(direct, needs_no_workspace) {
  const operands<TypeParam> data(problem{.signal = 50, .filter = 20});
  EXPECT_EQ(faltung::cpu::make_executor(request_for(data.resolved, method::direct))->workspace_bytes(), 0U);
}

}  // namespace
}  // namespace cpu_tests
