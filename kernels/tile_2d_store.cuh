// What the direct 2D kernel for images is told, what of it a block and a thread make, and how outputs leave.
#pragma once

#include "as_stored.cuh"
#include "narrowed.cuh"
#include "operand_view.hpp"
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

// Of a block's threads, each of which has a slot.
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

// As many outputs as a pack has sums.
template <class Type, class Result>
__device__ inline void store(Result* to, const Result* staged) {
  if constexpr (std::is_same_v<Type, Result>) {
    write_pack(to, read_pack(staged));
  } else {
    write_quad(to, read_quad(staged));
  }
}

// A warp's outputs leave by way of shared memory, a row of each thread at a time, so that lanes write neighbouring
// packs. Whole tiles need no look at where the output ends.
template <bool Whole, int A, int R, class Type, class Stored, class Result>
__device__ inline void store_tile(const Type (&sums)[A][R], Result* staged,
                                  const tile_2d_problem<Type, Stored, Result>& problem, const tile_2d_block& block,
                                  int filter) {
  constexpr int width = pack<Type>::size;
  constexpr int packs = R / width;
  int thread = static_cast<int>(threadIdx.x);
  pin(thread);  // or all that follows from it is found before the sums and holds registers meanwhile
  const int lane = thread % 32;
  const int warp = thread - lane;
  const long long pitch = problem.output.row;
  staged += warp * R;
  Result* to[packs];
  int columns[packs];
  int rows[packs];
  FALTUNG_UNROLL
  for (int k = 0; k < packs; ++k) {
    const int number = lane + 32 * k;
    const int of_warp = number / packs;
    const tile_2d_slot slot = tile_2d_slot_of<Whole>(problem.tiling, warp + of_warp);
    const int row = block.row + slot.down * A;
    const int column = block.column + slot.across * R + (number - of_warp * packs) * width;
    const bool used = Whole || slot.image < block.images;
    const long long entry = static_cast<long long>(used ? block.image + slot.image : 0) * problem.bank + filter;
    to[k] = static_cast<Result*>(problem.output.data) + problem.output.entry(entry, 0) + row * pitch + column;
    columns[k] = problem.output_columns - column;
    rows[k] = used ? problem.output_rows - row : 0;
  }
  FALTUNG_UNROLL
  for (int a = 0; a < A; ++a) {
    stage(staged + lane * R, sums[a]);
    __syncwarp();
    FALTUNG_UNROLL
    for (int k = 0; k < packs; ++k) {
      const Result* const made = staged + (lane + 32 * k) * width;
      if constexpr (Whole) {
        store<Type>(to[k], made);
      } else if (a < rows[k]) {
        if (problem.aligned && columns[k] >= width) {
          store<Type>(to[k], made);
        } else if (columns[k] > 0) {
          FALTUNG_UNROLL
          for (int e = 0; e < width; ++e) {
            if (e < columns[k]) to[k][e] = made[e];
          }
        }
      }
      to[k] += pitch;
    }
    __syncwarp();
  }
}

}  // namespace faltung::kernel
