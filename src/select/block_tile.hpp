// The size of the tiles that the CPU's overlap_save works in.
#pragma once

#include "faltung/shape.hpp"
#include "plan/block_tiles.hpp"
#include "select/implementations.hpp"

namespace faltung {

// Of a side.
inline constexpr std::int64_t longest_tile = 8192;

// Tiles serve an axis whose filter leaves half of the longest one to outputs, or whose samples all fit it.
refusal refuse_tiles(const geometry& problem);

// Two powers of two: those of the least predicted time among those whose workspace fits the limit and which keep
// integers exact; where there are none, those that take the least memory. Judged for one picture, so that the batch
// does not change a result's bits. Tiles serve both axes.
shape best_tile(const selection_context& context);

tile_memory tile_memory_of(const selection_context& context, const block_tiles& tiles);

}  // namespace faltung
