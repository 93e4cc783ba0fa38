// Arrays of any rank and strides, against the plain calls on contiguous copies of their lines and planes.
#include "faltung/array.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <complex>
#include <cstdint>
#include <limits>
#include <numeric>
#include <string>
#include <vector>

#include "faltung/error.hpp"
#include "unit/api/refusal.hpp"

namespace faltung {
namespace {

const options direct{.backend = backend::cpu, .method = method::direct};
const std::vector<float> taps{0.5F, -1.25F, 2, 0.125F};

template <class Type = float>
std::vector<Type> values(std::int64_t count, int seed = 1) {
  std::vector<Type> made(static_cast<std::size_t>(count));
  std::uint32_t state = static_cast<std::uint32_t>(seed) * 2654435761U;
  for (Type& value : made) {
    state = state * 1664525U + 1013904223U;
    if constexpr (std::is_integral_v<Type>)
      value = static_cast<Type>(state >> 24);
    else
      value = static_cast<Type>(static_cast<float>(state >> 8) / 8388608.0F - 1.0F);
  }
  return made;
}

std::int64_t elements_of(const axis_numbers& extents) {
  std::int64_t count = 1;
  for (int axis = 0; axis < extents.rank(); ++axis) count *= extents[axis];
  return count;
}

// Calls body(indices) for every combination of indices, those of `skipped` axes staying 0.
template <class Body>
void for_each_index(const axis_numbers& extents, const std::vector<int>& skipped, const Body& body) {
  axis_numbers counted = extents;
  for (const int axis : skipped) counted[axis] = 1;
  for (std::int64_t i = 0; i < elements_of(counted); ++i) {
    axis_numbers index = counted;
    std::int64_t rest = i;
    for (int axis = counted.rank() - 1; axis >= 0; --axis) {
      index[axis] = rest % counted[axis];
      rest /= counted[axis];
    }
    body(index);
  }
}

template <class Type>
auto& element_at(const array_view<Type>& view, const axis_numbers& index) {
  std::int64_t offset = 0;
  for (int axis = 0; axis < view.rank(); ++axis) offset += index[axis] * view.strides()[axis];
  return view.data()[offset];
}

template <class Type>
auto line_of(const array_view<Type>& view, axis_numbers index, int axis) {
  std::vector<std::remove_const_t<Type>> line;
  for (index[axis] = 0; index[axis] < view.extents()[axis]; ++index[axis]) line.push_back(element_at(view, index));
  return line;
}

template <class Type>
auto plane_of(const array_view<Type>& view, axis_numbers index, const std::array<int, 2>& axes) {
  image<std::remove_const_t<Type>> plane{view.extents()[axes[0]], view.extents()[axes[1]], {}};
  for (index[axes[0]] = 0; index[axes[0]] < plane.height; ++index[axes[0]])
    for (index[axes[1]] = 0; index[axes[1]] < plane.width; ++index[axes[1]])
      plane.pixels.push_back(element_at(view, index));
  return plane;
}

template <class Out, class In, class Filter>
void expect_lines(const array_view<Out>& output, const array_view<In>& signal, const array_view<Filter>& filter,
                  int axis, const region& part) {
  int lines = 0;
  const auto h = line_of(filter, axis_numbers{0}, 0);
  for_each_index(signal.extents(), {axis}, [&](const axis_numbers& index) {
    EXPECT_EQ(line_of(output, index, axis),
              convolve<std::remove_const_t<Out>>(line_of(signal, index, axis), h, part, direct))
        << "axis " << axis << " at " << to_string(index);
    ++lines;
  });
  EXPECT_EQ(lines, elements_of(signal.extents()) / signal.extents()[axis]);
}

class fake_mdspan {  // [3, 4], the columns padded
 public:
  using element_type = float;
  using reference = float&;
  using rank_type = std::size_t;
  explicit fake_mdspan(float* data) : data_(data) {}
  [[nodiscard]] float* const& data_handle() const { return data_; }
  [[nodiscard]] static constexpr std::size_t rank() { return 2; }
  [[nodiscard]] static constexpr bool is_always_strided() { return true; }
  [[nodiscard]] unsigned extent(std::size_t axis) const { return axis == 0 ? 3 : 4; }
  [[nodiscard]] unsigned stride(std::size_t axis) const { return axis == 0 ? 1 : 5; }

 private:
  float* data_;
};
class scaled_mdspan : public fake_mdspan {  // whose elements are not what lies in memory
 public:
  using reference = float;
  using fake_mdspan::fake_mdspan;
};
static_assert(mdspan_like<fake_mdspan> && !mdspan_like<scaled_mdspan>);
static_assert(array_like<fake_mdspan> && array_like<const std::vector<int>> && array_like<array<bool>>);
static_assert(array_like<const image<float>> && array_like<image_view<float>> && array_like<array_view<const float>>);
static_assert(!array_like<scaled_mdspan> && !array_like<std::vector<std::string>> && !array_like<float>);
static_assert(!contiguous_view<array_view<float>>, "a plan would take it for memory without gaps");
static_assert(std::is_convertible_v<array_view<float>, array_view<const float>>);
static_assert(!std::is_convertible_v<array_view<const float>, array_view<float>>);
static_assert(std::same_as<array_view_of<const std::vector<float>>, array_view<const float>>);
static_assert(std::same_as<array_view_of<image<float>>, array_view<float>>);

TEST(array_view, knows_slices_and_reversals_of_itself) {
  std::vector<int> numbers(24);
  std::iota(numbers.begin(), numbers.end(), 0);
  const array_view whole(numbers.data(), {2, 3, 4});
  EXPECT_EQ(to_string(whole.strides()), "{12, 4, 1}");
  EXPECT_EQ(whole(1, 2, 3), 23);
  const array_view odd = whole.sliced(-1, 1, 4, 2);
  EXPECT_EQ(to_string(odd.extents()), "{2, 3, 2}");
  EXPECT_EQ(odd(1, 0, 1), 15);
  const array_view back = odd.reversed(1);
  EXPECT_EQ(back(1, 0, 1), 23);
  EXPECT_EQ(to_string(back.strides()), "{12, -4, 2}");
  EXPECT_EQ(whole.sliced(0, 1, 1).extents()[0], 0);
}

TEST(array_view, refuses_what_makes_no_array) {
  float one = 0;
  constexpr std::int64_t far = std::int64_t{1} << 40;
  EXPECT_EQ(refusal([&] { array_view(&one, axis_numbers{}); }), "extents = {}");
  EXPECT_EQ(refusal([&] { array_view(&one, {2, -1}); }), "extents = {2, -1}");
  EXPECT_EQ(refusal([&] { array_view(&one, {2, 1}, {1}); }), "strides = {1}");
  EXPECT_EQ(refusal([&] { array_view(&one, {far, far}); }), "extents = {1099511627776, 1099511627776}");
  EXPECT_EQ(refusal([&] { array_view(&one, {far}, {-far}); }), "strides = {-1099511627776}");
  EXPECT_EQ(refusal([&] { axis_numbers(std::vector<int>(9)); }), "axis_numbers = 9 numbers");
  const array_view view(&one, {3, 5});
  EXPECT_EQ(refusal([&] { (void)view.sliced(2, 0, 1); }), "axis = 2");
  EXPECT_EQ(refusal([&] { (void)view.reversed(-3); }), "axis = -3");
  EXPECT_EQ(refusal([&] { (void)view.sliced(0, -1, 1); }), "first = -1");
  EXPECT_EQ(refusal([&] { (void)view.sliced(0, 2, 1); }), "last = 1");
  EXPECT_EQ(refusal([&] { (void)view.sliced(0, 2, 4); }), "last = 4");
  EXPECT_EQ(refusal([&] { (void)view.sliced(0, 0, 3, 0); }), "step = 0");
  EXPECT_EQ(refusal([&] { array_view(image<float>{2, 2, std::vector<float>(3)}); }), "elements = 3");
  EXPECT_EQ(refusal([&] { array_view(array<float>{{2, 2}, std::vector<float>(5)}); }), "elements = 5");
}

TEST(array, is_convolved_along_any_axis) {
  const auto data = values(3 * 5 * 4 * 6);
  const array_view signal(data.data(), {3, 5, 4, 6});
  for (const mode which : {mode::full, mode::same, mode::valid})
    for (int axis = 0; axis < 4; ++axis) {
      const array<float> got = convolve(signal, taps, axis, which, direct);
      expect_lines(array_view(got), signal, array_view(taps), axis, which);
      EXPECT_EQ(convolve(signal, taps, axis - 4, which, direct).elements, got.elements);
    }
}

TEST(array, has_the_defaults_of_the_plain_calls) {
  const std::vector<double> numbers{1, 2, 3, 4, 5, 6};
  const std::vector<double> filter{0, 1, 0.5};
  const array_view signal(numbers.data(), {2, 3});
  EXPECT_EQ(convolve(signal, filter).elements, (std::vector<double>{0, 1, 2.5, 4, 1.5, 0, 4, 7, 8.5, 3}));
  EXPECT_EQ(correlate(signal, filter).elements, (std::vector<double>{3.5, 8}));
  EXPECT_EQ(to_string(correlate(signal, filter).extents), "{2, 1}");
  const array_view square(numbers.data(), {1, 2, 2});
  const array_view kernel(numbers.data(), {2, 2});
  EXPECT_EQ(convolve2d(square, kernel).elements, (std::vector<double>{1, 4, 4, 6, 20, 16, 9, 24, 16}));
  EXPECT_EQ(to_string(correlate2d(square, kernel).extents), "{1, 3, 3}");
}

TEST(array, of_any_strides_is_convolved_without_copies) {
  const auto data = values(6 * 10 * 14);
  auto space = std::vector<float>(8 * 20 * 20, 77.0F);
  const array_view whole(data.data(), {6, 10, 14});
  const array_view strided = whole.sliced(0, 1, 6, 2).reversed(1).sliced(2, 2, 13, 3).reversed(2);
  const array_view<const float> broadcast(data.data(), {3, 10, 4}, {0, 14, 1});
  const auto filter_data = values(9, 3);
  const array_view filter = array_view(filter_data).sliced(0, 0, 9, 3).reversed();
  for (const auto& signal : {strided, broadcast})
    for (int axis = 0; axis < 3; ++axis) {
      axis_numbers extents = signal.extents();
      extents[axis] += 2;
      const array_view output = array_view(space.data(), extents, {400, 20, 2}).reversed(axis).reversed(0);
      std::fill(space.begin(), space.end(), 77.0F);
      convolve_into(output, signal, filter, axis, mode::full, direct);
      expect_lines(output, signal, filter, axis, mode::full);
      EXPECT_EQ(std::count(space.begin(), space.end(), 77.0F),
                static_cast<std::ptrdiff_t>(space.size()) - elements_of(extents));
    }
}

TEST(array, of_more_batch_axes_than_a_layout_has_is_walked) {
  const auto data = values(3 * 5 * 4 * 6 * 3 * 4);
  auto space = std::vector<float>(data.size() * 2);
  const array_view whole(data.data(), {3, 5, 4, 6, 3, 4});
  const array_view signal = whole.sliced(0, 0, 2).sliced(1, 0, 3).sliced(2, 0, 3).sliced(3, 0, 5).sliced(5, 0, 3);
  for (int axis = 0; axis < 6; ++axis) {
    const array_view output = array_view(space.data(), whole.extents()).sliced(0, 0, 2).sliced(1, 0, 3);
    const array_view same = output.sliced(2, 0, 3).sliced(3, 0, 5).sliced(5, 0, 3);
    convolve_into(same, signal, std::vector<float>{1, -2, 0.5F}, axis, {mode::same, reflect}, direct);
    expect_lines(same, signal, array_view(std::vector<float>{1, -2, 0.5F}), axis, {mode::same, reflect});
  }
}

TEST(array, is_convolved_in_2d_along_any_two_axes) {
  const auto data = values(4 * 5 * 6 * 3);
  const array_view signal(data.data(), {4, 5, 6, 3});
  const auto kernel_data = values(6, 5);
  const array_view kernel(kernel_data.data(), {2, 3});
  const image<float> kernel_image{2, 3, kernel_data};
  for (int row = 0; row < 4; ++row)
    for (int column = 0; column < 4; ++column) {
      if (row == column) continue;
      const std::array<int, 2> axes{row, column};
      const array<float> got = correlate2d(signal, kernel, axes, mode::same, direct);
      for_each_index(signal.extents(), {row, column}, [&](const axis_numbers& index) {
        EXPECT_EQ(plane_of(array_view(got), index, axes).pixels,
                  correlate2d(plane_of(signal, index, axes), kernel_image, mode::same, direct).pixels)
            << row << ", " << column << " at " << to_string(index);
      });
    }
}

TEST(array, takes_mdspans_and_images_and_vectors) {
  auto data = values(5 * 4);
  const fake_mdspan span(data.data());
  const array<float> got = convolve(span, taps, 0, mode::full, direct);
  expect_lines(array_view(got), array_view(span), array_view(taps), 0, mode::full);

  const image<float> picture{4, 5, data};
  const array<float> down = convolve(picture, taps, 0, mode::same, direct);
  expect_lines(array_view(down), array_view(picture), array_view(taps), 0, mode::same);
  image<float> blurred{4, 5, std::vector<float>(20)};
  const image<float> kernel{1, 2, {1, 2}};
  convolve2d_into(blurred, picture, kernel, {0, 1}, mode::same, direct);
  EXPECT_EQ(blurred.pixels, convolve2d(picture, kernel, mode::same, direct).pixels);
  correlate2d_into(blurred, picture, kernel, {0, 1}, mode::same, direct);
  EXPECT_EQ(blurred.pixels, correlate2d(picture, kernel, mode::same, direct).pixels);

  std::vector<float> line(20);
  convolve_into(array_view(line).reversed(), data, taps, 0, mode::same, direct);
  std::reverse(line.begin(), line.end());
  EXPECT_EQ(line, convolve(data, taps, mode::same, direct));
}

TEST(array, of_complex_numbers_and_integers_has_their_common_type) {
  const auto bytes = values<std::uint8_t>(4 * 9);
  const array_view signal(bytes.data(), {9, 4});
  const std::vector<std::int8_t> weights{100, -50, 25};
  const array<std::int32_t> sums = convolve<std::int32_t>(signal, weights, 0, mode::same, direct);
  expect_lines(array_view(sums), signal, array_view(weights), 0, mode::same);

  const std::vector<std::complex<double>> waves{{1, 2}, {3, -1}, {0, 1}, {2, 2}};
  const array_view pairs(waves.data(), {2, 2});
  const std::vector<float> real{1, 0.5F};
  const array<std::complex<double>> got = convolve(pairs, real, 0, mode::full, direct);
  expect_lines(array_view(got), pairs, array_view(real), 0, mode::full);
}

TEST(array, is_taken_apart_where_its_filter_s_rank_is_found) {
  const options separable{.backend = backend::cpu, .method = method::separable};
  const auto data = values(30 * 40 * 3);
  const array_view signal(data.data(), {30, 40, 3});
  std::vector<float> space(14 * 20, std::numeric_limits<float>::quiet_NaN());
  const array_view kernel = array_view(space.data(), {7, 5}, {40, 3}).reversed(0).reversed(1);
  double square = 0;
  for (int y = 0; y < 7; ++y)
    for (int x = 0; x < 5; ++x) {
      kernel(y, x) = static_cast<float>((y + 1) * (2 * x - 3));
      square += static_cast<double>(kernel(y, x)) * static_cast<double>(kernel(y, x));
    }
  const array<float> got = convolve2d(signal, kernel, {0, 1}, mode::same, separable);
  const array<float> expected = convolve2d(signal, kernel, {0, 1}, mode::same, direct);
  const array_form form{{30, 40, 3}};
  const array_plan taken({.mode = mode::same, .filter_rank = 1}, form, {{7, 5}}, form, std::array{0, 1}, separable);
  const array_plan summed({.mode = mode::same}, form, {{7, 5}}, form, std::array{0, 1}, direct);
  // Samples are below 1.
  const double within = (taken.bound().factor + summed.bound().factor) * std::sqrt(30.0 * 40 * square);
  for (std::size_t i = 0; i < expected.elements.size(); ++i)
    ASSERT_NEAR(got.elements[i], expected.elements[i], within) << i;

  const auto random = values(49, 9);
  EXPECT_EQ(refusal([&] {
              (void)convolve2d(signal, array_view(random.data(), {7, 7}), {0, 1}, mode::same, separable);
            }),
            "problem.filter_rank = 0");
}

TEST(array, meets_a_filter_for_each_entry) {
  const auto data = values(4 * 3 * 9);
  const auto weights = values(3 * 4, 7);
  const array_view signal(data.data(), {4, 9, 3});
  const array_view filter(weights.data(), {1, 4, 3});
  const array<float> got = convolve(signal, filter, 1, mode::full, direct);
  for_each_index(signal.extents(), {1}, [&](const axis_numbers& index) {
    EXPECT_EQ(line_of(array_view(got), index, 1),
              convolve(line_of(signal, index, 1), line_of(filter, {0, 0, index[2]}, 1), mode::full, direct));
  });
  const array<float> one = convolve(array_view(data.data(), {1, 9, 1}), filter, 1, mode::full, direct);
  EXPECT_EQ(to_string(one.extents), "{1, 12, 3}");
  EXPECT_EQ(refusal([&] { (void)convolve(signal, array_view(weights.data(), {2, 2, 3}), 1); }), "filter = {2, 2, 3}");
}

TEST(array, with_an_empty_batch_is_left_alone) {
  const std::vector<float> nothing;
  const array<float> got = convolve(array_view(nothing.data(), {0, 5}), taps);
  EXPECT_EQ(to_string(got.extents), "{0, 8}");
  EXPECT_TRUE(got.elements.empty());
}

TEST(array, refuses_what_does_not_fit_by_name) {
  auto data = values(60);
  const array_view signal(data.data(), {3, 4});
  std::vector<float> space(100);
  const array_view output(space.data(), {3, 7});
  const array_view kernel(taps.data(), {2, 2});
  EXPECT_EQ(refusal([&] { (void)convolve(signal, taps, 2); }), "axis = 2");
  EXPECT_EQ(refusal([&] { (void)convolve(signal, taps, -3); }), "axis = -3");
  EXPECT_EQ(refusal([&] { (void)convolve2d(signal, kernel, {0, 2}); }), "axes = 2");
  EXPECT_EQ(refusal([&] { (void)convolve2d(signal, kernel, {1, -1}); }), "axes = -1");
  EXPECT_EQ(refusal([&] { (void)convolve(signal, kernel); }), "filter = {2, 2}");
  EXPECT_EQ(refusal([&] { (void)convolve2d(signal, taps); }), "filter = {4}");
  EXPECT_EQ(refusal([&] { convolve_into(output, signal, taps, 0); }), "output = {3, 7}");
  EXPECT_EQ(refusal([&] { convolve_into(space, signal, taps); }), "output = {100}");
  EXPECT_EQ(refusal([&] { (void)convolve(array_view(data.data(), {3, 0}), taps); }), "problem.signal = {0}");
  const array_view<const float> absent(nullptr, {3, 4});
  EXPECT_EQ(refusal([&] { (void)convolve(absent, taps); }), "signal = nullptr");
  EXPECT_EQ(refusal([&] { convolve_into(array_view<float>(nullptr, {3, 7}), signal, taps); }), "output = nullptr");
  EXPECT_EQ(refusal([&] { convolve_into(array_view(space.data(), {3, 7}, {6, 1}), signal, taps); }), "output = {6, 1}");
  const std::string refused = refusal([&] { convolve_into(array_view(data.data() + 11, {3, 7}), signal, taps); });
  EXPECT_EQ(refused.substr(0, 9), "output = ");
  EXPECT_EQ(refusal([&] { (void)convolve(signal, taps, 1, mode::full, {.memory = memory::device}); }),
            "options.memory = device");
  EXPECT_EQ(space, std::vector<float>(100));
  EXPECT_EQ(data, values(60));
}

}  // namespace
}  // namespace faltung
