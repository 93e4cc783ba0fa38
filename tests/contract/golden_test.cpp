// The answers of NumPy (1D) and SciPy (2D), from every way to convolve and from the one-call functions.
#include "support/golden.hpp"
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

template <element Type>
operands<Type> operands_of(const golden_case& one) {
  return {{one.signal.begin(), one.signal.end()}, {one.filter.begin(), one.filter.end()}};
}

template <element Type>
void expect_equal(const golden_case& one, const error_bound& bound, const std::vector<Type>& got) {
  const std::vector<Type> expected(one.output.begin(), one.output.end());
  if (bound.componentwise) {
    EXPECT_TRUE(same_bits<Type>(got, expected));  // every product and sum is a small integer
    return;
  }
  const operands<Type> data = operands_of<Type>(one);
  exact_answer answer = exact<Type>(one.description, data.signal, data.filter);
  answer.value.assign(one.output.begin(), one.output.end());
  EXPECT_TRUE(within<Type>(bound, one.description, answer, got));
}

TEST(golden_file, covers_all_four_functions_and_says_what_made_it) {
  EXPECT_FALSE(golden().numpy_version.empty());
  EXPECT_FALSE(golden().scipy_version.empty());
  for (const char* function :
       {"numpy.convolve", "numpy.correlate", "scipy.signal.convolve2d", "scipy.signal.correlate2d"}) {
    const auto of_function = [&](const golden_case& one) { return one.function == function; };
    EXPECT_GE(std::count_if(golden().cases.begin(), golden().cases.end(), of_function), 50) << function;
  }
}

// The oracle is checked too: it is what everything else is checked against.
TEST(golden_file, agrees_with_the_oracle) {
  for (const golden_case& one : golden().cases) {
    SCOPED_TRACE(one.function + ' ' + in_one_line(one.description));
    const exact_answer answer = exact<double>(one.description, one.signal, one.filter);
    EXPECT_EQ(output_shape(one.description), one.output_shape);
    EXPECT_TRUE(same_bits<double>(std::vector<double>(answer.value.begin(), answer.value.end()), one.output));
  }
}

class golden_cases : public testing::TestWithParam<contender> {};

template <element Type>
void expect_golden(const contender& way, const golden_case& one) {
  problem description = one.description;
  description.type = type_of<Type>;
  if (way.refuses(description)) return;
  SCOPED_TRACE(one.function + ' ' + in_one_line(description));
  const plan made(description, way.forced());
  EXPECT_EQ(made.output_shape(), one.output_shape);
  expect_equal<Type>(one, made.bound(), convolve_guarded<Type>(description, way.forced(), operands_of<Type>(one)));
}

TEST_P(golden_cases, of_numpy_and_scipy_are_reproduced) {
  std::size_t stride = problem_scale() == scale::whole ? 1 : 7;
  for (std::size_t index = 0; index < golden().cases.size(); index += stride) {
    expect_golden<float>(GetParam(), golden().cases[index]);
    expect_golden<double>(GetParam(), golden().cases[index]);
  }
}

INSTANTIATE_TEST_SUITE_P(contract, golden_cases, testing::ValuesIn(contenders()), name_of_way);

// ---- the functions of one call, under NumPy's and SciPy's names

template <element Type>
std::vector<Type> call_by_name(const golden_case& one) {
  const operands<Type> data = operands_of<Type>(one);
  const problem& is = one.description;
  if (one.function == "numpy.convolve") return convolve(data.signal, data.filter, is.mode);
  if (one.function == "numpy.correlate") return correlate(data.signal, data.filter, is.mode);
  const image<Type> signal{is.signal[0], is.signal[1], data.signal};
  const image<Type> filter{is.filter[0], is.filter[1], data.filter};
  const image<Type> result = one.function == "scipy.signal.convolve2d" ? convolve2d(signal, filter, is.mode)
                                                                       : correlate2d(signal, filter, is.mode);
  EXPECT_EQ(shape(result.height, result.width), one.output_shape);
  return result.pixels;
}

TEST(one_call, gives_what_the_function_of_that_name_gives_in_numpy_and_scipy) {
  for (const golden_case& one : golden().cases) {
    SCOPED_TRACE(one.function + ' ' + in_one_line(one.description));
    // Whatever method is chosen, no bound is looser than that of the longest transform here.
    const double u = unit_roundoff(float64);
    expect_equal<double>(one, {12 * u * 16, false}, call_by_name<double>(one));
  }
}

}  // namespace
}  // namespace faltung::test
