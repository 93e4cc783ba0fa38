// The direct method over all types, boundaries, layouts and batches: the bits of plain loops, no byte between outputs
// touched.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>

#include "cpu/direct_outputs.hpp"
#include "forced_target.hpp"
#include "typed_case.hpp"

namespace cpu_tests {
namespace {

using faltung::boundary;
using faltung::element_type;
using faltung::filters;
using faltung::method;
using faltung::mode;
using faltung::operation;

constexpr std::array all_types{faltung::boolean, faltung::int8,      faltung::int16,     faltung::int32,
                               faltung::int64,   faltung::uint8,     faltung::uint16,    faltung::uint32,
                               faltung::uint64,  faltung::float16,   faltung::bfloat16,  faltung::float32,
                               faltung::float64, faltung::complex64, faltung::complex128};
// One of each way through: in place or converted, in each of the four types that sums run in, one and four products.
constexpr std::array ways{faltung::int8,    faltung::int32,   faltung::int64,     faltung::float16,
                          faltung::float32, faltung::float64, faltung::complex64, faltung::complex128};

void expect_chains(const problem& what, int threads = 1) {
  const typed_case data(what);
  const bytes expected = data.chains();
  for (const std::int64_t target : runnable_targets()) {
    const forced_target as_if(target);
    EXPECT_EQ(data.run(request_for(data.resolved, method::direct, threads)), expected)
        << data.text() << " threads " << threads << " on " << faltung::cpu::detect().name;
  }
}

std::array<boundary, 6> boundaries(element_type type) {
  const double outside = type == faltung::boolean ? 1 : 3;
  return {faltung::zero,   faltung::constant({outside, faltung::is_complex(type) ? -0.5 : 0}),
          faltung::wrap,   faltung::reflect,
          faltung::mirror, faltung::nearest};
}

TEST(direct_outputs, of_every_pair_of_types_are_chains) {
  for (const element_type signal : all_types)
    for (const element_type filter : all_types) {
      expect_chains({.signal = 45, .filter = 6, .batch = 2, .type = signal, .filter_type = filter});
      expect_chains({.signal = {7, 21},
                     .filter = {3, 4},
                     .type = signal,
                     .filter_type = filter,
                     .mode = mode::same,
                     .operation = operation::correlation,
                     .boundary = faltung::reflect});
    }
}

TEST(direct_outputs, of_asked_for_types_are_chains) {
  struct types {
    element_type operands;
    element_type output;
    std::optional<element_type> accumulator;
  };
  for (const types& one : {types{faltung::int8, faltung::int32, {}},
                           {faltung::int32, faltung::int8, {}},
                           {faltung::int16, faltung::int64, {}},
                           {faltung::int64, faltung::int16, {}},
                           {faltung::uint8, faltung::int32, {}},
                           {faltung::boolean, faltung::int32, {}},
                           {faltung::int16, faltung::float32, {}},
                           {faltung::float32, faltung::float16, {}},
                           {faltung::float32, faltung::float32, faltung::float64},
                           {faltung::float16, faltung::float64, {}},
                           {faltung::complex128, faltung::complex64, {}},
                           {faltung::complex64, faltung::complex64, faltung::float64}})
    expect_chains({.signal = 70,
                   .filter = 9,
                   .type = one.operands,
                   .output_type = one.output,
                   .accumulator = one.accumulator,
                   .mode = mode::same});
}

TEST(direct_outputs, wrap_alike_in_every_integer) {
  typed_case data(problem{.signal = 2, .filter = 2, .type = faltung::int8});
  data.signals = {std::byte{100}, std::byte{100}};
  data.filters = {std::byte{2}, std::byte{2}};
  const auto low_byte = [](int value) { return static_cast<std::byte>(value & 0xFF); };
  for (const method one : {method::direct, method::reference})
    EXPECT_EQ(data.run(request_for(data.resolved, one)), (bytes{low_byte(-56), low_byte(-112), low_byte(-56)}));
}

TEST(direct_outputs, continue_the_signal_by_every_rule) {
  for (const element_type type : ways)
    for (const boundary& outside : boundaries(type))
      for (const mode part : {mode::full, mode::same}) {
        for (const std::int64_t n : {1, 2, 3, 17, 150})
          for (const std::int64_t m : {1, 2, 11, 40})
            expect_chains({.signal = n, .filter = m, .type = type, .mode = part, .boundary = outside});
        expect_chains({.signal = {2, 3}, .filter = {7, 11}, .type = type, .mode = part, .boundary = outside});
        expect_chains({.signal = {1, 40}, .filter = {6, 2}, .type = type, .mode = part, .boundary = outside});
        expect_chains({.signal = {23, 90}, .filter = {5, 4}, .type = type, .mode = part, .boundary = outside});
      }
}

TEST(direct_outputs, follow_a_shifted_centre) {
  for (const boundary& outside : boundaries(faltung::float32))
    for (const operation what : {operation::convolution, operation::correlation}) {
      expect_chains(
          {.signal = 60, .filter = 9, .mode = mode::same, .operation = what, .boundary = outside, .origin = {-4, 0}});
      expect_chains({.signal = {9, 30},
                     .filter = {4, 5},
                     .mode = mode::same,
                     .operation = what,
                     .boundary = outside,
                     .origin = {1, -2}});
    }
}

TEST(direct_outputs, of_batches_and_banks_meet_their_filters) {
  for (const element_type type : ways)
    for (const filters kind : {filters::shared, filters::per_signal})
      for (const int threads : {1, 3}) {
        expect_chains({.signal = 50, .filter = 7, .batch = 6, .filters = kind, .bank = 3, .type = type}, threads);
        expect_chains({.signal = {9, 20},
                       .filter = {3, 2},
                       .batch = 3,
                       .filters = kind,
                       .bank = 2,
                       .type = type,
                       .mode = mode::same,
                       .boundary = faltung::mirror},
                      threads);
      }
}

TEST(direct_outputs, lie_where_the_layouts_say) {
  for (const element_type type : ways)
    for (const boundary& outside : {faltung::zero, faltung::wrap}) {
      problem row{.signal = 40, .filter = 5, .batch = 4, .type = type, .mode = mode::same, .boundary = outside};
      row.signal_layout = {.offset = 200, .batch = -50, .column = -1};
      expect_chains(row);
      row.signal_layout = {.offset = 3, .batch = 1, .column = 4};
      row.filter_layout = {.offset = 20, .column = -3};
      row.output_layout = {.offset = 400, .batch = 2, .column = -10};
      expect_chains(row);
      row.signal_layout = faltung::layout{};  // one signal for the whole batch
      row.output_layout = {.offset = 1, .batch = 41};
      expect_chains(row);

      problem image{
          .signal = {11, 24}, .filter = {3, 5}, .batch = 6, .type = type, .mode = mode::same, .boundary = outside};
      image.signal_layout = faltung::pitched({11, 24}, 30);
      expect_chains(image);
      image.output_layout = faltung::pitched({11, 24}, 27);
      expect_chains(image, 2);
      image.signal_layout = faltung::interleaved({11, 24}, 3);
      image.output_layout = faltung::interleaved({11, 24}, 3);
      image.filter_layout = {.offset = 29, .row = -10, .column = -2};
      expect_chains(image);
      image.output_layout = {.offset = 10 * 24, .batch = 11 * 24, .row = -24, .column = 1};
      expect_chains(image);
    }
}

// Lengths around those of the pieces that threads take and of the tiles that are gathered.
TEST(direct_outputs, do_not_show_the_borders_of_pieces) {
  for (const element_type type : ways)
    for (const boundary& outside : {faltung::zero, faltung::reflect})
      for (const int threads : {1, 3}) {
        for (const std::int64_t n : {8191, 8192, 8193, 16384, 16385, 32773})
          expect_chains({.signal = n, .filter = 4, .type = type, .mode = mode::same, .boundary = outside}, threads);
        expect_chains({.signal = {67, 515}, .filter = {3, 2}, .type = type, .mode = mode::same, .boundary = outside},
                      threads);
      }
  for (const boundary& outside : {faltung::zero, faltung::constant(1)})
    for (const element_type type : {faltung::float32, faltung::int8, faltung::complex64})
      expect_chains({.signal = {5, 4}, .filter = {2, 66000}, .type = type, .mode = mode::same, .boundary = outside});
}

template <class Compute>
void expect_any_partition(const problem& what) {
  const typed_case data(what);
  const geometry& sizes = data.resolved;
  faltung::cpu::direct_outputs<Compute> outputs_of(sizes);
  outputs_of.set_filter(data.filters.data());
  guarded_workspace lane(outputs_of.lane_bytes());
  std::mt19937 engine(7);
  for (int round = 0; round < 20; ++round) {
    bytes outputs = data.empty_outputs();
    const auto cut = [&](std::int64_t extent) {
      return std::uniform_int_distribution<std::int64_t>(0, extent)(engine);
    };
    const std::int64_t row = cut(sizes.rows.output);
    const std::int64_t column = cut(sizes.columns.output);
    for (std::int64_t entry = 0; entry < sizes.output_count(); ++entry)
      for (const faltung::cpu::rectangle& area : {faltung::cpu::rectangle{0, row, 0, column},
                                                  {0, row, column, sizes.columns.output},
                                                  {row, sizes.rows.output, 0, column},
                                                  {row, sizes.rows.output, column, sizes.columns.output}})
        outputs_of.compute(data.signals.data(), outputs.data(), entry, area, lane.start());
    EXPECT_EQ(outputs, data.chains()) << data.text() << " cut at " << row << ", " << column;
    EXPECT_TRUE(lane.intact());
  }
}

TEST(direct_outputs, do_not_depend_on_the_rectangles) {
  for (const boundary& outside : boundaries(faltung::int8)) {
    const problem image{.signal = {13, 75}, .filter = {4, 7}, .mode = mode::same, .boundary = outside};
    const auto as = [](problem what, element_type type) {
      what.type = type;
      return what;
    };
    expect_any_partition<float>(image);
    expect_any_partition<double>(as(image, faltung::complex128));
    expect_any_partition<std::uint32_t>(as(image, faltung::int8));
    expect_any_partition<std::uint64_t>(as(image, faltung::int64));
  }
}

// What stands outside with boundary zero is no number: no tap may meet it.
TEST(direct_outputs, leave_out_what_is_outside_where_they_convert) {
  typed_case data(problem{.signal = 30, .filter = 9, .type = faltung::float16});
  const float infinity = std::numeric_limits<float>::infinity();
  faltung::kernel::write_element(data.filters.data(), faltung::float16, 0, infinity);
  faltung::kernel::write_element(data.filters.data(), faltung::float16, 8, -infinity);
  const bytes expected = data.chains();
  EXPECT_EQ(data.run(request_for(data.resolved, method::direct)), expected);
  const float first = faltung::kernel::read_element<float>(expected.data(), faltung::float16, 0);
  EXPECT_TRUE(std::isinf(first)) << first;
}

TEST(direct_outputs, work_in_place_where_they_can) {
  const auto lane = [](const problem& what) {
    return faltung::cpu::make_executor(request_for(faltung::resolve(what), method::direct))->workspace_bytes();
  };
  EXPECT_EQ(lane({.signal = 50, .filter = 5, .type = faltung::int32, .mode = mode::valid}), 0U);
  EXPECT_EQ(lane({.signal = {9, 20}, .filter = {3, 3}, .signal_layout = faltung::pitched({9, 20}, 32)}), 0U);
  const problem small{.signal = 100000, .filter = 5, .mode = mode::same, .boundary = faltung::reflect};
  problem large = small;
  large.signal = std::int64_t{1} << 40;
  EXPECT_GT(lane(small), 0U);
  EXPECT_EQ(lane(small), lane(large));
}

}  // namespace
}  // namespace cpu_tests
