// Tiles of pictures of any type, layout and boundary into groups of columns, and outputs from there to wherever they
// belong.
#pragma once

#include <cstdint>

#include "cpu/tile_kernels.hpp"
#include "plan/block_tiles.hpp"
#include "problem/geometry.hpp"

namespace faltung::cpu {

struct tile_place {
  std::int64_t signal;
  std::int64_t row;  ///< of the tile among tiles
  std::int64_t column;
};

// Type is float or double. Rows that memory holds as the groups take them are read and written in place; others go
// through `staging`, a row of the tile.
template <class Type>
class tile_transfer {
 public:
  tile_transfer(const geometry& problem, const block_tiles& tiles, const tile_memory& memory)
      : problem_(problem),
        tiles_(tiles),
        kernels_(tile_kernels_of_target<Type>()),
        width_(memory.width),
        stride_(memory.stride) {}

  // The groups with samples; those behind them are left alone.
  void load(const void* signals, int part, const tile_place& at, Type* staging, Type* columns) const;

  // The tile's outputs of output entry `entry`, times `scale`. False where one of them is not finite.
  bool store(const Type* columns, Type scale, std::int64_t entry, int part, const tile_place& at, Type* staging,
             void* outputs) const;

  // Groups with samples, and with outputs.
  [[nodiscard]] std::int64_t groups_in(const tile_place& at) const {
    return (tiles_.columns.samples_of(at.column) + width_ - 1) / width_;
  }
  [[nodiscard]] std::int64_t groups_out(const tile_place& at) const {
    return (tiles_.columns.outputs_of(at.column, problem_.columns) + width_ - 1) / width_;
  }

 private:
  geometry problem_;
  block_tiles tiles_;
  tile_kernels<Type> kernels_;
  std::int64_t width_;
  std::int64_t stride_;
};

}  // namespace faltung::cpu
