// direct_2d against the plain chain of multiply-adds, bit for bit, on operands that it takes as they are.
#include "direct_2d.cuh"

#include <gtest/gtest.h>

#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include "cuda/enqueue_direct_2d.cuh"
#include "kernels/schedules.hpp"
#include "support/bounds.hpp"
#include "support/operands.hpp"

namespace faltung::test {
namespace {

// Tiles of 8 rows by 4 packs, chunks of one pack of columns and at most two rows.
template <class Type>
struct smallest {
  static constexpr int pack = kernel::pack<Type>::size;
  static constexpr kernel::direct_2d_policy value{pack, 1, 8, 4, 4, pack, 16 * (4 * 9 + 9 + 2), 1};
};
// Three rows a thread, an even number of packs, two widths of block, a chunk that is no whole number of packs.
template <class Type>
struct even {
  static constexpr int pack = kernel::pack<Type>::size;
  static constexpr kernel::direct_2d_policy value{2 * pack, 3, 4, 8, 16, 2 * pack + 1, 16 * 1024, 1};
};

template <class Type, class Policy>
struct with {
  using type = Type;
  using policy = Policy;
};

struct axis {
  long long signal;
  long long filter;
  long long output;
  long long origin;
};
struct one_case {
  axis rows;
  axis columns;
  long long batch = 1;
  bool per_signal = false;
  std::size_t shift = 0;
  bool infinite = false;
};

template <class Type>
std::vector<Type> chain(const one_case& c, std::span<const Type> signal, std::span<const Type> taps) {
  std::vector<Type> output;
  for (long long b = 0; b < c.batch; ++b) {
    for (long long y = 0; y < c.rows.output; ++y) {
      for (long long x = 0; x < c.columns.output; ++x) {
        Type sum = 0;
        for (long long i = 0; i < c.rows.filter; ++i) {
          for (long long j = 0; j < c.columns.filter; ++j) {
            const long long row = c.rows.origin + y + i;
            const long long column = c.columns.origin + x + j;
            if (row < 0 || row >= c.rows.signal || column < 0 || column >= c.columns.signal) continue;
            const long long tap = ((c.per_signal ? b * c.rows.filter : 0) + i) * c.columns.filter + j;
            sum = kernel::multiply_add(
                taps[static_cast<std::size_t>(tap)],
                signal[static_cast<std::size_t>((b * c.rows.signal + row) * c.columns.signal + column)], sum);
          }
        }
        output.push_back(sum);
      }
    }
  }
  return output;
}

template <class Type, class Policy>
void check(const one_case& c) {
  SCOPED_TRACE(testing::Message() << "signal " << c.rows.signal << "x" << c.columns.signal << " filter "
                                  << c.rows.filter << "x" << c.columns.filter << " output " << c.rows.output << "x"
                                  << c.columns.output << " origin " << c.rows.origin << "," << c.columns.origin
                                  << " shift " << c.shift);
  auto signal =
      random_elements(type_of<Type>, c.rows.signal * c.columns.signal * c.batch, values::normal, 1).template as<Type>();
  auto taps =
      random_elements(type_of<Type>, c.rows.filter * c.columns.filter * (c.per_signal ? c.batch : 1), values::normal, 2)
          .template as<Type>();
  if (c.infinite && std::numeric_limits<Type>::has_infinity) {
    taps.front() = std::numeric_limits<Type>::infinity();
    signal[signal.size() / 2] = -std::numeric_limits<Type>::infinity();
  }
  const std::vector<Type> expected = chain<Type>(c, signal, taps);
  signal.insert(signal.begin(), c.shift, static_cast<Type>(-1));
  std::vector<Type> output(expected.size() + c.shift, static_cast<Type>(-1));

  const element_type type = type_of<Type>;
  const auto shift = static_cast<long long>(c.shift);
  const auto at = [&](long long rows, long long columns) {
    return layout{.offset = shift, .batch = rows * columns, .row = columns};
  };
  const auto resolved = [](const axis& one) { return axis_geometry{one.signal, one.filter, one.output, one.origin}; };
  const geometry where{.rank = 2,
                       .rows = resolved(c.rows),
                       .columns = resolved(c.columns),
                       .batch = c.batch,
                       .filter_per_signal = c.per_signal,
                       .signal = {.type = type, .at = at(c.rows.signal, c.columns.signal)},
                       .filter = {.type = type},
                       .output = {.type = type, .at = at(c.rows.output, c.columns.output)},
                       .compute = type};
  cuda::launch_direct_2d<Type, Policy>(where, signal.data(), taps.data(), output.data(), nullptr);
  for (std::size_t i = 0; i < c.shift; ++i)
    EXPECT_EQ(output[i], static_cast<Type>(-1)) << "written in front of the output";
  EXPECT_TRUE(same_bits<Type>(std::span<const Type>(output).subspan(c.shift), expected));
}

// One axis in every relation of signal, window and output: hanging out on the left, on the right, on both sides,
// inside.
std::vector<axis> placements(long long output, long long filter) {
  return {{output - filter + 1, filter, output, 1 - filter},
          {output, filter, output, -(filter / 2)},
          {output + filter - 1, filter, output, 0},
          {output + filter + 1, filter, output, 1}};
}

template <class Case>
class direct_2d : public testing::Test {};
using cases =
    testing::Types<with<float, smallest<float>>, with<float, even<float>>, with<double, smallest<double>>,
                   with<double, even<double>>, with<float, kernel::direct_2d_any<float>>,
                   with<double, kernel::direct_2d_any<double>>, with<std::uint32_t, smallest<std::uint32_t>>,
                   with<std::uint64_t, even<std::uint64_t>>, with<std::uint32_t, kernel::direct_2d_any<std::uint32_t>>,
                   with<std::uint64_t, kernel::direct_2d_any<std::uint64_t>>>;
TYPED_TEST_SUITE(direct_2d, cases);

TYPED_TEST(direct_2d, has_the_bits_of_the_chain_at_every_border) {
  using Type = typename TypeParam::type;
  using Policy = typename TypeParam::policy;
  constexpr kernel::direct_2d_policy policy = Policy::value;
  const long long tile_rows = policy.tile_rows();
  const long long tile_columns = policy.tile_columns(policy.max_thread_columns);
  const long long chunk = policy.columns_per_chunk;
  // Columns in every placement for each length of filter, in the middle of rows; then rows likewise.
  for (const long long filter : {1LL, 2LL, 3LL, 4LL, chunk, chunk + 1, 2 * chunk + 1}) {
    for (const long long output : {1LL, tile_columns - 1, tile_columns, tile_columns + 1}) {
      for (const axis& columns : placements(output, filter)) {
        if (columns.signal < 1) continue;
        check<Type, Policy>({.rows = {4, 3, 4, -1}, .columns = columns});
        if (this->HasFailure()) return;
      }
    }
  }
  for (const long long filter : {1LL, 2LL, 5LL, tile_rows + 2}) {
    for (const long long output : {1LL, tile_rows - 1, tile_rows, tile_rows + 1}) {
      for (const axis& rows : placements(output, filter)) {
        if (rows.signal < 1) continue;
        check<Type, Policy>({.rows = rows, .columns = {12, 3, 12, -1}});
        if (this->HasFailure()) return;
      }
    }
  }
}

TYPED_TEST(direct_2d, takes_pointers_of_any_alignment) {
  const kernel::direct_2d_policy policy = TypeParam::policy::value;
  const long long width = policy.tile_columns(policy.max_thread_columns);
  for (std::size_t shift = 0; shift < 4; ++shift) {
    check<typename TypeParam::type, typename TypeParam::policy>(
        {.rows = {6, 3, 4, 0}, .columns = {2 * width + 8, 5, 2 * width + 4, 0}, .shift = shift});
  }
}

TYPED_TEST(direct_2d, gives_each_signal_its_filter) {
  for (const bool per_signal : {false, true}) {
    check<typename TypeParam::type, typename TypeParam::policy>(
        {.rows = {9, 3, 11, -2}, .columns = {10, 4, 13, -3}, .batch = 3, .per_signal = per_signal});
  }
}

TYPED_TEST(direct_2d, leaves_out_what_is_outside_even_under_an_infinite_tap) {
  check<typename TypeParam::type, typename TypeParam::policy>(
      {.rows = {9, 5, 13, -4}, .columns = {30, 7, 36, -6}, .infinite = true});
}

TYPED_TEST(direct_2d, has_the_same_bits_under_every_schedule) {
  const long long chunk = TypeParam::policy::value.columns_per_chunk;
  for (const schedule& how : schedules) {
    SCOPED_TRACE(how.name);
    const scheduled scope(how);
    check<typename TypeParam::type, typename TypeParam::policy>(
        {.rows = {20, 9, 28, -8}, .columns = {40, 3, 42, -2}, .batch = 2});
    check<typename TypeParam::type, typename TypeParam::policy>(
        {.rows = {3, 2, 4, -1}, .columns = {chunk + 40, chunk + 2, 2 * chunk + 41, -chunk - 1}});
  }
}

}  // namespace
}  // namespace faltung::test
