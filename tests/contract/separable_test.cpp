// Method separable on every backend, against the reference.
#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "contract/environment.hpp"
#include "faltung/error.hpp"
#include "faltung/plan.hpp"
#include "faltung/separable.hpp"
#include "support/device_data.hpp"

namespace faltung::test {
namespace {

// The backends and memories that the program has, each once.
std::vector<contender> ways() {
  std::vector<contender> found;
  for (contender one : direct_contenders()) {
    one.method = method::separable;
    found.push_back(one);
  }
  return found;
}

std::vector<float> noise(std::int64_t count, unsigned seed) {
  std::mt19937 random(seed);
  std::normal_distribution<float> normal;
  std::vector<float> values(static_cast<std::size_t>(count));
  for (float& value : values) value = normal(random);
  return values;
}

struct filter_of_rank {
  std::vector<float> columns;  // [rank, height]
  std::vector<float> rows;
  std::vector<float> whole;

  filter_of_rank(std::int64_t rank, std::int64_t height, std::int64_t width)
      : columns(noise(rank * height, 1)), rows(noise(rank * width, 2)) {
    for (std::int64_t y = 0; y < height; ++y)
      for (std::int64_t x = 0; x < width; ++x) {
        double sum = 0;
        for (std::int64_t term = 0; term < rank; ++term)
          sum += static_cast<double>(columns[static_cast<std::size_t>(term * height + y)]) *
                 static_cast<double>(rows[static_cast<std::size_t>(term * width + x)]);
        whole.push_back(static_cast<float>(sum));
      }
  }
};

double norm2(const std::vector<float>& values) {
  double sum = 0;
  for (const float value : values) sum += static_cast<double>(value) * static_cast<double>(value);
  return std::sqrt(sum);
}

std::vector<float> solve(const plan& made, const std::vector<float>& signal, memory where) {
  const array<float> input(where, signal);
  array<float> output(where, static_cast<std::size_t>(made.output_shape().elements() * made.description().batch));
  array<std::byte> workspace(where, made.workspace_bytes());
  made.execute(std::span(input.data(), input.size()), std::span(output.data(), output.size()),
               std::span(workspace.data(), workspace.size()));
  return output.read();
}

class separable_way : public testing::TestWithParam<contender> {};

TEST_P(separable_way, is_within_its_bound_of_the_reference) {
  const contender way = GetParam();
  std::vector<problem> problems;
  for (const mode part : {mode::full, mode::same, mode::valid})
    for (const operation what : {operation::convolution, operation::correlation})
      for (const boundary& outside : {zero, wrap, reflect, mirror, nearest, constant(-1.5)})
        for (const std::int64_t rank : {1, 2, 3})
          for (const auto& [signal, filter] : {std::pair{shape(13, 17), shape(3, 5)}, {shape(4, 6), shape(9, 8)}}) {
            if (part == mode::valid && outside != zero) continue;
            problems.push_back({.signal = signal,
                                .filter = filter,
                                .batch = 2,
                                .mode = part,
                                .operation = what,
                                .boundary = outside,
                                .filter_rank = rank});
          }
  for (const problem& description : problems) {
    SCOPED_TRACE(testing::Message() << description << ", rank " << description.filter_rank);
    const filter_of_rank filter(description.filter_rank, description.filter[0], description.filter[1]);
    const std::vector<float> signal = noise(description.signal.elements() * description.batch, 3);
    float largest = 0;
    for (const float value : signal) largest = std::max(largest, std::abs(value));
    largest = std::max(largest, 1.5F);

    plan exact(description, {.backend = backend::cpu, .method = method::reference});
    exact.set_filter(filter.whole);
    const std::vector<float> expected = solve(exact, signal, memory::host);

    plan made(description, way.forced());
    ASSERT_EQ(made.method(), method::separable);
    // Under any window there are no more than all taps' samples.
    const double window = largest * std::sqrt(static_cast<double>(description.filter.elements()));
    const double within = (made.bound().factor + exact.bound().factor) * window * norm2(filter.whole);
    // Column and row filters given: the whole filter was rounded from them, u for each tap.
    const double given_within = within + 0x1p-24 * window * norm2(filter.whole);

    made.set_filter(array<float>(way.memory, filter.whole));
    const std::vector<float> found = solve(made, signal, way.memory);
    made.set_filter(array<float>(way.memory, filter.columns), array<float>(way.memory, filter.rows));
    const std::vector<float> given = solve(made, signal, way.memory);
    ASSERT_EQ(found.size(), expected.size());
    for (std::size_t i = 0; i < expected.size(); ++i) {
      ASSERT_NEAR(found[i], expected[i], within) << i;
      ASSERT_NEAR(given[i], expected[i], given_within) << i;
    }
  }
}

TEST_P(separable_way, works_in_as_many_passes_as_the_workspace_allows) {
  const contender way = GetParam();
  const problem description{
      .signal = {13, 17}, .filter = {3, 5}, .batch = 7, .mode = mode::same, .boundary = reflect, .filter_rank = 1};
  const filter_of_rank filter(1, 3, 5);
  const std::vector<float> signal = noise(7 * 13 * 17, 3);
  options request = way.forced();
  plan roomy(description, request);
  roomy.set_filter(array<float>(way.memory, filter.whole));
  // Scratch of the passes themselves stays; the intermediate of 7 signals becomes one of a few.
  request.workspace_limit =
      roomy.explain().choice().predicted_workspace_bytes - std::size_t{3} * 15 * 17 * sizeof(float);
  plan tight(description, request);
  EXPECT_LT(tight.explain().choice().transforms_per_pass, roomy.explain().choice().transforms_per_pass);
  tight.set_filter(array<float>(way.memory, filter.whole));
  EXPECT_LE(tight.workspace_bytes(), request.workspace_limit);
  EXPECT_EQ(solve(tight, signal, way.memory), solve(roomy, signal, way.memory));
}

TEST_P(separable_way, refuses_a_filter_of_a_higher_rank_and_keeps_the_one_it_has) {
  const contender way = GetParam();
  const problem description{.signal = {13, 17}, .filter = {5, 5}, .filter_rank = 1};
  plan made(description, way.forced());
  const filter_of_rank good(1, 5, 5);
  made.set_filter(array<float>(way.memory, good.whole));
  const std::vector<float> signal = noise(13 * 17, 3);
  const std::vector<float> before = solve(made, signal, way.memory);
  const array<float> bad(way.memory, filter_of_rank(2, 5, 5).whole);
  try {
    made.set_filter(bad);
    FAIL() << "nothing was thrown";
  } catch (const invalid_argument& error) {
    EXPECT_EQ(error.argument(), "filter");
    EXPECT_EQ(error.value(), "rank 2");
  }
  EXPECT_EQ(solve(made, signal, way.memory), before);
}

std::string name_of_instance(const testing::TestParamInfo<contender>& instance) { return name_of(instance.param); }
INSTANTIATE_TEST_SUITE_P(ways, separable_way, testing::ValuesIn(ways()), name_of_instance);

TEST(separable, is_chosen_where_the_rank_is_known_and_it_is_faster) {
  const problem unknown{.signal = {512, 512}, .filter = {15, 15}};
  problem known = unknown;
  known.filter_rank = 1;
  const options on_cpu{.backend = backend::cpu};
  EXPECT_NE(plan(unknown, on_cpu).method(), method::separable);
  EXPECT_EQ(plan(known, on_cpu).method(), method::separable);
  EXPECT_NE(plan(known, {.backend = backend::cpu, .separable = false}).method(), method::separable);
  EXPECT_NE(plan(known, {.backend = backend::cpu, .max_error = 1e-7}).method(), method::separable);
}

// Which the passes do not take: whatever is chosen must give both parts.
TEST(separable, leaves_complex_signals_to_other_methods) {
  const std::int64_t side = 200;
  const image<float> filter{21, 21, filter_of_rank(1, 21, 21).whole};
  const std::vector<float> real = noise(side * side, 3);
  const std::vector<float> imaginary = noise(side * side, 4);
  image<std::complex<float>> signal{side, side, {}};
  for (std::size_t i = 0; i < real.size(); ++i) signal.pixels.emplace_back(real[i], imaginary[i]);
  const options how{.backend = backend::cpu};
  const auto got = convolve2d(signal, filter, mode::same, how);
  const options exact{.backend = backend::cpu, .method = method::reference};
  const auto first = convolve2d(image_view(real, side, side), filter, mode::same, exact);
  const auto second = convolve2d(image_view(imaginary, side, side), filter, mode::same, exact);
  const problem description{
      .signal = {side, side}, .filter = {21, 21}, .type = complex64, .filter_type = float32, .mode = mode::same};
  double worst = 0;
  for (const candidate& one : explain(description, how, detect()).candidates)
    if (one.refused.empty()) worst = std::max(worst, one.bound.factor);
  const double within = worst * std::hypot(norm2(real), norm2(imaginary)) * norm2(filter.pixels);
  for (std::size_t i = 0; i < real.size(); ++i) {
    ASSERT_NEAR(got.pixels[i].real(), first.pixels[i], within);
    ASSERT_NEAR(got.pixels[i].imag(), second.pixels[i], within);
  }
}

TEST(separable, refuses_columns_and_rows_where_another_method_was_chosen) {
  plan made({.signal = {9, 9}, .filter = {3, 3}, .filter_rank = 1},
            {.backend = backend::cpu, .method = method::direct});
  const std::vector<float> taps(3);
  EXPECT_THROW(made.set_filter(taps, taps), unsupported);
  EXPECT_THROW(made.set_filter(taps, std::vector<float>(2)), invalid_argument);
}

TEST(convolve2d_separable, is_convolve2d_with_the_outer_product) {
  const image<float> signal{40, 30, noise(1200, 3)};
  const std::vector<float> columns{1, -2, 1};
  const std::vector<float> rows{1, 2, 4, 2};
  image<float> whole{3, 4, {}};
  for (const float column : columns)
    for (const float row : rows) whole.pixels.push_back(column * row);
  for (const method how : {method::direct, method::separable}) {
    const options request{.backend = backend::cpu, .method = how};
    const image<float> got = convolve2d_separable(signal, columns, rows, {mode::same, reflect}, request);
    const image<float> expected = convolve2d(signal, whole, {mode::same, reflect}, {.method = method::reference});
    ASSERT_EQ(got.pixels.size(), expected.pixels.size());
    for (std::size_t i = 0; i < got.pixels.size(); ++i)
      ASSERT_NEAR(got.pixels[i], expected.pixels[i], 16 * 0x1p-24 * 5 * std::sqrt(12.0) * norm2(whole.pixels));
  }
  const image<std::int16_t> integers{2, 2, {1, 2, 3, 4}};
  const std::vector<std::int16_t> ones{1, 1};
  EXPECT_EQ(convolve2d_separable(integers, ones, ones, mode::valid).pixels, std::vector<std::int16_t>{10});
}

}  // namespace
}  // namespace faltung::test
