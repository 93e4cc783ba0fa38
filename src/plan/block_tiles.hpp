// How the CPU's overlap_save cuts a picture, and the memory that it works in: selection predicts with it, the backend
// lays out its workspace by it.
#pragma once

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>

#include "plan/direct_tiles.hpp"
#include "plan/transform_buffers.hpp"
#include "problem/geometry.hpp"

namespace faltung {

// Tile t of an axis is the transform of samples [t * step, t * step + length) from under tap 0 of output 0 on, zeros
// beyond the last window; outputs [t * step, (t + 1) * step) are elements 0 .. step - 1 of its circular convolution.
struct tile_axis {
  std::int64_t length;
  std::int64_t step;
  std::int64_t count;
  std::int64_t samples;  ///< under all windows

  // The filter is no longer than the transform.
  tile_axis(const axis_geometry& axis, std::int64_t transform)
      : length(transform),
        step(transform - axis.filter + 1),
        count((axis.output + step - 1) / step),
        samples(axis.output + axis.filter - 1) {}

  // Samples and outputs of tile t.
  [[nodiscard]] std::int64_t samples_of(std::int64_t t) const { return std::min(length, samples - t * step); }
  [[nodiscard]] std::int64_t outputs_of(std::int64_t t, const axis_geometry& axis) const {
    return std::min(step, axis.output - t * step);
  }
  // log2 of the length.
  [[nodiscard]] int levels() const { return std::countr_zero(static_cast<std::uint64_t>(length)); }
};

struct block_tiles {
  tile_axis rows;
  tile_axis columns;

  block_tiles(const geometry& problem, const shape& transform)
      : rows(problem.rows, transform[0]), columns(problem.columns, transform[1]) {}

  // Of a picture.
  [[nodiscard]] std::int64_t count() const { return rows.count * columns.count; }
  [[nodiscard]] std::int64_t samples() const { return rows.length * columns.length; }
};

// A tile's transform keeps W = `width` row frequencies side by side, the numbers of a vector, over all columns: a strip.
// Strip s has places s * W .. s * W + W - 1 of the bit-reversed order, in which the partner of a place in
// [2^b, 2^(b + 1)) is its mirror image there (kernels/packed_product.hpp). So strips 0 and 1 hold their own partners,
// and any other the partners of one strip: the upper one of the two has its places in the opposite order, so that
// partners lie in the same lane.
struct tile_strips {
  std::int64_t width;
  std::int64_t count;

  tile_strips(const block_tiles& tiles, std::int64_t lanes) : width(lanes), count(tiles.rows.length / 2 / lanes) {}

  [[nodiscard]] static std::int64_t partner(std::int64_t strip) {
    return strip < 2 ? strip : 3 * floor_of(strip) - 1 - strip;
  }
  [[nodiscard]] static bool backwards(std::int64_t strip) { return strip >= 2 && 2 * strip >= 3 * floor_of(strip); }
  // Where a place lies in its strip.
  [[nodiscard]] std::int64_t lane(std::int64_t place) const {
    return backwards(place / width) ? width - 1 - place % width : place % width;
  }

 private:
  static std::int64_t floor_of(std::int64_t strip) {
    return static_cast<std::int64_t>(std::bit_floor(static_cast<std::uint64_t>(strip)));
  }
};

// Of one worker, who works on a tile at a time: a row on its way in or out, the tile in groups of `width` columns, two
// strips, and the spectra of the signal's parts unless each meets one filter only.
struct tile_memory {
  static constexpr std::int64_t line = 64;  ///< bytes between groups, which a power of two would put in the same place
                                            ///< of the caches
  std::int64_t width;
  std::int64_t groups;
  std::int64_t stride;  ///< numbers from group to group
  std::int64_t strip;   ///< numbers
  bool in_place;
  std::size_t staging_bytes;
  std::size_t columns_bytes;
  std::size_t strips_bytes;
  std::size_t spectrum_bytes;
  std::size_t lane_bytes;

  // `contained`: room for the direct method, which computes what is not finite again.
  tile_memory(const geometry& problem, const block_tiles& tiles, std::int64_t vector_bytes, bool contained)
      : width(width_of(problem, vector_bytes)),
        groups(tiles.columns.length / width),
        stride(tiles.rows.length * width + line / static_cast<std::int64_t>(size_of(problem.spectral))),
        strip(2 * width * tiles.columns.length),
        in_place(problem.bank == 1 && static_cast<int>(problem.products().size()) == problem.signal.parts() &&
                 problem.output_parts() == problem.signal.parts()),
        staging_bytes(bytes(tiles.columns.length, problem)),
        columns_bytes(bytes(groups * stride, problem)),
        strips_bytes(bytes(2 * strip, problem)),
        spectrum_bytes(in_place ? 0 : bytes(tiles.samples(), problem)) {
    if (contained) columns_bytes = std::max(columns_bytes, direct_tiles(problem, columns_bytes).lane_bytes);
    lane_bytes = staging_bytes + columns_bytes + strips_bytes +
                 static_cast<std::size_t>(in_place ? 0 : problem.signal.parts()) * spectrum_bytes;
  }

  static std::int64_t width_of(const geometry& problem, std::int64_t vector_bytes) {
    return std::max<std::int64_t>(1, vector_bytes / static_cast<std::int64_t>(size_of(problem.spectral)));
  }

 private:
  static std::size_t bytes(std::int64_t numbers, const geometry& problem) {
    return transform_buffers::rounded(static_cast<std::size_t>(numbers) * size_of(problem.spectral));
  }
};

}  // namespace faltung
