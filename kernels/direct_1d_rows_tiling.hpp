// How a row of outputs is divided among the blocks of the direct 1D kernels for rows.
#pragma once

#include "arithmetic.hpp"

namespace faltung::kernel {

// Samples behind every signal: for filters that no tile inside is made for.
inline constexpr long long out_of_reach = 1LL << 62;

struct direct_1d_row_reach {
  long long tile;         // outputs of a block
  long long read_behind;  // samples that it reads behind the place of its last output
  int read_together;      // samples, of which the last may be the first of a tile's window
};

// Tiles of one row of outputs. A tile may begin up to a pack before the outputs, so that it is stored to an address for
// packs; so may its window, before the first sample.
struct direct_1d_tiling_of_rows {
  long long tiles;
  long long first_inside;  // tiles that make as many outputs as any and whose windows lie in the signal
  long long inside;
};
// `most_ahead`: outputs that a tile may begin before the row's first.
constexpr direct_1d_tiling_of_rows direct_1d_tiles_of_rows(const direct_1d_row_reach& reach, long long signal,
                                                           long long output, long long origin, int most_ahead) {
  const long long earliest = larger<long long>(most_ahead, most_ahead + reach.read_together - 1 - origin);
  const long long behind_last = smaller(output, signal - origin - reach.read_behind);
  const long long first = ceil_div(larger<long long>(0, earliest), reach.tile);
  const long long last = larger<long long>(0, behind_last) / reach.tile;
  return {ceil_div(output + most_ahead, reach.tile), first, larger<long long>(0, last - first)};
}

}  // namespace faltung::kernel
