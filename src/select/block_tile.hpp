// The size of the tiles that the CPU's overlap_save works in.
#pragma once

#include "faltung/shape.hpp"
#include "plan/block_tiles.hpp"
#include "select/implementations.hpp"

namespace faltung {

// The longest side of a tile, and the longest side of a filter that needs no whole picture in one.
inline constexpr std::int64_t longest_tile = 8192;
inline constexpr std::int64_t longest_tiled_filter = longest_tile / 2 + 1;

// Whether tiles serve an axis: its filter leaves half of the longest one to outputs, or its samples fit it.
bool fits_tiles(const axis_geometry& axis);

// Two powers of two: those of the least predicted time among those whose workspace fits the limit and which keep
// integers exact; where there are none, those that take the least memory. Judged for one picture, so that the batch does
// not change a result's bits. Every axis fits tiles.
shape best_tile(const selection_context& context);

tile_memory tile_memory_of(const selection_context& context, const block_tiles& tiles);

}  // namespace faltung
