// The kernels around the transforms against plain loops.
#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "cuda/spectral_kernels.hpp"
#include "kernels/schedules.hpp"
#include "support/operands.hpp"

namespace faltung::test {
namespace {

std::size_t at(long long index) { return static_cast<std::size_t>(index); }

template <class Type>
class spectral : public testing::Test {};
using element_types = testing::Types<float, double>;
TYPED_TEST_SUITE(spectral, element_types);

// Rows longer than a block, a last pass that reaches past the end, both directions.
TYPED_TEST(spectral, gather_pads_with_zeros) {
  using Type = TypeParam;
  const long long batch = 3, source_rows = 2, source_columns = 1500, rows = 3, columns = 1700, count = 2;
  const auto source = random_values<Type>(batch * source_rows * source_columns, values::normal, 1);
  for (const bool reversed : {false, true}) {
    for (const long long first : {0LL, 2LL}) {
      std::vector<Type> padded(at(count * rows * columns), Type{-1});
      cuda::enqueue_gather(kernel::gather_problem<Type>{.source = source.data(),
                                                        .padded = padded.data(),
                                                        .run = {.first = first, .available = batch, .segments = 1},
                                                        .source_rows = source_rows,
                                                        .source_columns = source_columns,
                                                        .origin = 0,
                                                        .step = 0,
                                                        .rows = rows,
                                                        .columns = columns,
                                                        .tiles = 0,
                                                        .scale = Type{0.5},
                                                        .reversed = reversed},
                           count, nullptr);
      for (long long t = 0; t < count; ++t) {
        for (long long r = 0; r < rows; ++r) {
          for (long long c = 0; c < columns; ++c) {
            Type expected = 0;
            if (first + t < batch && r < source_rows && c < source_columns) {
              const long long row = reversed ? source_rows - 1 - r : r;
              const long long column = reversed ? source_columns - 1 - c : c;
              expected = Type{0.5} * source[at(((first + t) * source_rows + row) * source_columns + column)];
            }
            ASSERT_EQ(padded[at((t * rows + r) * columns + c)], expected) << t << " " << r << " " << c;
          }
        }
      }
    }
  }
}

TYPED_TEST(spectral, gather_and_crop_take_segments_apart_and_together) {
  using Type = TypeParam;
  const long long batch = 2, length = 100, step = 30, columns = 48, segments = 4, per_pass = 3;
  const auto source = random_values<Type>(batch * length, values::normal, 1);
  std::vector<Type> result(at(batch * length), Type{-1});
  for (long long first = 0; first < batch * segments; first += per_pass) {
    const kernel::transform_run run{.first = first, .available = batch * segments, .segments = segments};
    std::vector<Type> padded(at(per_pass * columns), Type{-1});
    cuda::enqueue_gather(kernel::gather_problem<Type>{.source = source.data(),
                                                      .padded = padded.data(),
                                                      .run = run,
                                                      .source_rows = 1,
                                                      .source_columns = length,
                                                      .origin = -18,
                                                      .step = step,
                                                      .rows = 1,
                                                      .columns = columns,
                                                      .tiles = 0,
                                                      .scale = Type{1},
                                                      .reversed = false},
                         per_pass, nullptr);
    for (long long t = 0; t < per_pass && first + t < run.available; ++t) {
      const long long signal = (first + t) / segments, segment = (first + t) % segments;
      for (long long c = 0; c < columns; ++c) {
        const long long from = segment * step - 18 + c;
        const Type expected = from >= 0 && from < length ? source[at(signal * length + from)] : Type{0};
        ASSERT_EQ(padded[at(t * columns + c)], expected) << first + t << " " << c;
      }
    }
    cuda::enqueue_crop(kernel::crop_problem<Type>{.circular = padded.data(),
                                                  .output = result.data(),
                                                  .run = run,
                                                  .output_rows = 1,
                                                  .output_columns = length,
                                                  .first_row = 0,
                                                  .first_column = 18,
                                                  .step = step,
                                                  .rows = 1,
                                                  .columns = columns,
                                                  .tiles = 0},
                       per_pass, nullptr);
  }
  EXPECT_EQ(result, source);  // what lies 18 columns into a segment is where it came from
}

TYPED_TEST(spectral, crop_takes_a_rectangle) {
  using Type = TypeParam;
  const long long batch = 2, rows = 7, columns = 1300, output_rows = 4, output_columns = 1200;
  const auto circular = random_values<Type>(3 * rows * columns, values::normal, 1);
  std::vector<Type> output(at(batch * output_rows * output_columns), Type{-1});
  cuda::enqueue_crop(kernel::crop_problem<Type>{.circular = circular.data(),
                                                .output = output.data(),
                                                .run = {.first = 0, .available = batch, .segments = 1},
                                                .output_rows = output_rows,
                                                .output_columns = output_columns,
                                                .first_row = 2,
                                                .first_column = 60,
                                                .step = output_columns,
                                                .rows = rows,
                                                .columns = columns,
                                                .tiles = 0},
                     3, nullptr);
  for (long long b = 0; b < batch; ++b) {
    for (long long r = 0; r < output_rows; ++r) {
      for (long long c = 0; c < output_columns; ++c) {
        ASSERT_EQ(output[at((b * output_rows + r) * output_columns + c)],
                  circular[at((b * rows + r + 2) * columns + c + 60)]);
      }
    }
  }
}

TYPED_TEST(spectral, multiply_takes_each_signal_s_filter) {
  using Type = TypeParam;
  using value = kernel::spectral_value<Type>;
  const long long batch = 3, segments = 2, elements = 1100, first = 2, count = 5;
  const auto numbers = random_values<Type>(2 * (count + batch) * elements, values::normal, 1);
  std::vector<value> all;
  for (std::size_t i = 0; i < numbers.size(); i += 2) all.push_back({numbers[i], numbers[i + 1]});
  const std::vector<value> filters(all.begin() + count * elements, all.end());
  for (const bool per_signal : {false, true}) {
    for (const schedule& how : schedules) {
      const scheduled scope(how);
      std::vector<value> spectra(all.begin(), all.begin() + count * elements);
      cuda::enqueue_multiply(
          kernel::multiply_problem<Type>{.spectra = spectra.data(),
                                         .filters = filters.data(),
                                         .run = {.first = first, .available = batch * segments, .segments = segments},
                                         .elements = elements,
                                         .filter_stride = per_signal ? elements : 0,
                                         .tiles = 0},
          count, nullptr);
      for (long long t = 0; t < count; ++t) {
        for (long long k = 0; k < elements; ++k) {
          const value x = all[at(t * elements + k)];
          value expected = x;
          if (first + t < batch * segments) {
            const value h = filters[at((per_signal ? (first + t) / segments * elements : 0) + k)];
            expected = {std::fma(x.real, h.real, -(x.imaginary * h.imaginary)),
                        std::fma(x.real, h.imaginary, x.imaginary * h.real)};
          }
          ASSERT_EQ(spectra[at(t * elements + k)].real, expected.real) << t << " " << k;
          ASSERT_EQ(spectra[at(t * elements + k)].imaginary, expected.imaginary) << t << " " << k;
        }
      }
    }
  }
}

}  // namespace
}  // namespace faltung::test
