// Conversions that a device has instructions for, which the emulated kernels take from include/faltung/float16.hpp and
// from arithmetic: the same bits for every half, and for every float near one or between two.
#include <gtest/gtest.h>
#include <thrust/device_vector.h>
#include <thrust/host_vector.h>

#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <vector>

#include "element.hpp"
#include "quad.cuh"

namespace faltung {
namespace {

constexpr unsigned threads = 256;
__device__ unsigned own_index() { return blockIdx.x * blockDim.x + threadIdx.x; }

// Made[i] of given[i], for `count` elements.
template <class Made, class Given>
std::vector<Made> on_device(void (*entry)(const Given*, Made*, unsigned), const std::vector<Given>& given) {
  const auto count = static_cast<unsigned>(given.size());
  const thrust::device_vector<Given> from(given.begin(), given.end());
  thrust::device_vector<Made> to(count);
  entry<<<kernel::ceil_div(count, threads), threads>>>(from.data().get(), to.data().get(), count);
  EXPECT_EQ(cudaDeviceSynchronize(), cudaSuccess);
  std::vector<Made> made(count);
  thrust::copy(to.begin(), to.end(), made.begin());
  return made;
}

template <class Half>
__global__ void widen(const std::uint32_t* words, uint2* made, unsigned count) {
  const unsigned i = own_index();
  if (i >= count) return;
  made[i] = {__float_as_uint(kernel::float_of_half<Half, 0>(words[i])),
             __float_as_uint(kernel::float_of_half<Half, 1>(words[i]))};
}

// In x: both halves of a word; in y: the float by itself.
template <class Half>
__global__ void narrow(const float2* floats, uint2* made, unsigned count) {
  const unsigned i = own_index();
  if (i >= count) return;
  made[i] = {kernel::halves_of_floats<Half>(floats[i].x, floats[i].y),
             kernel::to_stored<Half>(floats[i].x, false).bits};
}

__global__ void permute(const uint3* given, std::uint32_t* made, unsigned count) {
  const unsigned i = own_index();
  if (i < count) made[i] = kernel::permute_bytes(given[i].x, given[i].y, given[i].z);
}

template <bool Signed>
__global__ void multiply(const uint3* given, std::uint32_t* made, unsigned count) {
  const unsigned i = own_index();
  if (i < count) made[i] = kernel::add_products<Signed>(given[i].x, given[i].y, given[i].z);
}

template <class Half>
class half_on_device : public testing::Test {};
using both_halves = testing::Types<float16_t, bfloat16_t>;
TYPED_TEST_SUITE(half_on_device, both_halves);

// A NaN stays one.
TYPED_TEST(half_on_device, is_widened_to_the_float_of_the_same_value_whatever_its_bits) {
  std::vector<std::uint32_t> words;
  for (std::uint32_t bits = 0; bits < 0x10000; ++bits) words.push_back((~bits & 0xffffu) << 16 | bits);
  const std::vector<uint2> made = on_device(&widen<TypeParam>, words);
  const auto same = [](std::uint32_t got, std::uint32_t word) {
    TypeParam half;
    half.bits = static_cast<std::uint16_t>(word);
    const float expected = half;
    const auto value = std::bit_cast<float>(got);
    return expected != expected ? value != value : got == std::bit_cast<std::uint32_t>(expected);
  };
  for (std::size_t i = 0; i < words.size(); ++i) {
    ASSERT_TRUE(same(made[i].x, words[i])) << words[i];
    ASSERT_TRUE(same(made[i].y, words[i] >> 16)) << words[i];
  }
}

TYPED_TEST(half_on_device, is_rounded_to_from_floats_as_on_the_host) {
  const float infinity = std::numeric_limits<float>::infinity();
  std::vector<float> floats{0.0F,
                            -0.0F,
                            infinity,
                            -infinity,
                            std::numeric_limits<float>::max(),
                            std::numeric_limits<float>::min(),
                            std::numeric_limits<float>::denorm_min()};
  for (const std::uint32_t bits : {0x7fffffffu, 0xffffffffu, 0x7fc00000u, 0xffc00000u, 0x7f800001u, 0xff80abcdu})
    floats.push_back(std::bit_cast<float>(bits));
  for (std::uint32_t bits = 0; bits < 0x7fff; ++bits) {
    TypeParam half, next;
    half.bits = static_cast<std::uint16_t>(bits);
    next.bits = static_cast<std::uint16_t>(bits + 1);
    const float low = half;
    if (!std::isfinite(low)) break;
    const float high = next;
    const float middle = std::isfinite(high) ? low + (high - low) / 2 : low + (low - std::nextafter(low, 0.0F));
    for (const float at : {low, middle})
      for (const float each : {at, std::nextafter(at, -infinity), std::nextafter(at, infinity)})
        floats.insert(floats.end(), {each, -each});
  }
  std::vector<float2> pairs;
  for (std::size_t i = 0; i < floats.size(); ++i) pairs.push_back({floats[i], floats[floats.size() - 1 - i]});
  const std::vector<uint2> made = on_device(&narrow<TypeParam>, pairs);
  const auto expected = [](float value) { return std::uint32_t{TypeParam(static_cast<double>(value)).bits}; };
  for (std::size_t i = 0; i < pairs.size(); ++i) {
    const auto [first, second] = pairs[i];
    ASSERT_EQ(made[i].y, expected(first)) << first;
    if (first == first) ASSERT_EQ(made[i].x & 0xffffu, expected(first)) << first;
    if (second == second) ASSERT_EQ(made[i].x >> 16, expected(second)) << second;
  }
}

std::vector<uint3> words_in_threes() {
  std::vector<uint3> made;
  std::uint32_t state = 1;
  const auto next = [&state] { return state = state * 1664525u + 1013904223u; };
  for (int i = 0; i < 4096; ++i) {
    const std::uint32_t low = next() ^ next() >> 16;
    const std::uint32_t high = next() ^ next() >> 16;
    made.push_back({low, high, next() >> 16});
  }
  return made;
}

TEST(bytes_on_device, are_permuted_as_on_the_host) {
  const std::vector<uint3> given = words_in_threes();
  const std::vector<std::uint32_t> made = on_device(&permute, given);
  for (std::size_t i = 0; i < given.size(); ++i)
    ASSERT_EQ(made[i], kernel::permute_bytes(given[i].x, given[i].y, given[i].z)) << given[i].z;
}

TEST(bytes_on_device, are_multiplied_signed_and_unsigned) {
  const std::vector<uint3> given = words_in_threes();
  const std::vector<std::uint32_t> of_signed = on_device(&multiply<true>, given);
  const std::vector<std::uint32_t> of_unsigned = on_device(&multiply<false>, given);
  for (std::size_t i = 0; i < given.size(); ++i) {
    std::uint32_t signed_sum = given[i].z;
    std::uint32_t unsigned_sum = given[i].z;
    for (int b = 0; b < 32; b += 8) {
      const auto x = static_cast<std::uint8_t>(given[i].x >> b);
      const auto y = static_cast<std::uint8_t>(given[i].y >> b);
      unsigned_sum += std::uint32_t{x} * y;
      signed_sum += static_cast<std::uint32_t>(static_cast<std::int8_t>(x) * static_cast<std::int8_t>(y));
    }
    ASSERT_EQ(of_signed[i], signed_sum);
    ASSERT_EQ(of_unsigned[i], unsigned_sum);
  }
}

}  // namespace
}  // namespace faltung
