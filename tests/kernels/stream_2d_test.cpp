// stream_2d against the plain chain of multiply-adds, bit for bit, at every border, alignment and boundary.
#include "stream_2d.cuh"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include "cuda/enqueue_stream_2d.cuh"
#include "kernels/operand_field.hpp"
#include "kernels/schedules.hpp"
#include "kernels/stream_2d_case.hpp"
#include "support/bounds.hpp"
#include "support/operands.hpp"
#include "support/zeros.hpp"

namespace faltung::test {
namespace {

template <class Type, class Filter>
struct usual : kernel::stream_2d_usual<Type, Filter> {};
// The shortest strips that there are, one group, one warp.
template <class Type, class Filter>
struct smallest {
  static constexpr kernel::stream_2d_policy value{.groups = 1,
                                                  .passes_over = Filter::rows % 2 == 0 ? 1 : 0,
                                                  .warps = 1,
                                                  .min_blocks = 1,
                                                  .least_rows = 1,
                                                  .most_rows = 1,
                                                  .want_warps = 1};
};
// An odd number of groups and of warps, strips that end anywhere.
template <class Type, class Filter>
struct odd {
  static constexpr kernel::stream_2d_policy value{.groups = 3,
                                                  .passes_over = Filter::separable ? 2 : 1,
                                                  .warps = 3,
                                                  .min_blocks = 1,
                                                  .least_rows = 3,
                                                  .most_rows = 5,
                                                  .want_warps = 7};
};

template <class Type, class Filter, template <class, class> class Policy>
struct with {
  using type = Type;
  using filter = Filter;
  using policy = Policy<Type, Filter>;
};

template <class Case>
class stream_2d : public testing::Test {
 protected:
  using Type = typename Case::type;
  using Filter = typename Case::filter;
  static constexpr long long step = Filter::step;
  static constexpr long long group = kernel::stream_2d_group<Type>;

  // Of `elements` and a few in front, all of them beside `shift`.
  static std::vector<Type> room(long long elements, long long shift) {
    return std::vector<Type>(static_cast<std::size_t>(elements + shift), static_cast<Type>(77));
  }

  void check(const stream_2d_case& c) {
    SCOPED_TRACE(testing::Message() << "signal " << c.rows.signal << "x" << c.columns.signal << " output "
                                    << c.rows.output << "x" << c.columns.output << " origin " << c.rows.origin << ","
                                    << c.columns.origin << " " << to_string(c.rule) << " images " << c.images
                                    << " shifts " << c.signal_shift << "," << c.output_shift << " gaps " << c.signal_gap
                                    << "," << c.output_gap);
    const long long in_pitch = c.columns.signal * step + c.signal_gap;
    const long long out_pitch = c.columns.output * step + c.output_gap;
    std::vector<Type> signal =
        random_elements(type_of<Type>, c.rows.signal * in_pitch * c.images + c.signal_shift, values::normal, 1)
            .template as<Type>();
    auto taps = random_elements(type_of<Type>, Filter::taps * c.bank, values::normal, 2).template as<Type>();
    if (c.infinite && std::numeric_limits<Type>::has_infinity) {
      taps.front() = std::numeric_limits<Type>::infinity();
      signal[signal.size() / 2] = -std::numeric_limits<Type>::infinity();
    }
    const long long first_row = c.upwards ? (c.rows.signal - 1) * in_pitch : 0;
    const long long out_image = c.rows.output * out_pitch;
    const auto layout_of = [](long long offset, long long image, long long pitch) {
      if (step == 1) return layout{.offset = offset, .batch = image, .row = pitch};
      return layout{.offset = offset, .batch = image, .row = pitch, .column = step, .channels = step, .channel = 1};
    };
    const auto resolved = [](const stream_2d_axis& one, long long filter) {
      return axis_geometry{one.signal, filter, one.output, one.origin};
    };
    const boundary beyond = c.rule == boundary_rule::constant ? constant(3.0) : boundary(c.rule);
    const geometry where{.rank = 2,
                         .rows = resolved(c.rows, Filter::rows),
                         .columns = resolved(c.columns, Filter::columns),
                         .batch = c.images * step,
                         .bank = c.bank,
                         .boundary = beyond,
                         .signal = {.type = type_of<Type>,
                                    .at = layout_of(c.signal_shift + first_row, c.rows.signal * in_pitch,
                                                    c.upwards ? -in_pitch : in_pitch)},
                         .filter = {.type = type_of<Type>},
                         .output = {.type = type_of<Type>, .at = layout_of(c.output_shift, out_image, out_pitch)},
                         .compute = type_of<Type>};

    std::vector<Type> output = room(out_image * c.images * c.bank, c.output_shift);
    std::vector<Type> expected = output;
    for (long long e = 0; e < c.images * c.bank; ++e) {
      const Type* const image = signal.data() + c.signal_shift + e / c.bank * c.rows.signal * in_pitch + first_row;
      for (long long y = 0; y < c.rows.output; ++y)
        for (long long x = 0; x < c.columns.output * step; ++x)
          expected[static_cast<std::size_t>(c.output_shift + e * out_image + y * out_pitch + x)] =
              chain(c, image, where.signal.at.row, taps.data() + e % c.bank * Filter::taps, y, x / step, x % step);
    }
    cuda::launch_stream_2d<Type, Filter, typename Case::policy>(where, 1, signal.data(), taps.data(), output.data(),
                                                                nullptr);
    EXPECT_TRUE(same_bits<Type>(output, expected));
  }

  static Type chain(const stream_2d_case& c, const Type* image, long long pitch, const Type* taps, long long y,
                    long long x, long long channel) {
    Type sum = 0;
    for (long long j = 0; j < Filter::rows; ++j) {
      const long long row = walk(c.rule, c.rows.origin + y + j, c.rows.signal);
      if (row < 0 && c.rule == boundary_rule::zero) continue;
      Type across = Filter::separable ? Type{0} : sum;
      for (long long i = 0; i < Filter::columns; ++i) {
        const long long column = walk(c.rule, c.columns.origin + x + i, c.columns.signal);
        if (column < 0 && c.rule == boundary_rule::zero) continue;
        const Type sample = row < 0 || column < 0 ? Type{3} : image[row * pitch + column * step + channel];
        const long long tap = Filter::separable ? i : j * Filter::columns + i;
        across = kernel::multiply_add(taps[tap], sample, across);
      }
      sum = Filter::separable ? kernel::multiply_add(taps[Filter::columns + j], across, sum) : across;
    }
    return sum;
  }
};

template <int Rows, int Columns, int Step = 1>
using filter = kernel::stream_2d_filter<Rows, Columns, Step>;
template <int Rows, int Columns, int Step = 1>
using separable = kernel::separable_2d_filter<Rows, Columns, Step>;
using cases = testing::Types<
    with<float, filter<3, 3>, usual>, with<float, filter<5, 5>, smallest>, with<float, filter<7, 7>, odd>,
    with<float, filter<3, 3>, smallest>, with<float, filter<9, 9>, usual>, with<float, filter<1, 1>, odd>,
    with<float, filter<4, 2>, smallest>, with<float, filter<2, 6>, odd>, with<float, filter<3, 3, 3>, odd>,
    with<float, filter<5, 5, 4>, usual>, with<double, filter<3, 3>, smallest>, with<double, filter<5, 5>, odd>,
    with<float, separable<3, 3>, smallest>, with<float, separable<17, 17>, usual>, with<float, separable<6, 5>, odd>,
    with<double, separable<5, 7>, odd>, with<std::uint32_t, filter<5, 3>, odd>>;
TYPED_TEST_SUITE(stream_2d, cases);

TYPED_TEST(stream_2d, has_the_bits_of_the_chain_at_every_border) {
  const long long pixels = TestFixture::group / TestFixture::step;
  for (const long long output : {1LL, pixels - 1, pixels + 1, 4 * pixels + 3}) {
    for (const stream_2d_axis& columns : stream_2d_placements(output, TestFixture::Filter::columns)) {
      this->check({.rows = {6, 6, -1}, .columns = columns});
      if (this->HasFailure()) return;
    }
  }
  for (const long long output : {1LL, 2LL, 5LL, 18LL, 40LL}) {
    for (const stream_2d_axis& rows : stream_2d_placements(output, TestFixture::Filter::rows)) {
      this->check({.rows = rows, .columns = {pixels * 3, pixels * 3, -1}});
      if (this->HasFailure()) return;
    }
  }
}

TYPED_TEST(stream_2d, continues_the_signal_by_every_rule) {
  const long long pixels = TestFixture::group / TestFixture::step;
  for (const boundary_rule rule : all_rules) {
    for (const stream_2d_axis& columns : {stream_2d_axis{4 * pixels, 4 * pixels, -(TestFixture::Filter::columns / 2)},
                                          stream_2d_axis{2, pixels + 1, -3}, stream_2d_axis{1, 5, -2}}) {
      for (const stream_2d_axis& rows : {stream_2d_axis{20, 20, -(TestFixture::Filter::rows / 2)},
                                         stream_2d_axis{2, 9, -5}, stream_2d_axis{1, 3, -1}}) {
        this->check({.rows = rows, .columns = columns, .rule = rule});
        if (this->HasFailure()) return;
      }
    }
  }
}

TYPED_TEST(stream_2d, takes_operands_of_any_alignment) {
  const long long pixels = 4 * TestFixture::group / TestFixture::step;
  const stream_2d_axis columns{pixels, pixels, -(TestFixture::Filter::columns / 2)};
  for (long long in = 0; in < 4; ++in) {
    for (long long out = 0; out < 4; ++out) {
      this->check({.rows = {12, 12, -1}, .columns = columns, .signal_shift = in, .output_shift = out});
      this->check({.rows = {12, 12, -1}, .columns = columns, .signal_gap = in, .output_gap = out});
      if (this->HasFailure()) return;
    }
  }
  this->check({.rows = {20, 20, -1}, .columns = columns, .upwards = true});
}

TYPED_TEST(stream_2d, takes_each_image_and_each_filter) {
  const long long pixels = 3 * TestFixture::group / TestFixture::step;
  for (const long long images : {1LL, 3LL}) {
    for (const long long bank : {1LL, 2LL}) {
      if (bank > 1 && TestFixture::step > 1) continue;
      this->check({.rows = {11, 11, -1}, .columns = {pixels, pixels, -1}, .images = images, .bank = bank});
      this->check({.rows = {4, 4, -1}, .columns = {7, 7, -1}, .images = 5 * images, .bank = bank});
    }
  }
}

// Images with a frame of single outputs around the inside, and a last run that repeats columns of the one before.
TYPED_TEST(stream_2d, has_the_bits_of_the_chain_in_a_frame) {
  using taken = typename TestFixture::Filter;
  using element = typename TestFixture::Type;
  const long long pixels = (8 * TestFixture::group + 20) / TestFixture::step;
  const stream_2d_axis columns{pixels, pixels, -(taken::columns / 2)};
  const stream_2d_axis rows{150, 150, -(taken::rows / 2)};
  const kernel::stream_2d_tiling made = kernel::stream_2d_tiling_of<element, taken>(
      TypeParam::policy::value, {.images = 1,
                                 .signal_rows = rows.signal,
                                 .signal_columns = columns.signal * TestFixture::step,
                                 .output_rows = rows.output,
                                 .output_columns = columns.output * TestFixture::step,
                                 .row_origin = rows.origin,
                                 .column_origin = columns.origin * TestFixture::step,
                                 .zero = true,
                                 .signal_aligned = true,
                                 .output_aligned = true,
                                 .signal_misplaced = 0,
                                 .output_misplaced = 0,
                                 .multiprocessors = 1});
  // Strips of one or two rows have next to no edges to leave.
  if (!kernel::stream_2d_frames<taken> || TypeParam::policy::value.least_rows > 1) {
    EXPECT_EQ(made.framed, kernel::stream_2d_frames<taken>);
  }
  for (const boundary_rule rule : all_rules) {
    this->check({.rows = rows, .columns = columns, .rule = rule});
    this->check({.rows = rows, .columns = columns, .rule = rule, .images = 2, .output_shift = 1, .output_gap = 3});
    if (this->HasFailure()) return;
  }
  this->check({.rows = rows, .columns = columns, .infinite = true});
}

TYPED_TEST(stream_2d, leaves_out_what_is_outside_even_under_an_infinite_tap) {
  const long long pixels = 3 * TestFixture::group / TestFixture::step;
  this->check({.rows = {9, 13, -4}, .columns = {pixels, pixels + 6, -3}, .infinite = true});
  this->check({.rows = {3, 13, -9}, .columns = {2, 60, -29}, .infinite = true});
}

TYPED_TEST(stream_2d, has_the_same_bits_under_every_schedule) {
  const long long pixels = 3 * TestFixture::group / TestFixture::step;
  for (const schedule& how : schedules) {
    SCOPED_TRACE(how.name);
    const scheduled scope(how);
    this->check({.rows = {21, 21, -1}, .columns = {pixels + 1, pixels + 1, -1}, .images = 2});
    this->check({.rows = {21, 21, -1}, .columns = {pixels, pixels, -1}, .rule = boundary_rule::mirror});
  }
}

// The warp that does one unit of an image, far beyond what 32-bit indices reach.
TEST(stream_2d_unit, finds_its_place_where_32_bits_do_not_count) {
  using Filter = filter<3, 3>;
  using Policy = smallest<float, Filter>;
  const float taps[] = {1, 2, 3, 4, 5, 6, 7, 8, 9};
  // Framed, and with guards.
  for (const auto& [images, rows, columns, units] :
       {std::array{1LL, 40'000LL, 120'000LL, 26LL}, {80'000LL, 256LL, 256LL, 20LL}}) {
    const geometry where = resolve(
        {.signal = {rows, columns}, .filter = {3, 3}, .batch = images, .mode = mode::same, .boundary = nearest});
    zeros<float> signal(static_cast<std::size_t>(images * rows * columns));
    zeros<float> output(static_cast<std::size_t>(images * rows * columns));
    const auto at = [&](long long row, long long column) {
      return static_cast<std::size_t>(((images - 1) * rows + row) * columns + column);
    };
    const long long top = rows - 100, left = std::max(0LL, columns - 400);
    for (long long r = top; r < rows; ++r)
      for (long long c = left; c < columns; ++c) signal.view()[at(r, c)] = static_cast<float>((r * 3 + c * c) % 11);
    auto problem =
        cuda::stream_2d_problem_of<float, Filter, Policy>(where, 1, signal.view().data(), output.view().data());
    std::copy_n(taps, 9, problem.taps);
    const kernel::stream_2d_tiling& tiling = problem.tiling;
    const cuda::launch_shape shape = cuda::stream_2d_shape_of<float, Filter, Policy>(problem, nullptr);
    int done = 0;
    for (int u = 0; u < tiling.units(); ++u) {
      const kernel::stream_2d_unit unit = kernel::stream_2d_unit_of(tiling, u);
      const bool sides = unit.kind == kernel::stream_2d_unit::sides;
      const long long row = unit.row;
      const long long column = sides ? columns - tiling.right : unit.column;
      if (row < rows - 20 || column < columns - 300) continue;
      cudaLaunchConfig_t config{};
      config.gridDim = dim3(1);
      config.blockDim = dim3(static_cast<unsigned>(shape.threads));
      config.dynamicSmemBytes = shape.shared_bytes;
      const long long block = (images - 1) * tiling.units() + u;  // of one warp
      ASSERT_EQ(cudaLaunchKernelEx(&config, kernel::stream_2d<float, Filter, Policy>, problem, block), cudaSuccess);
      for (long long r = row; r < row + unit.rows; ++r) {
        for (long long c = column; c < std::min<long long>(columns, column + kernel::stream_2d_group<float>); ++c) {
          float sum = 0;
          for (int t = 0; t < 9; ++t)
            sum += taps[t] * signal.view()[at(walk(boundary_rule::nearest, r - 1 + t / 3, rows),
                                              walk(boundary_rule::nearest, c - 1 + t % 3, columns))];
          ASSERT_EQ(output.view()[at(r, c)], sum) << r << " " << c;
        }
      }
      ++done;
    }
    EXPECT_EQ(done, units);
  }
}

// Each output once, but for columns that a unit leaves to another; windows inside the signal where a unit says so.
template <class Type, class Filter>
void check_tiling(const kernel::stream_2d_policy& policy, const kernel::stream_2d_places& at) {
  const kernel::stream_2d_tiling made = kernel::stream_2d_tiling_of<Type, Filter>(policy, at);
  constexpr long long group = kernel::stream_2d_group<Type>;
  EXPECT_EQ((made.strip_rows + Filter::rows - 1) % 2, 0);
  std::vector<int> times(static_cast<std::size_t>(at.output_rows * at.output_columns), 0);
  const auto make = [&](long long row, long long column) {
    ++times[static_cast<std::size_t>(row * at.output_columns + column)];
  };
  for (int u = 0; u < made.units(); ++u) {
    const kernel::stream_2d_unit unit = kernel::stream_2d_unit_of(made, u);
    const bool inner = unit.kind == kernel::stream_2d_unit::inner;
    ASSERT_TRUE(unit.row >= 0 && unit.rows > 0 && unit.row + unit.rows <= at.output_rows);
    for (long long row = unit.row; row < unit.row + unit.rows; ++row) {
      if (unit.kind == kernel::stream_2d_unit::sides) {
        for (long long column = 0; column < at.output_columns; ++column)
          if (column < made.left || column >= at.output_columns - made.right) make(row, column);
        continue;
      }
      const long long end = unit.column + group * (inner ? policy.groups : 1);
      for (long long column = unit.column + unit.repeated; column < end; ++column) {
        const bool across = unit.kind == kernel::stream_2d_unit::across;
        const long long first = across || inner ? 0 : made.left;
        const long long last = at.output_columns - (across || inner ? 0 : made.right);
        if (inner) {
          ASSERT_TRUE(column >= made.left && column < at.output_columns - made.right);
        }
        if (column >= first && column < last) make(row, column);
      }
    }
    if (!inner) continue;
    EXPECT_EQ((unit.rows + Filter::rows - 1) % 2, 0);
    EXPECT_GE(at.row_origin + unit.row, 0);
    EXPECT_LE(at.row_origin + unit.row + unit.rows + Filter::rows, at.signal_rows);
    const long long from = at.column_origin + unit.column - made.offset;
    EXPECT_GE(from, 0);
    const int window = kernel::stream_2d_window<Type, Filter>(made.offset);
    EXPECT_LE(from + policy.groups * group - kernel::pack<Type>::size + window, at.signal_columns);
    EXPECT_EQ((at.signal_misplaced + from) % kernel::pack<Type>::size, 0);
    EXPECT_TRUE(made.staged ? made.offset == 0
                            : at.output_aligned && (at.output_misplaced + unit.column) % kernel::pack<Type>::size == 0);
    EXPECT_TRUE(at.signal_aligned);
  }
  EXPECT_EQ(std::count(times.begin(), times.end(), 1), static_cast<long long>(times.size()));
}

TYPED_TEST(stream_2d, tiles_cover_the_outputs_once) {
  using element = typename TypeParam::type;
  for (const long long output : {1LL, 100LL, 128LL, 600LL, 1000LL, 4096LL})
    for (const long long rows : {1LL, 7LL, 64LL, 1000LL})
      for (const long long origin : {0LL, -1LL, -3LL, 1LL, -200LL})
        for (int misplaced = 0; misplaced < kernel::pack<element>::size; ++misplaced)
          for (const bool zero : {false, true})
            check_tiling<element, typename TypeParam::filter>(TypeParam::policy::value,
                                                              {.images = 1 + rows % 3,
                                                               .signal_rows = rows + 1,
                                                               .signal_columns = output + 2,
                                                               .output_rows = rows,
                                                               .output_columns = output,
                                                               .row_origin = origin / 2,
                                                               .column_origin = origin,
                                                               .zero = zero,
                                                               .signal_aligned = misplaced != 1,
                                                               .output_aligned = rows != 7,
                                                               .signal_misplaced = misplaced,
                                                               .output_misplaced = misplaced,
                                                               .multiprocessors = 1});
}

// An aligned 4096 x 4096 image in mode same: all but its frame is inside, also with the windows one element off.
TEST(stream_2d_tiling, has_the_most_of_a_large_image_inside) {
  using filter = kernel::stream_2d_filter<7, 7>;
  const kernel::stream_2d_tiling made = kernel::stream_2d_tiling_of<float, filter>(
      kernel::stream_2d_policy_of(4, 1, 7), {1, 4096, 4096, 4096, 4096, -3, -3, true, true, true, 0, 0, 132});
  EXPECT_FALSE(made.staged);
  EXPECT_EQ(made.offset, 1);
  EXPECT_EQ(made.inner_runs, 16);
  EXPECT_TRUE(made.framed);
  EXPECT_EQ(made.edge_units(), 0);
  EXPECT_EQ(made.inner_strips, made.strips);
  EXPECT_EQ(made.left, 4);
  EXPECT_EQ(made.right, 4);
  EXPECT_EQ(made.repeated, 8);
  EXPECT_EQ(made.above, 3);
}

// Mode valid of the same image: rows of outputs begin anywhere, those of the signal do not.
TEST(stream_2d_tiling, stages_outputs_whose_rows_are_not_aligned) {
  using filter = kernel::stream_2d_filter<7, 7>;
  const kernel::stream_2d_tiling made = kernel::stream_2d_tiling_of<float, filter>(
      kernel::stream_2d_policy_of(4, 1, 7), {1, 4096, 4096, 4090, 4090, 0, 0, true, true, false, 0, 0, 132});
  EXPECT_TRUE(made.staged);
  EXPECT_EQ(made.inner_runs, 16);
  EXPECT_LE(made.left + made.right, 4);
}

}  // namespace
}  // namespace faltung::test
