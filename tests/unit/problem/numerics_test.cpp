#include "problem/numerics.hpp"

#include <gtest/gtest.h>

#include <string>
#include <tuple>
#include <vector>

#include "faltung/error.hpp"

namespace faltung {
namespace {

problem with_types(element_type signal, element_type filter, std::optional<element_type> output = {},
                   std::optional<element_type> accumulator = {}) {
  return {.signal = 4,
          .filter = 2,
          .type = signal,
          .filter_type = filter,
          .output_type = output,
          .accumulator = accumulator};
}

std::string refused(const problem& description) {
  try {
    (void)resolve_numerics(description);
  } catch (const invalid_argument& error) {
    return error.argument();
  }
  return "nothing";
}

// Written out from numpy.promote_types.
TEST(promotion, is_numpys) {
  const std::vector<std::tuple<element_type, element_type, element_type>> table{
      {boolean, boolean, boolean},   {boolean, int8, int8},           {uint8, int8, int16},
      {uint16, int8, int32},         {uint32, int32, int64},          {uint64, int8, float64},
      {int64, uint32, int64},        {uint8, float16, float16},       {int16, float16, float32},
      {int32, float16, float64},     {int16, float32, float32},       {uint16, float32, float32},
      {int32, float32, float64},     {int64, float32, float64},       {float16, float32, float32},
      {float32, float64, float64},   {complex64, float32, complex64}, {complex64, float64, complex128},
      {complex64, int16, complex64}, {complex64, int32, complex128},  {complex64, complex128, complex128},
      {boolean, float16, float16},   {float16, complex64, complex64}};
  for (const auto& [a, b, common] : table) {
    EXPECT_EQ(promote(a, b), common) << a << ' ' << b;
    EXPECT_EQ(promote(b, a), common) << b << ' ' << a;
  }
}

TEST(promotion, gives_bfloat16_the_smallest_type_that_holds_both) {
  EXPECT_EQ(promote(bfloat16, bfloat16), bfloat16);
  EXPECT_EQ(promote(bfloat16, float16), float32);
  EXPECT_EQ(promote(bfloat16, int8), bfloat16);
  EXPECT_EQ(promote(bfloat16, uint16), float32);
  EXPECT_EQ(promote(bfloat16, complex64), complex64);
}

TEST(promotion, commutes_is_idempotent_and_never_lowers) {
  for (int i = 0; i <= static_cast<int>(complex128); ++i)
    for (int j = 0; j <= static_cast<int>(complex128); ++j) {
      const auto a = static_cast<element_type>(i);
      const auto b = static_cast<element_type>(j);
      const element_type both = promote(a, b);
      EXPECT_EQ(both, promote(b, a));
      EXPECT_EQ(promote(a, both), both) << a << ' ' << b;
      EXPECT_GE(size_of(both), std::max(size_of(a), size_of(b)));
    }
}

static_assert(std::same_as<promoted<std::int8_t, std::uint8_t>, std::int16_t>);
static_assert(std::same_as<promoted<float, std::complex<float>>, std::complex<float>>);
static_assert(std::same_as<promoted<long long, long long>, long long>);

TEST(numerics, compute_in_what_holds_the_sums) {
  const auto compute = [](const problem& description) { return resolve_numerics(description).compute; };
  EXPECT_EQ(compute(with_types(float16, float16)), float32);
  EXPECT_EQ(compute(with_types(bfloat16, int8)), float32);
  EXPECT_EQ(compute(with_types(float32, float32)), float32);
  EXPECT_EQ(compute(with_types(float32, float32, float64)), float64);
  EXPECT_EQ(compute(with_types(float64, float64, float32)), float64);
  EXPECT_EQ(compute(with_types(float32, float32, {}, float64)), float64);
  EXPECT_EQ(compute(with_types(float16, float16, {}, float64)), float64);
  EXPECT_EQ(compute(with_types(complex64, float32)), float32);
  EXPECT_EQ(compute(with_types(complex64, float64)), float64);
  EXPECT_EQ(compute(with_types(int8, int8)), uint32);
  EXPECT_EQ(compute(with_types(int8, int8, int64)), uint64);
  EXPECT_EQ(compute(with_types(int64, int64, int8)), uint32);
  EXPECT_EQ(compute(with_types(boolean, boolean)), uint64) << "a count that wraps to 0 would say false";
  EXPECT_EQ(compute(with_types(int32, int32, float32)), float64);
  EXPECT_EQ(resolve_numerics(with_types(int8, int8)).spectral(), float64);
  EXPECT_EQ(resolve_numerics(with_types(complex64, complex64)).spectral(), float32);
}

TEST(numerics, refuse_what_would_lose_a_kind_of_number) {
  EXPECT_EQ(refused(with_types(complex64, float32, float32)), "problem.output_type");
  EXPECT_EQ(refused(with_types(float32, float32, complex64)), "problem.output_type");
  EXPECT_EQ(refused(with_types(float32, float32, int32)), "problem.output_type");
  EXPECT_EQ(refused(with_types(int8, int8, boolean)), "problem.output_type");
  EXPECT_EQ(refused(with_types(int8, int8, float32)), "nothing");
  EXPECT_EQ(refused(with_types(int32, int32, int8)), "nothing");
}

TEST(numerics, refuse_accumulators_that_cannot_hold_the_operands) {
  EXPECT_EQ(refused(with_types(float64, float32, {}, float32)), "problem.accumulator");
  EXPECT_EQ(refused(with_types(float16, float16, {}, float16)), "problem.accumulator");
  EXPECT_EQ(refused(with_types(int32, int32, {}, int16)), "problem.accumulator");
  EXPECT_EQ(refused(with_types(int8, int8, {}, float32)), "problem.accumulator");
  EXPECT_EQ(refused(with_types(float32, float32, {}, int64)), "problem.accumulator");
  EXPECT_EQ(refused(with_types(int8, int8, {}, int32)), "nothing");
  EXPECT_EQ(refused(with_types(complex64, complex64, {}, complex128)), "nothing");
}

TEST(numerics, refuse_values_that_are_no_enumerators) {
  const auto none = static_cast<element_type>(200);
  EXPECT_EQ(refused(with_types(none, float32)), "problem.type");
  EXPECT_EQ(refused(with_types(float32, none)), "problem.filter_type");
  EXPECT_EQ(refused(with_types(float32, float32, none)), "problem.output_type");
  EXPECT_EQ(refused(with_types(float32, float32, {}, none)), "problem.accumulator");
}

TEST(output_type, is_the_common_one_unless_another_was_asked_for) {
  EXPECT_EQ(output_type(with_types(uint8, int8)), int16);
  EXPECT_EQ(output_type(with_types(uint8, int8, int32)), int32);
}

}  // namespace
}  // namespace faltung
