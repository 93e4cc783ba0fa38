// How the direct 2D kernel for images of complex numbers is cut to size: as the one for real ones, with a window for
// each part of the signal and half of the threads for each part of an output.
#pragma once

#include "tile_2d_policy.hpp"

namespace faltung::kernel {

template <class Type>
constexpr bool valid_complex(const tile_2d_policy& policy) {
  tile_2d_places most{};
  most.parts = most.products = most.planes = 2;
  return valid<Type>(policy) && 2 * policy.most_across <= policy.most_threads &&
         fits<Type>(smallest_of<Type>(policy, most), policy);
}

template <class Type>
struct tile_2d_complex_usual;
template <>
struct tile_2d_complex_usual<float> {
  static constexpr tile_2d_policy value{.columns_per_thread = 12,
                                        .rows_per_thread = 4,
                                        .taps_together = 8,
                                        .most_across = 16,
                                        .most_threads = 128,
                                        .columns_per_chunk = 32,
                                        .shared_bytes = 48 * 1024,
                                        .min_blocks = 4};
};
// In double a pack is 2 elements, and 4 blocks would spill registers.
template <>
struct tile_2d_complex_usual<double> {
  static constexpr tile_2d_policy value{.columns_per_thread = 6,
                                        .rows_per_thread = 4,
                                        .taps_together = 4,
                                        .most_across = 16,
                                        .most_threads = 128,
                                        .columns_per_chunk = 32,
                                        .shared_bytes = 48 * 1024,
                                        .min_blocks = 3};
};

}  // namespace faltung::kernel
