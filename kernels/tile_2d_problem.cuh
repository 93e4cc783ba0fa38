// What the direct 2D kernels for images are told, and what of it a block and a thread make.
#pragma once

#include "as_stored.cuh"
#include "dialect.cuh"
#include "operand_view.hpp"
#include "quad.cuh"
#include "tile_2d_policy.hpp"

namespace faltung::kernel {

// How a signal's elements become numbers of the type computed in.
template <class Type, class Stored>
using tile_2d_reader = std::conditional_t<std::is_same_v<Type, Stored>, as_stored, as_widened<Type>>;

// The images of the signal are counted by their entries, and the output of image i and filter f is entry i * bank + f.
// Of integers other than Type, Stored and Result are the unsigned type of their width.
template <class Type, class Stored, class Result>
struct tile_2d_problem {
  signal_view<Type> signal;
  tile_2d_reader<Type, Stored> reader;
  const Type* taps;
  target_view output;
  tile_2d_tiling tiling;
  int images;
  int bank;
  bool filter_per_signal;
  bool aligned;  // whether packs of the tiles are aligned in the output
  int filter_rows;
  int filter_columns;
  int output_rows;
  int output_columns;
  int row_origin;  // signal row under tap row 0 of output row 0
  int column_origin;
};

// What a block makes: a tile of `images` images from `image` on.
struct tile_2d_block {
  int row;  // of the outputs
  int column;
  int image;
  int images;
  int filter;
  int end_filter;
};
template <class Type, class Stored, class Result>
__device__ inline tile_2d_block tile_2d_block_of(const tile_2d_policy& policy,
                                                 const tile_2d_problem<Type, Stored, Result>& problem) {
  const tile_2d_tiling& tiling = problem.tiling;
  // Divisions are avoided where there is nothing to divide.
  int tile = static_cast<int>(blockIdx.x);
  int group = 0;
  int share = 0;
  if (tiling.groups > 1 || tiling.shares > 1) {
    group = tile / tiling.tiles();
    tile -= group * tiling.tiles();
  }
  if (tiling.shares > 1) {
    share = group / tiling.groups;
    group -= share * tiling.groups;
  }
  const int row = tile / tiling.tile_columns;
  const int column = tile - row * tiling.tile_columns;
  const int image = group * tiling.images;
  const int filter = share * tiling.filters;
  return {row * tiling.down * policy.rows_per_thread,
          column * tiling.across.value * policy.columns_per_thread,
          image,
          smaller(tiling.images, problem.images - image),
          filter,
          smaller(filter + tiling.filters, problem.bank)};
}

// Of a warp's threads the first half makes one part of outputs and the second half the other, where there are two.
template <int Parts>
__device__ inline int tile_2d_part(int thread) {
  return Parts == 1 ? 0 : thread % 32 / (32 / Parts);
}

// Of a block's threads, each of which has a slot: one for all parts of its outputs.
struct tile_2d_slot {
  int image;
  int down;
  int across;
};
template <bool OneImage = false>
__device__ inline tile_2d_slot tile_2d_slot_of(const tile_2d_tiling& tiling, int number) {
  const int image = OneImage ? 0 : tiling.slots.divide(number);
  const int within = number - image * tiling.slots.value;
  const int down = tiling.across.divide(within);
  return {image, down, within - down * tiling.across.value};
}
template <int Parts>
__device__ inline int tile_2d_slot_number(int thread) {
  constexpr int lanes = 32 / Parts;
  return Parts == 1 ? thread : thread / 32 * lanes + thread % lanes;
}

}  // namespace faltung::kernel
