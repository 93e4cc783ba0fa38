// Problems for tile_2d that put every border within reach: where signal, windows and outputs lie, tiny and odd
// policies, and what the general kernel makes of the same.
#pragma once

#include <gtest/gtest.h>

#include <cstddef>
#include <limits>
#include <type_traits>
#include <vector>

#include "cuda/enqueue_direct_2d.cuh"
#include "cuda/enqueue_tile_2d.cuh"
#include "kernels/stored_case.hpp"
#include "support/bounds.hpp"
#include "support/operands.hpp"

namespace faltung::test {

template <class Type>
struct usual : kernel::tile_2d_usual<Type> {};
// One pack by one row to a thread, warps of their own, chunks of one pack of columns.
template <class Type>
struct smallest {
  static constexpr int pack = kernel::pack<Type>::size;
  static constexpr kernel::tile_2d_policy value{.columns_per_thread = pack,
                                                .rows_per_thread = 1,
                                                .taps_together = pack,
                                                .most_across = 4,
                                                .most_threads = 32,
                                                .columns_per_chunk = pack,
                                                .shared_bytes = 4096,
                                                .min_blocks = 1};
};
// Three rows a thread, blocks of no whole number of tiles' threads, few rows of taps to a chunk.
template <class Type>
struct odd {
  static constexpr int pack = kernel::pack<Type>::size;
  static constexpr kernel::tile_2d_policy value{.columns_per_thread = 3 * pack,
                                                .rows_per_thread = 3,
                                                .taps_together = pack,
                                                .most_across = 5,
                                                .most_threads = 96,
                                                .columns_per_chunk = 4 * pack,
                                                .shared_bytes = 20 * 1024,
                                                .min_blocks = 1};
};

struct tile_2d_axis {
  long long signal;
  long long filter;
  long long output;
  long long origin;
};
enum class contents : unsigned char { ordinary, infinite, minute, black };
struct one_case {
  tile_2d_axis rows;
  tile_2d_axis columns;
  boundary_rule rule = boundary_rule::zero;
  long long images = 1;
  long long bank = 1;
  bool per_signal = false;
  long long signal_shift = 0;  // elements by which the operands are off a 16-byte boundary
  long long output_shift = 0;
  long long signal_gap = 0;  // elements between the end of a row and the next
  long long output_gap = 0;
  bool upwards = false;  // rows of the signal in memory
  contents of = contents::ordinary;
};

inline std::string described(const one_case& c) {
  return (testing::Message() << "signal " << c.rows.signal << "x" << c.columns.signal << " filter " << c.rows.filter
                             << "x" << c.columns.filter << " output " << c.rows.output << "x" << c.columns.output
                             << " origin " << c.rows.origin << "," << c.columns.origin << " " << to_string(c.rule)
                             << " images " << c.images << " bank " << c.bank << (c.per_signal ? " per signal" : "")
                             << " shifts " << c.signal_shift << "," << c.output_shift << " gaps " << c.signal_gap << ","
                             << c.output_gap << " contents " << static_cast<int>(c.of))
      .GetString();
}

struct case_types {
  element_type signal;
  element_type filter;
  element_type output;
  element_type compute;
};
inline geometry geometry_of(const one_case& c, const case_types& types) {
  const long long in_pitch = c.columns.signal + c.signal_gap;
  const long long out_pitch = c.columns.output + c.output_gap;
  const auto parts = [](element_type type) { return is_complex(type) ? 2 : 1; };
  const auto resolved = [](const tile_2d_axis& one) {
    return axis_geometry{one.signal, one.filter, one.output, one.origin};
  };
  return {.rank = 2,
          .rows = resolved(c.rows),
          .columns = resolved(c.columns),
          .batch = c.images,
          .bank = c.bank,
          .filter_per_signal = c.per_signal,
          .boundary = c.rule == boundary_rule::constant ? constant(3.0) : boundary(c.rule),
          .signal = {.type = types.signal,
                     .components = parts(types.signal),
                     .at = layout{.offset = c.signal_shift + (c.upwards ? (c.rows.signal - 1) * in_pitch : 0),
                                  .batch = c.rows.signal * in_pitch,
                                  .row = c.upwards ? -in_pitch : in_pitch}},
          .filter = {.type = types.filter, .components = parts(types.filter)},
          .output = {.type = types.output,
                     .components = parts(types.output),
                     .at = layout{.offset = c.output_shift, .batch = c.rows.output * out_pitch, .row = out_pitch}},
          .compute = types.compute};
}

// One axis in every relation of signal, window and output: hanging out on the left, on the right, on both sides,
// inside, and with outputs that no sample reaches.
inline std::vector<tile_2d_axis> tile_2d_placements(long long output, long long filter) {
  std::vector<tile_2d_axis> all;
  for (const tile_2d_axis& one :
       {tile_2d_axis{output - filter + 1, filter, output, 1 - filter},
        tile_2d_axis{output, filter, output, -(filter / 2)}, tile_2d_axis{output + filter - 1, filter, output, 0},
        tile_2d_axis{output + filter + 9, filter, output, 3}, tile_2d_axis{output, filter, output, -filter - 2},
        tile_2d_axis{3, filter, output, filter}})
    if (one.signal > 0) all.push_back(one);
  return all;
}

// Numbers of Stored and Result are the parts of the types' elements. Launch takes (geometry, operands,
// multiprocessors); all that it leaves in memory is to be what the general kernel leaves there.
template <class Type, class Stored, class Result, class Launch>
void check_against_general(const one_case& c, const case_types& types, Launch launch) {
  SCOPED_TRACE(described(c));
  const geometry where = geometry_of(c, types);
  const bool strange = c.of == contents::infinite;
  const long long samples = c.signal_shift + c.images * c.rows.signal * (c.columns.signal + c.signal_gap);
  const long long windows = where.filter_count() * static_cast<long long>(where.products().size());
  const long long outputs = c.output_shift + c.images * c.bank * c.rows.output * (c.columns.output + c.output_gap) + 1;
  std::vector<Stored> signal = numbers<Stored>(samples * where.signal.parts(), strange, 1);
  auto taps = random_elements(type_of<Type>, windows * where.filter_elements(), values::normal, 2).template as<Type>();
  if constexpr (!std::is_integral_v<Type>) {
    using limits = std::numeric_limits<Type>;
    if (strange) taps.front() = limits::infinity(), taps.back() = limits::quiet_NaN();
    if (strange) signal[signal.size() / 2] = static_cast<Stored>(-limits::infinity());
    // Products that underflow, to -0 as well, amid zeros.
    if (c.of == contents::minute)
      for (std::size_t i = 0; i < taps.size(); ++i) taps[i] *= i % 2 == 0 ? -limits::min() : limits::min() / 16;
    if (c.of == contents::minute)
      for (std::size_t i = 0; i < signal.size(); i += 3) signal[i] = Stored{};
  }
  const std::vector<Result> untouched(static_cast<std::size_t>(outputs * where.output.parts()),
                                      static_cast<Result>(static_cast<float>(77)));
  std::vector<Result> expected = untouched;
  cuda::launch_direct_2d<Type, kernel::direct_2d_any<Type>>(where, signal.data(), taps.data(), expected.data(),
                                                            nullptr);
  for (const int multiprocessors : {1, 2}) {
    std::vector<Result> made = untouched;
    launch(where, cuda::direct_operands_of(where, signal.data(), taps.data(), made.data()), multiprocessors);
    ASSERT_TRUE(same_bits<Result>(made, expected));
  }
}

}  // namespace faltung::test
