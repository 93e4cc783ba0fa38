// The policies that the families of tile_2d and tile_2d_complex compare.
#pragma once

#include "tile_2d_policy.hpp"
#include "tune/family.hpp"

namespace faltung::bench {

// The library's policy and others near it.
template <class Type, class Usual>
struct tile_policies {
  using usual = Usual;
  using policy = kernel::tile_2d_policy;
  static constexpr policy with(int packs, int rows, int taps_together, int min_blocks) {
    policy one = usual::value;
    one.columns_per_thread = packs * kernel::pack<Type>::size;
    one.rows_per_thread = rows;
    one.taps_together = taps_together;
    one.min_blocks = min_blocks;
    return one;
  }
  static constexpr std::array others{with(1, 4, 8, 4), with(3, 2, 8, 4), with(3, 4, sizeof(Type) == 4 ? 4 : 8, 3),
                                     with(5, 2, 8, 3)};
};

}  // namespace faltung::bench
