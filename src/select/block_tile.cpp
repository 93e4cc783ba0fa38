#include "select/block_tile.hpp"

#include <bit>
#include <limits>
#include <string>

#include "select/bounds.hpp"
#include "select/cost.hpp"

namespace faltung {
namespace {

// Longer tiles discard less and cost more for each sample. The cheapest ones of filters from 3 to 1025 taps a side were
// 2 to 16 times as long as the filter: 16 times the shortest length is never too short.
constexpr std::int64_t shortest = 32;
constexpr std::int64_t most_times_shortest = 16;

struct side_range {
  std::int64_t first;
  std::int64_t last;

  // `least` is what a vector asks for.
  side_range(const axis_geometry& axis, std::int64_t least) : first(std::max(shortest, least)) {
    const auto whole =
        static_cast<std::int64_t>(std::bit_ceil(static_cast<std::uint64_t>(tile_axis(axis, axis.filter).samples)));
    while (2 * (axis.filter - 1) > first && first < whole) first *= 2;
    last = std::clamp(whole, first, std::min(longest_tile, most_times_shortest * first));
  }
};

constexpr std::int64_t longest_filter = longest_tile / 2 + 1;

bool fits_tiles(const axis_geometry& axis) {
  return axis.filter <= longest_filter || axis.output + axis.filter - 1 <= longest_tile;
}

}  // namespace

refusal refuse_tiles(const geometry& problem) {
  if (fits_tiles(problem.rows) && fits_tiles(problem.columns)) return {};
  const auto square = [](std::int64_t side) { return std::to_string(side) + " x " + std::to_string(side); };
  return {"options.method", "overlap_save",
          "in 2D overlap_save takes filters of at most " + square(longest_filter) +
              ", longer ones where all samples fit " + square(longest_tile)};
}

shape best_tile(const selection_context& context) {
  geometry one = context.problem;
  one.batch = 1;
  const std::int64_t width = tile_memory::width_of(one, context.machine.cpu.vector_bytes);
  const side_range rows(one.rows, 2 * width);
  const side_range columns(one.columns, width);
  shape best;
  double least_seconds = std::numeric_limits<double>::infinity();
  for (std::int64_t height = rows.first; height <= rows.last; height *= 2)
    for (std::int64_t length = columns.first; length <= columns.last; length *= 2) {
      const shape size(height, length);
      const block_tiles tiles(one, size);
      if (tile_memory_of(context, tiles).lane_bytes > context.workspace_limit()) continue;
      if (is_integer(one.compute) && !rounds_exactly(tiles, one)) continue;
      const double seconds = cpu_tiles_seconds(tiles, width, 1, one, context.machine.cpu);
      if (seconds >= least_seconds) continue;
      least_seconds = seconds;
      best = size;
    }
  return best.rank() == 0 ? shape(rows.first, columns.first) : best;
}

tile_memory tile_memory_of(const selection_context& context, const block_tiles& tiles) {
  return {context.problem, tiles, context.machine.cpu.vector_bytes,
          context.problem.contains(context.request.non_finite)};
}

}  // namespace faltung
