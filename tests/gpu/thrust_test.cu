// Thrust vectors in and out.
#include "faltung/thrust.hpp"

#include <gtest/gtest.h>

#include <cstddef>
#include <cuda/std/mdspan>
#include <type_traits>
#include <vector>

#include "faltung/array.hpp"

namespace faltung {
namespace {

using device_floats = thrust::device_vector<float>;
using host_doubles = thrust::host_vector<double>;

static_assert(contiguous_view<device_floats> && !host_view<device_floats>, "device memory is not read by the host");
static_assert(host_view<host_doubles>);

template <class Extents, class Layout = ::cuda::std::layout_right>
using span_of_floats = ::cuda::std::mdspan<const float, Extents, Layout>;
using columns_known = ::cuda::std::extents<std::size_t, ::cuda::std::dynamic_extent, 4>;
static_assert(mdspan_like<span_of_floats<::cuda::std::dextents<int, 2>>> && mdspan_like<span_of_floats<columns_known>>);
static_assert(mdspan_like<span_of_floats<::cuda::std::dextents<int, 3>, ::cuda::std::layout_stride>>);
static_assert(!mdspan_like<span_of_floats<::cuda::std::extents<int>>>, "no axis");

std::vector<float> on_host(const device_floats& from) {
  std::vector<float> values(from.size());
  thrust::copy(from.begin(), from.end(), values.begin());
  return values;
}

const std::vector<float> signal{1, 2, 3};
const std::vector<float> filter{0, 1, 2};
const options direct{.method = method::direct};  // small integers: exact

TEST(thrust_device_vector, goes_in_and_comes_out_of_convolve_and_correlate) {
  const device_floats x(signal);
  const device_floats h(filter);
  EXPECT_EQ(on_host(convolve(x, h, mode::full, nullptr, direct)), (std::vector<float>{0, 1, 4, 7, 6}));
  EXPECT_EQ(on_host(correlate(x, h, mode::valid, nullptr, direct)), (std::vector<float>{8}));
  EXPECT_EQ(on_host(correlate(x, h, mode::full, nullptr, direct)), (std::vector<float>{2, 5, 8, 3, 0}));
}

TEST(thrust_device_vector, is_convolved_on_the_callers_stream) {
  cudaStream_t stream = nullptr;
  ASSERT_EQ(cudaStreamCreateWithFlags(&stream, cudaStreamNonBlocking), cudaSuccess);
  EXPECT_EQ(on_host(convolve(device_floats(signal), device_floats(filter), mode::same, stream, direct)),
            (std::vector<float>{1, 4, 7}));
  cudaStreamDestroy(stream);
}

TEST(thrust_device_vector, is_a_picture_with_its_shape_beside_it) {
  const device_floats picture(std::vector<float>{1, 2, 3, 4});
  EXPECT_EQ(on_host(convolve2d(picture, {2, 2}, picture, {2, 2}, mode::full, nullptr, direct)),
            (std::vector<float>{1, 4, 4, 6, 20, 16, 9, 24, 16}));
  EXPECT_EQ(on_host(correlate2d(picture, {2, 2}, picture, {2, 2}, mode::valid, nullptr, direct)),
            (std::vector<float>{30}));
}

TEST(thrust_device_vector, of_a_size_other_than_its_shape_is_refused) {
  const device_floats picture(std::vector<float>{1, 2, 3, 4, 5});
  EXPECT_THROW(convolve2d(picture, {2, 2}, picture, {2, 2}), invalid_argument);
}

TEST(thrust_device_vector, is_a_view_for_a_plan) {
  plan made({.signal = 3, .filter = 3, .mode = mode::same}, {.method = method::direct, .memory = memory::device});
  made.set_filter(device_floats(filter));
  device_floats output(3);
  made.execute(device_floats(signal), output);
  ASSERT_EQ(cudaDeviceSynchronize(), cudaSuccess);
  EXPECT_EQ(on_host(output), (std::vector<float>{1, 4, 7}));
}

TEST(thrust_host_vector, comes_out_where_it_goes_in) {
  const host_doubles x(std::vector<double>{1, 2, 3});
  const auto got = convolve(x, x, mode::full, direct);
  static_assert(std::is_same_v<std::remove_const_t<decltype(got)>, host_doubles>);
  EXPECT_EQ(std::vector<double>(got.begin(), got.end()), (std::vector<double>{1, 4, 10, 12, 9}));
  EXPECT_EQ(correlate(x, x, mode::valid, direct)[0], 14);
}

// In host memory.
TEST(cuda_mdspan, is_convolved_along_its_axes) {
  const std::vector<float> columns{1, 2, 3, 4, 5, 6};
  const span_of_floats<::cuda::std::dextents<int, 2>, ::cuda::std::layout_left> span(columns.data(), 3, 2);
  const options on_cpu{.backend = backend::cpu, .method = method::direct};
  const array<float> sums = convolve(span, std::vector<float>{1, 1}, 0, mode::full, on_cpu);
  EXPECT_EQ(to_string(sums.extents), "{4, 2}");
  EXPECT_EQ(sums.elements, (std::vector<float>{1, 4, 3, 9, 5, 11, 3, 6}));
}

}  // namespace
}  // namespace faltung
