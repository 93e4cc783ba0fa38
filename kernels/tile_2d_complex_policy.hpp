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

// Taps of both parts and products take the place of longer rows of taps.
template <class Type>
struct tile_2d_complex_usual {
  static constexpr tile_2d_policy value = [] {
    tile_2d_policy one = tile_2d_usual<Type>::value;
    one.columns_per_chunk = 32;
    return one;
  }();
};

}  // namespace faltung::kernel
