// stream_2d against the plain chain of multiply-adds, bit for bit, at every border, alignment and boundary.
#include "stream_2d.cuh"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstddef>

#include "cuda/enqueue_stream_2d.cuh"
#include "kernels/stream_2d_images.hpp"
#include "kernels/stream_2d_kinds.hpp"
#include "support/zeros.hpp"

namespace faltung::test {
namespace {

template <class Kind>
struct stream_2d_launched {
  using sum = typename Kind::type;
  using signal = sum;
  using tap = sum;
  using output = sum;
  using filter = typename Kind::filter;
  static constexpr auto launch = &cuda::launch_stream_2d<sum, filter, typename Kind::policy>;
};

template <class Kind>
class stream_2d : public stream_2d_images<stream_2d_launched<Kind>> {
 protected:
  static constexpr long long group = kernel::stream_2d_group<typename Kind::type>;
};
TYPED_TEST_SUITE(stream_2d, stream_2d_kinds);

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
  this->check_images_and_filters(11, 3 * TestFixture::group / TestFixture::step);
}

// Images with a frame of single outputs around the inside, and a last run that repeats columns of the one before.
TYPED_TEST(stream_2d, has_the_bits_of_the_chain_in_a_frame) {
  using taken = typename TypeParam::filter;
  using element = typename TypeParam::type;
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
  this->check_schedules(21, 3 * TestFixture::group / TestFixture::step);
}

// The warp that does one unit of an image, far beyond what 32-bit indices reach.
TEST(stream_2d_unit, finds_its_place_where_32_bits_do_not_count) {
  using Filter = kernel::stream_2d_filter<3, 3>;
  using Policy = stream_2d_smallest<float, Filter>;
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

}  // namespace
}  // namespace faltung::test
