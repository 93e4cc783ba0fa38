// How the CPU's direct method cuts the outputs of one entry into tiles, and the scratch that one of them needs where its
// operands cannot be taken in place. Selection predicts with it, the backend lays out its workspace by it.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>

#include "plan/workspace.hpp"
#include "problem/geometry.hpp"

namespace faltung {

struct direct_tiles {
  bool signal_in_place;
  bool output_in_place;
  bool padded;  ///< windows that hang out are gathered whole, with what stands outside
  std::int64_t rows;
  std::int64_t columns;
  std::int64_t samples = 0;  ///< elements of the lane for one part of the signal; results follow
  std::size_t lane_bytes = 0;

  // With a limit tiles get smaller until a lane fits, or is of one output.
  explicit direct_tiles(const geometry& problem, std::size_t most_lane_bytes = std::numeric_limits<std::size_t>::max())
      : signal_in_place(in_place(problem.signal, problem.compute)),
        output_in_place(in_place(problem.output, problem.compute)),
        padded((problem.boundary.rule != boundary_rule::zero || is_integer(problem.compute)) &&
               !(problem.rows.inside() && problem.columns.inside())),
        rows(std::min(rows_at_most(problem), problem.rows.output)),
        columns(std::min(columns_at_most(problem), problem.columns.output)) {
    measure(problem);
    while (lane_bytes > most_lane_bytes && rows * columns > 1) {
      std::int64_t& extent = rows > 1 ? rows : columns;
      extent = (extent + 1) / 2;
      measure(problem);
    }
  }

 private:
  // A window and its outputs stay in the second-level cache while passes over the taps reread them.
  static std::int64_t columns_at_most(const geometry& problem) {
    return (problem.rank == 1 ? 65536 : 2048) / static_cast<std::int64_t>(size_of(problem.compute));
  }
  // Neighbours share few rows; with filter rows too long for any cache a tile of several rows would only take memory.
  static std::int64_t rows_at_most(const geometry& problem) { return problem.columns.filter > 65536 ? 1 : 32; }

  // Whether memory holds one of the operand's rows as the kernels take it. Signed and unsigned integers are the same.
  static bool in_place(const operand& one, element_type compute) {
    if (one.at.column != 1 || is_integer(one.type) != is_integer(compute)) return false;
    return one.parts() == 1 && size_of(one.type) == size_of(compute);
  }

  // Samples under the windows of `count` outputs; where nothing is padded, no more than there are.
  [[nodiscard]] std::int64_t window_extent(const axis_geometry& axis, std::int64_t count) const {
    const std::int64_t whole = count + axis.filter - 1;
    return padded ? whole : std::min(whole, axis.signal);
  }

  void measure(const geometry& problem) {
    const auto element = static_cast<std::int64_t>(size_of(problem.compute));
    const std::int64_t granule = static_cast<std::int64_t>(workspace_alignment) / element;
    const auto rounded = [granule](std::int64_t count) { return (count + granule - 1) / granule * granule; };
    if (!signal_in_place || padded)
      samples = detail::saturating_product(window_extent(problem.rows, rows), window_extent(problem.columns, columns));
    if (samples > std::int64_t{1} << 55) {  // no memory holds it, and its bytes could not be counted
      lane_bytes = std::numeric_limits<std::size_t>::max();
      return;
    }
    samples = rounded(samples);
    const std::int64_t results = output_in_place ? 0 : rounded(rows * columns);
    lane_bytes = static_cast<std::size_t>((samples * problem.signal.parts() + results) * element);
  }
};

}  // namespace faltung
