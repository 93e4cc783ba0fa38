// The kernels around the transforms against plain loops.
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <vector>

#include "cuda/spectral_kernels.hpp"
#include "kernels/operand_field.hpp"
#include "kernels/schedules.hpp"
#include "support/operands.hpp"

namespace faltung::test {
namespace {

std::size_t at(long long index) { return static_cast<std::size_t>(index); }

template <class Type>
class spectral : public testing::Test {};
using element_types = testing::Types<float, double>;
TYPED_TEST_SUITE(spectral, element_types);

// Rows longer than a block, a last pass that reaches past the end, places on both sides of the signal and far outside,
// segments, more elements than samples.
TYPED_TEST(spectral, gather_reads_every_type_and_boundary_from_anywhere) {
  using Type = TypeParam;
  const long long batch = 2, source_rows = 2, source_columns = 7, segments = 2, first = 1, count = 4, step = 20;
  const kernel::gather_axis rows{-5, 9, 10}, columns{-22, 58, 45};
  const Type outside[2] = {Type{3}, Type{-2}};
  for (const element_type type : all_types) {
    for (const form how : {form::tidy, form::strange}) {
      operand_field source(type, batch, source_rows, source_columns, how);
      source.fill(batch);
      for (const boundary_rule rule : all_rules) {
        const bool constant = rule == boundary_rule::constant;
        std::vector<Type> padded(at(count * source.parts() * rows.length * columns.length), Type{-9});
        cuda::enqueue_gather(
            kernel::gather_problem<Type>{
                .source = {.at = source.source(),
                           .rows = source_rows,
                           .columns = source_columns,
                           .rule = rule,
                           .outside = {constant ? outside[0] : Type{0}, constant ? outside[1] : Type{0}}},
                .padded = padded.data(),
                .run = {.first = first, .available = batch * segments, .segments = segments},
                .rows = rows,
                .columns = columns,
                .step = step,
                .tiles = 0},
            count, nullptr);
        const Type* next = padded.data();
        for (long long unit = first; unit < first + count; ++unit) {
          for (int part = 0; part < source.parts(); ++part) {
            for (long long r = 0; r < rows.length; ++r) {
              for (long long c = 0; c < columns.length; ++c) {
                const long long place = unit % segments * step + c;
                double expected = 0;
                if (unit < batch * segments && r < rows.samples && place < columns.samples) {
                  const long long row = walk(rule, rows.first + r, source_rows);
                  const long long column = walk(rule, columns.first + place, source_columns);
                  if (row >= 0 && column >= 0) {
                    expected = source.at(unit / segments, part, row, column);
                  } else if (constant) {
                    expected = static_cast<double>(outside[part]);
                  }
                }
                ASSERT_EQ(static_cast<double>(*next++), expected)
                    << to_string(type) << " " << to_string(rule) << " " << static_cast<int>(how) << " unit " << unit
                    << " part " << part << " row " << r << " column " << c;
              }
            }
          }
        }
      }
    }
  }
}

TYPED_TEST(spectral, gather_and_crop_take_segments_apart_and_together) {
  using Type = TypeParam;
  const long long batch = 2, length = 2600, step = 1100, columns = 1118, segments = 3, per_pass = 4;
  const auto numbers = random_values<Type>(batch * length, values::normal, 1);
  const element_type type = type_of<Type>;
  for (const form how : {form::tidy, form::strange}) {
    operand_field source(type, batch, 1, length, how), result(type, batch, 1, length, how);
    long long k = 0;
    source.each(batch, [&](long long index) { source.data<Type>()[index] = numbers[at(k++)]; });
    for (long long first = 0; first < batch * segments; first += per_pass) {
      const kernel::unit_run run{.first = first, .available = batch * segments, .segments = segments};
      std::vector<Type> padded(at(per_pass * columns), Type{-1});
      cuda::enqueue_gather(kernel::gather_problem<Type>{.source = {.at = source.source(),
                                                                   .rows = 1,
                                                                   .columns = length,
                                                                   .rule = boundary_rule::zero,
                                                                   .outside = {}},
                                                        .padded = padded.data(),
                                                        .run = run,
                                                        .rows = {0, 1, 1},
                                                        .columns = {-18, length + 18, columns},
                                                        .step = step,
                                                        .tiles = 0},
                           per_pass, nullptr);
      for (long long u = 0; u < per_pass && first + u < run.available; ++u) {
        for (long long c = 0; c < columns; ++c) {
          const long long from = (first + u) % segments * step - 18 + c;
          const double expected = from >= 0 && from < length ? source.at((first + u) / segments, 0, 0, from) : 0;
          ASSERT_EQ(static_cast<double>(padded[at(u * columns + c)]), expected) << first + u << " " << c;
        }
      }
      cuda::enqueue_crop(kernel::crop_problem<Type>{.circular = padded.data(),
                                                    .output = result.target(),
                                                    .flags = nullptr,
                                                    .run = run,
                                                    .bank = 1,
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
    EXPECT_EQ(result.bytes(), source.bytes());  // what lies 18 columns into a segment is where it came from
  }
}

// What a number becomes in the type, by other means than the kernel's.
double stored_as(element_type type, double value) {
  const double whole = std::nearbyint(value);
  const double width = std::ldexp(1.0, static_cast<int>(8 * size_of(type)));
  if (type == boolean) return whole != 0 ? 1.0 : 0.0;
  if (!is_integer(type)) return value;  // the test's numbers are exact in every floating-point type
  return whole - std::floor((is_signed(type) ? whole + width / 2 : whole) / width) * width;
}

// A rectangle of each transform to each output of a bank, and nothing beside it.
TYPED_TEST(spectral, crop_writes_every_type_anywhere) {
  using Type = TypeParam;
  const long long batch = 3, bank = 2, rows = 5, columns = 40, output_rows = 3, output_columns = 35;
  for (const element_type type : all_types) {
    for (const form how : {form::tidy, form::strange}) {
      operand_field output(type, batch * bank, output_rows, output_columns, how);
      const operand_field before = output;
      const int parts = output.parts();
      const double offset = is_integer(type) ? 0.25 : 0.0;
      const std::size_t range = is_integer(type) ? 1021 : 251;
      std::vector<Type> circular(at(4 * bank * parts * rows * columns));
      for (std::size_t i = 0; i < circular.size(); ++i)
        circular[i] = static_cast<Type>(static_cast<double>(i * i % range) - static_cast<double>(range / 2) + offset);
      // The first unit of the batch is another pass's; the last two of this one are beyond the batch.
      const long long first = 1;
      cuda::enqueue_crop(kernel::crop_problem<Type>{.circular = circular.data(),
                                                    .output = output.target(),
                                                    .flags = nullptr,
                                                    .run = {.first = first, .available = batch, .segments = 1},
                                                    .bank = bank,
                                                    .output_rows = output_rows,
                                                    .output_columns = output_columns,
                                                    .first_row = 1,
                                                    .first_column = 4,
                                                    .step = output_columns,
                                                    .rows = rows,
                                                    .columns = columns,
                                                    .tiles = 0},
                         4, nullptr);
      std::vector<std::byte> touched(output.bytes().size());
      for (long long entry = first * bank; entry < batch * bank; ++entry) {
        for (int part = 0; part < parts; ++part) {
          for (long long r = 0; r < output_rows; ++r) {
            for (long long c = 0; c < output_columns; ++c) {
              const long long transform = (entry - first * bank) * parts + part;
              const Type value = circular[at((transform * rows + r + 1) * columns + c + 4)];
              ASSERT_EQ(output.at(entry, part, r, c), stored_as(type, static_cast<double>(value)))
                  << to_string(type) << " " << static_cast<int>(how) << " " << entry << " " << r << " " << c;
              const auto size = static_cast<long long>(size_of(component_of(type)));
              const long long byte = output.index(entry, part, r, c) * size;
              std::fill_n(touched.begin() + byte, size, std::byte{1});
            }
          }
        }
      }
      for (std::size_t i = 0; i < touched.size(); ++i) {
        const bool kept = output.bytes()[i] == before.bytes()[i];
        ASSERT_TRUE(kept || touched[i] == std::byte{1}) << to_string(type) << " " << i;
      }
    }
  }
}

TYPED_TEST(spectral, crop_flags_the_transforms_whose_outputs_are_not_finite) {
  using Type = TypeParam;
  const long long batch = 3, bank = 2, rows = 3, columns = 1400, output_rows = 2, output_columns = 1300, count = 4;
  const Type infinity = std::numeric_limits<Type>::infinity();
  const Type nan = std::numeric_limits<Type>::quiet_NaN();
  for (const element_type type : {type_of<Type>, float16, promote(type_of<Type>, complex64)}) {
    operand_field output(type, batch * bank, output_rows, output_columns, form::tidy);
    const int parts = output.parts();
    const long long size = rows * columns, transforms = count * bank * parts;
    std::vector<Type> circular(at(transforms * size), Type{1e30F});  // float16 makes infinities of these: no flag
    const auto spoil = [&](long long transform, long long row, long long column, Type by) {
      circular[at(transform * size + row * columns + column)] = by;
    };
    spoil(0, 1, 50, nan);          // first output
    spoil(1, 2, 1349, -infinity);  // last
    spoil(2, 0, 700, nan);         // above the outputs
    spoil(3, 1, 49, infinity);     // before them
    spoil(4, 2, 1350, nan);        // behind them
    for (long long c = 0; c < columns; ++c) spoil(5, 2, c, nan);
    for (long long i = (batch - 1) * bank * parts; i < transforms; ++i) spoil(i, 1, 60, nan);  // beyond the batch
    for (const schedule& how : schedules) {
      const scheduled scope(how);
      std::vector<int> flags(at(transforms), 0);
      cuda::enqueue_crop(kernel::crop_problem<Type>{.circular = circular.data(),
                                                    .output = output.target(),
                                                    .flags = flags.data(),
                                                    .run = {.first = 1, .available = batch, .segments = 1},
                                                    .bank = bank,
                                                    .output_rows = output_rows,
                                                    .output_columns = output_columns,
                                                    .first_row = 1,
                                                    .first_column = 50,
                                                    .step = output_columns,
                                                    .rows = rows,
                                                    .columns = columns,
                                                    .tiles = 0},
                         count, nullptr);
      for (long long i = 0; i < transforms; ++i) {
        const bool available = i < (batch - 1) * bank * parts;
        EXPECT_EQ(flags[at(i)], available && (i == 0 || i == 1 || i == 5) ? 1 : 0)
            << how.name << " " << to_string(type) << " transform " << i;
      }
    }
  }
}

TYPED_TEST(spectral, scale_reaches_all_values_and_no_more) {
  using Type = TypeParam;
  using value = kernel::spectral_value<Type>;
  std::vector<value> values(2501);
  for (std::size_t i = 0; i < values.size(); ++i) values[i] = {static_cast<Type>(i), -static_cast<Type>(2 * i)};
  cuda::enqueue_scale(
      kernel::scale_problem<Type>{.values = values.data(), .factor = Type{0.25}, .elements = 2500, .tiles = 0},
      nullptr);
  for (std::size_t i = 0; i < values.size(); ++i) {
    const Type factor = i < 2500 ? Type{0.25} : Type{1};
    ASSERT_EQ(values[i].real, factor * static_cast<Type>(i));
    ASSERT_EQ(values[i].imaginary, -factor * static_cast<Type>(2 * i));
  }
}

struct pairing_case {
  const char* name;
  kernel::part_products products;
  int signal_parts;
  int filter_parts;
};
const pairing_case pairings[] = {
    {"real", {1, {{0, 0, 0, false}}}, 1, 1},
    {"real by complex", {2, {{0, 0, 0, false}, {1, 0, 1, false}}}, 1, 2},
    {"complex by real", {2, {{0, 0, 0, false}, {1, 1, 0, false}}}, 2, 1},
    {"complex", {4, {{0, 0, 0, false}, {0, 1, 1, true}, {1, 0, 1, false}, {1, 1, 0, false}}}, 2, 2},
    {"complex by conjugate", {4, {{0, 0, 0, false}, {0, 1, 1, false}, {1, 0, 1, true}, {1, 1, 0, false}}}, 2, 2}};
int output_parts(const pairing_case& of) { return std::max(of.signal_parts, of.filter_parts); }

// The same sums as the kernel's, so the same bits.
template <class Type>
void add_product(kernel::spectral_value<Type>& sum, kernel::spectral_value<Type> x, kernel::spectral_value<Type> h,
                 bool negative) {
  if (negative) x = {-x.real, -x.imaginary};
  sum.real = std::fma(x.real, h.real, std::fma(-x.imaginary, h.imaginary, sum.real));
  sum.imaginary = std::fma(x.real, h.imaginary, std::fma(x.imaginary, h.real, sum.imaginary));
}

TYPED_TEST(spectral, multiply_pairs_parts_and_filters_and_clears_flags) {
  using Type = TypeParam;
  using value = kernel::spectral_value<Type>;
  const long long batch = 3, segments = 2, elements = 1100, first = 2, count = 5;
  const auto numbers = random_values<Type>(60 * elements, values::normal, 1);
  std::vector<value> all;
  for (std::size_t i = 0; i < numbers.size(); i += 2) all.push_back({numbers[i], numbers[i + 1]});
  for (const pairing_case& one : pairings) {
    for (const long long bank : {1LL, 2LL}) {
      for (const bool per_signal : {false, true}) {
        const kernel::pairing pairs{.products = one.products,
                                    .signal_parts = one.signal_parts,
                                    .filter_parts = one.filter_parts,
                                    .output_parts = output_parts(one),
                                    .bank = bank,
                                    .filter_stride = per_signal ? bank : 0};
        const std::vector<value> signals(all.begin(), all.begin() + count * one.signal_parts * elements);
        const std::vector<value> filters(all.end() - batch * bank * one.filter_parts * elements, all.end());
        for (const schedule& how : schedules) {
          const scheduled scope(how);
          const bool in_place = one.products.count == 1 && bank == 1;
          std::vector<value> made = signals;
          if (!in_place) made.assign(at(count * pairs.inverses() * elements), {Type{-1}, Type{-1}});
          std::vector<int> flags(at(count * pairs.inverses()), 7);
          cuda::enqueue_multiply(
              kernel::multiply_problem<Type>{
                  .signals = in_place ? made.data() : signals.data(),
                  .filters = filters.data(),
                  .outputs = made.data(),
                  .flags = flags.data(),
                  .run = {.first = first, .available = batch * segments, .segments = segments},
                  .pairs = pairs,
                  .elements = elements,
                  .tiles = 0},
              count, nullptr);
          EXPECT_EQ(flags, std::vector<int>(flags.size(), 0)) << one.name;
          const value* next = made.data();
          for (long long u = 0; u < count; ++u) {
            const long long signal = (first + u) / segments;
            for (long long j = 0; j < bank; ++j) {
              const long long filter = per_signal ? signal * bank + j : j;
              for (int part = 0; part < pairs.output_parts; ++part) {
                for (long long k = 0; k < elements; ++k, ++next) {
                  value expected{};
                  for (int p = 0; p < one.products.count && first + u < batch * segments; ++p) {
                    const kernel::part_product& product = one.products.list[p];
                    if (product.output != part) continue;
                    add_product(expected, signals[at((u * one.signal_parts + product.signal) * elements + k)],
                                filters[at((filter * one.filter_parts + product.filter) * elements + k)],
                                product.negative);
                  }
                  ASSERT_EQ(next->real, expected.real)
                      << one.name << " " << how.name << " " << u << " " << j << " " << k;
                  ASSERT_EQ(next->imaginary, expected.imaginary) << one.name << " " << u << " " << j << " " << k;
                }
              }
            }
          }
        }
      }
    }
  }
}

}  // namespace
}  // namespace faltung::test
