// The direct method for any rectangle of outputs: operands of any type and layout in, the outputs themselves out.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>

#include "cpu/aligned_buffer.hpp"
#include "cpu/direct_task.hpp"
#include "plan/direct_tiles.hpp"
#include "plan/interruption.hpp"
#include "problem/geometry.hpp"

namespace faltung::cpu {

// Outputs of one entry; one row in 1D.
struct rectangle {
  std::int64_t first_row = 0;
  std::int64_t last_row = 1;
  std::int64_t first_column = 0;
  std::int64_t last_column = 1;

  [[nodiscard]] std::int64_t rows() const { return last_row - first_row; }
  [[nodiscard]] std::int64_t columns() const { return last_column - first_column; }
};

// Output entries [first, last).
struct entry_range {
  std::int64_t first;
  std::int64_t last;
};

// Outputs of an entry cut into smaller rectangles, of which those at the end are smaller still.
struct cut_outputs {
  rectangle area;
  std::int64_t piece_rows;
  std::int64_t piece_columns;

  [[nodiscard]] std::int64_t across() const { return (area.columns() + piece_columns - 1) / piece_columns; }
  [[nodiscard]] std::int64_t count() const { return (area.rows() + piece_rows - 1) / piece_rows * across(); }
  [[nodiscard]] rectangle operator()(std::int64_t i) const {
    const std::int64_t row = area.first_row + i / across() * piece_rows;
    const std::int64_t column = area.first_column + i % across() * piece_columns;
    return {row, row + std::min(piece_rows, area.last_row - row), column,
            column + std::min(piece_columns, area.last_column - column)};
  }
};

// Compute is float, double, std::uint32_t or std::uint64_t. An output is one chain of fused multiply-adds (integers: a
// sum modulo 2^32 or 2^64), so its bits depend on no rectangle.
template <class Compute>
class direct_outputs {
 public:
  // Tiles are cut so that lane_bytes() is no more than that, if one output's window lets it.
  explicit direct_outputs(const geometry& problem,
                          std::size_t most_lane_bytes = std::numeric_limits<std::size_t>::max());

  // Scratch of one call: 0 where every sample is read and every output written in place. A multiple of
  // workspace_alignment, and bounded by the filter's size, not by the signal's.
  [[nodiscard]] std::size_t lane_bytes() const noexcept { return tiles_.lane_bytes; }

  // On one thread, as estimated.
  [[nodiscard]] double seconds_per_output() const noexcept;

  // Pieces of at most that size, and where anyone may want to end the work, of a few ms.
  [[nodiscard]] cut_outputs cut(const rectangle& area, std::int64_t piece_rows, std::int64_t piece_columns,
                                const interruption& stop) const;

  // Strong guarantee.
  void set_filter(const void* filters);

  // Thread-safe for disjoint rectangles, each with a lane of its own that starts at a multiple of workspace_alignment.
  void compute(const void* signals, void* outputs, const entry_range& entries, const rectangle& area,
               std::byte* lane) const;
  void compute(const void* signals, void* outputs, std::int64_t entry, const rectangle& area, std::byte* lane) const {
    compute(signals, outputs, entry_range{entry, entry + 1}, area, lane);
  }
  // The same, asking in between whether anyone wants to end the work.
  void compute_by_pieces(const void* signals, void* outputs, std::int64_t entry, const rectangle& area, std::byte* lane,
                         interruption& stop, int worker) const;

 private:
  // One kernel call for each entry and component product. `gathered` samples come by way of the lane.
  void tile(const void* signals, void* outputs, const entry_range& entries, const rectangle& area, bool gathered,
            std::byte* lane) const;
  void tiles(const void* signals, void* outputs, const entry_range& entries, const rectangle& area, bool gathered,
             std::byte* lane) const;
  [[nodiscard]] rectangle interior(const rectangle& area) const;

  geometry problem_;
  direct_tiles tiles_;
  aligned_buffer<Compute> windows_;  ///< [filter][component product][tap]
};

}  // namespace faltung::cpu
