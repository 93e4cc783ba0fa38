// tile_2d on images of narrow elements against the general kernel, bit for bit.
#include <gtest/gtest.h>

#include <cstdint>

#include "kernels/kernel_type.hpp"
#include "kernels/tile_2d_images.hpp"

namespace faltung::test {
namespace {

template <element_type Signal, element_type Output, class Sum, class Stored, class Result,
          template <class> class Policies>
struct narrow {
  using sum = Sum;
  using stored = Stored;
  using result = Result;
  using policy = Policies<Sum>;
  static constexpr case_types types{Signal, Signal, Output, type_of<Sum>};
  static constexpr int threads_per_place = 1;

  static void launch(const geometry& where, const kernel::direct_operands<Sum>& operands, int multiprocessors) {
    const kernel::tile_2d_tiling tiling =
        kernel::tile_2d_tiling_of<Sum>(policy::value, cuda::tile_2d_places_of(where, multiprocessors));
    cuda::launch_tile_2d<Sum, policy, kernel_type<Stored>, kernel_type<Result>>(where, tiling, operands, nullptr);
  }
};

using word = std::uint32_t;
using tile_2d_narrow_images = testing::Types<narrow<float16, float16, float, float16_t, float16_t, usual>,
                                             narrow<float16, float32, float, float16_t, float, odd>,
                                             narrow<bfloat16, bfloat16, float, bfloat16_t, bfloat16_t, odd>,
                                             narrow<bfloat16, float32, float, bfloat16_t, float, smallest>,
                                             narrow<int8, int8, word, std::int8_t, std::int8_t, odd>,
                                             narrow<uint8, uint8, word, std::uint8_t, std::uint8_t, usual>,
                                             narrow<int8, int32, word, std::int8_t, std::int32_t, smallest>,
                                             narrow<uint8, uint32, word, std::uint8_t, word, odd>,
                                             narrow<int16, int16, word, std::int16_t, std::int16_t, usual>,
                                             narrow<uint16, uint16, word, std::uint16_t, std::uint16_t, smallest>,
                                             narrow<int16, uint32, word, std::int16_t, word, odd>>;
INSTANTIATE_TYPED_TEST_SUITE_P(tile_2d_stored, tile_2d_images, tile_2d_narrow_images);

}  // namespace
}  // namespace faltung::test
