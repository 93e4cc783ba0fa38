// The answers of NumPy and SciPy, from every way to convolve and from the one-call functions.
#include "support/golden.hpp"

#include <algorithm>

#include "contract/guarded.hpp"
#include "contract/kind_fixture.hpp"
#include "faltung/convolve.hpp"
#include "support/oracle.hpp"

namespace faltung::test {
namespace {

const golden_file& golden() {
  static const golden_file file = read_golden(FALTUNG_GOLDEN_FILE);
  return file;
}

bool comes_from(const golden_case& one, const std::string& module) { return one.function.starts_with(module); }

// A golden result in a type that holds the same small integers.
elements in_type(const elements& from, element_type type) {
  if (from.type() == type) return from;
  elements made(type, from.size());
  for (std::size_t index = 0; index < from.size(); ++index)
    for (std::size_t part = 0; part < from.parts(); ++part) made.set(index, from.value(index, part), part);
  return made;
}

void expect_equal(const problem& description, const error_bound& bound, const operands& data, const elements& expected,
                  const elements& got) {
  if (bound.componentwise) {
    EXPECT_TRUE(same_bits(got, expected));  // every product and sum is an integer that the type holds, or wraps
    return;
  }
  exact_answer answer = exact(description, data);
  for (std::size_t index = 0; index < answer.value.size(); ++index)
    answer.value[index] = expected.value(index / answer.parts, index % answer.parts);
  EXPECT_TRUE(within(bound, description, answer, got));
}

TEST(golden_file, covers_every_function_and_says_what_made_it) {
  EXPECT_FALSE(golden().numpy_version.empty());
  EXPECT_FALSE(golden().scipy_version.empty());
  for (const char* function :
       {"numpy.convolve", "numpy.correlate", "scipy.signal.convolve2d", "scipy.signal.correlate2d",
        "scipy.ndimage.convolve", "scipy.ndimage.correlate", "scipy.ndimage.convolve1d", "scipy.ndimage.correlate1d"}) {
    const auto of_function = [&](const golden_case& one) { return one.function == function; };
    EXPECT_GE(std::count_if(golden().cases.begin(), golden().cases.end(), of_function), 50) << function;
  }
}

// The oracle is checked too: it is what everything else is checked against.
TEST(golden_file, agrees_with_the_oracle) {
  for (const golden_case& one : golden().cases) {
    SCOPED_TRACE(one.function + ' ' + in_one_line(one.description));
    EXPECT_EQ(expected_shape(one.description), one.output_shape);
    EXPECT_EQ(output_shape(one.description), one.output_shape);
    EXPECT_TRUE(same_bits(exact(one.description, one.data).rounded_to(one.output.type()), one.output));
  }
}

TEST(common_types, are_those_of_numpy) {
  EXPECT_GE(golden().promotions.size(), 14U * 14U);
  for (const golden_promotion& one : golden().promotions) {
    SCOPED_TRACE(testing::Message() << one.first << " with " << one.second);
    EXPECT_EQ(promote(one.first, one.second), one.common);
    EXPECT_EQ(output_type({.signal = 1, .filter = 1, .type = one.first, .filter_type = one.second}), one.common);
  }
}

// NumPy has no bfloat16: the smallest type that holds the values of both.
TEST(common_types, of_bfloat16_follow_the_same_rule) {
  for (const element_type type : {boolean, int8, uint8, bfloat16}) {
    EXPECT_EQ(promote(bfloat16, type), bfloat16);
    EXPECT_EQ(promote(type, bfloat16), bfloat16);
  }
  for (const element_type type : {float16, int16, uint16, float32}) EXPECT_EQ(promote(bfloat16, type), float32);
  for (const element_type type : {int32, uint32, int64, uint64, float64}) EXPECT_EQ(promote(bfloat16, type), float64);
  EXPECT_EQ(promote(bfloat16, complex64), complex64);
  EXPECT_EQ(promote(complex128, bfloat16), complex128);
}

class golden_cases : public testing::TestWithParam<contender> {};

void expect_golden(const contender& way, const golden_case& one, element_type type) {
  problem description = one.description;
  description.type = type;
  const operands data{in_type(one.data.signal, type), in_type(one.data.filter, filter_type(description))};
  if (way.refuses(description)) return;
  SCOPED_TRACE(one.function + ' ' + in_one_line(description));
  const plan made(description, way.forced());
  EXPECT_EQ(made.output_shape(), one.output_shape);
  expect_equal(description, made.bound(), data, in_type(one.output, result_type(description)),
               convolve_guarded(description, way.forced(), data));
}

TEST_P(golden_cases, of_numpy_and_scipy_are_reproduced) {
  const std::size_t stride = problem_scale() == scale::whole ? 1 : 7;
  for (std::size_t index = 0; index < golden().cases.size(); index += stride) {
    const golden_case& one = golden().cases[index];
    expect_golden(GetParam(), one, one.description.type);
    if (one.description.type == float64 && !one.description.filter_type) expect_golden(GetParam(), one, float32);
  }
}

INSTANTIATE_TEST_SUITE_P(contract, golden_cases, testing::ValuesIn(contenders()), name_of_way);

// ---- the functions of one call, under NumPy's and SciPy's names

template <class Type>
elements call_by_name(const golden_case& one) {
  const problem& is = one.description;
  const auto signal = one.data.signal.as<Type>();
  const auto filter = one.data.filter.as<Type>();
  const region part(is.mode, is.boundary, is.origin);
  if (is.signal.rank() == 1)
    return is.operation == operation::convolution ? convolve(signal, filter, part) : correlate(signal, filter, part);
  const image<Type> picture{is.signal[0], is.signal[1], signal};
  const image<Type> taps{is.filter[0], is.filter[1], filter};
  const image<Type> result =
      is.operation == operation::convolution ? convolve2d(picture, taps, part) : correlate2d(picture, taps, part);
  EXPECT_EQ(shape(result.height, result.width), one.output_shape);
  return result.pixels;
}

TEST(one_call, gives_what_the_function_of_that_name_gives_in_numpy_and_scipy) {
  for (const golden_case& one : golden().cases) {
    const element_type type = one.description.type;
    if (one.description.filter_type || (type != float64 && type != complex128)) continue;
    SCOPED_TRACE(one.function + ' ' + in_one_line(one.description));
    // Whatever method is chosen, no bound is looser than that of the longest transform here.
    const double u = unit_roundoff(float64);
    expect_equal(one.description, {12 * u * 16, false}, one.data, one.output,
                 type == float64 ? call_by_name<double>(one) : call_by_name<std::complex<double>>(one));
  }
}

template <class Signal, class Filter>
void expect_called(const golden_case& one) {
  if (one.description.type != type_of<Signal> || filter_type(one.description) != type_of<Filter> ||
      !comes_from(one, "numpy"))
    return;
  SCOPED_TRACE(one.function + ' ' + in_one_line(one.description));
  const auto signal = one.data.signal.as<Signal>();
  const auto filter = one.data.filter.as<Filter>();
  const elements got = one.description.operation == operation::convolution
                           ? elements(convolve(signal, filter, one.description.mode))
                           : elements(correlate(signal, filter, one.description.mode));
  expect_equal(one.description, {12 * unit_roundoff(sum_type(one.description)) * 16, sums_integers(one.description)},
               one.data, one.output, got);
}

TEST(one_call, deduces_the_common_type_of_its_operands) {
  for (const golden_case& one : golden().cases) {
    expect_called<std::int8_t, std::int8_t>(one);
    expect_called<std::uint8_t, std::int8_t>(one);
    expect_called<std::int64_t, std::int32_t>(one);
    expect_called<std::uint64_t, std::int64_t>(one);
    expect_called<float, std::int32_t>(one);
    expect_called<float, std::complex<float>>(one);
    expect_called<std::complex<float>, double>(one);
  }
}

}  // namespace
}  // namespace faltung::test
