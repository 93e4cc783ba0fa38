// tile_2d_complex on images of complex numbers against the general kernel, bit for bit.
#include "tile_2d_complex.cuh"

#include <gtest/gtest.h>

#include <utility>
#include <vector>

#include "cuda/enqueue_tile_2d_complex.cuh"
#include "kernels/tile_2d_images.hpp"

namespace faltung::test {
namespace {

template <class Type>
struct usual_complex : kernel::tile_2d_complex_usual<Type> {};

// Signals and filters are complex or real, one of them complex.
template <class Type, bool ComplexSignal, bool ComplexFilter, template <class> class Policies>
struct complex_parts {
  using sum = Type;
  using stored = Type;
  using result = Type;
  using policy = Policies<Type>;
  static constexpr element_type complex = sizeof(Type) == 4 ? complex64 : complex128;
  static constexpr case_types types{ComplexSignal ? complex : type_of<Type>, ComplexFilter ? complex : type_of<Type>,
                                    complex, type_of<Type>};
  static constexpr int threads_per_place = 2;  // one for each part

  static void launch(const geometry& where, const kernel::direct_operands<Type>& operands, int multiprocessors) {
    const kernel::tile_2d_tiling tiling =
        kernel::tile_2d_tiling_of<Type>(policy::value, cuda::tile_2d_complex_places_of(where, multiprocessors));
    cuda::launch_tile_2d_complex<Type, ComplexSignal ? 2 : 1, policy>(where, tiling, operands, nullptr);
  }
};

using tile_2d_complex_images =
    testing::Types<complex_parts<float, true, true, usual_complex>, complex_parts<float, true, true, smallest>,
                   complex_parts<float, true, true, odd>, complex_parts<float, true, false, odd>,
                   complex_parts<float, true, false, usual_complex>, complex_parts<float, false, true, usual_complex>,
                   complex_parts<float, false, true, odd>, complex_parts<double, true, true, usual_complex>,
                   complex_parts<double, true, true, smallest>, complex_parts<double, true, false, odd>,
                   complex_parts<double, false, true, smallest>, complex_parts<double, false, true, usual_complex>>;
INSTANTIATE_TYPED_TEST_SUITE_P(tile_2d_complex, tile_2d_images, tile_2d_complex_images);

template <class Kind>
class tile_2d_complex : public tile_2d_images<Kind> {};
TYPED_TEST_SUITE(tile_2d_complex, tile_2d_complex_images);

TYPED_TEST(tile_2d_complex, takes_filters_of_every_size) {
  const long long rows = TestFixture::tile_rows + 3;
  const long long columns = 2 * TestFixture::tile_columns + 5;
  for (const auto& [down, across] : {std::pair{1LL, 1LL}, {3LL, 3LL}, {5LL, 4LL}, {9LL, 9LL}, {31LL, 6LL}})
    this->check({.rows = {rows, down, rows, -(down / 2)}, .columns = {columns, across, columns, -(across / 2)}});
}

// Real and imaginary parts are moved together where they lie at a multiple of both their sizes.
TEST(tile_2d_complex_operands, have_to_begin_at_a_multiple_of_an_element) {
  const geometry where =
      geometry_of({.rows = {6, 3, 6, -1}, .columns = {8, 3, 8, -1}}, {complex64, complex64, complex64, float32});
  const std::vector<float> taps(9 * 4, 1.0F);
  alignas(16) float signal[2 * 48 + 4] = {};
  alignas(16) float output[2 * 48 + 4] = {};
  const kernel::tile_2d_tiling tiling = cuda::usual_tile_2d_complex_tiling<float>(where, 1);
  const auto enqueued = [&](int signal_by, int output_by) {
    return cuda::enqueue_tile_2d_complex(where, tiling, signal + signal_by, taps.data(), output + output_by, nullptr);
  };
  EXPECT_TRUE(enqueued(0, 0));
  EXPECT_TRUE(enqueued(2, 2));
  EXPECT_FALSE(enqueued(1, 0));
  EXPECT_FALSE(enqueued(0, 1));
}

}  // namespace
}  // namespace faltung::test
