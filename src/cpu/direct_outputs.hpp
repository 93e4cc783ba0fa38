// The direct method for any rectangle of outputs: operands of any type and layout in, the outputs themselves out.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>

#include "cpu/aligned_buffer.hpp"
#include "cpu/direct_task.hpp"
#include "plan/direct_tiles.hpp"
#include "problem/geometry.hpp"

namespace faltung::cpu {

// Outputs of one entry; one row in 1D.
struct rectangle {
  std::int64_t first_row = 0;
  std::int64_t last_row = 1;
  std::int64_t first_column = 0;
  std::int64_t last_column = 1;
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

  // Strong guarantee.
  void set_filter(const void* filters);

  // Thread-safe for disjoint rectangles, each with a lane of its own that starts at a multiple of workspace_alignment.
  void compute(const void* signals, void* outputs, std::int64_t entry, const rectangle& area, std::byte* lane) const;

 private:
  // One kernel call for each component product. `gathered` samples come by way of the lane.
  void tile(const void* signals, void* outputs, std::int64_t entry, const rectangle& area, bool gathered,
            std::byte* lane) const;
  void tiles(const void* signals, void* outputs, std::int64_t entry, const rectangle& area, bool gathered,
             std::byte* lane) const;
  void gather(const void* signals, std::int64_t entry, direct_task<Compute>& task, Compute* to) const;
  [[nodiscard]] rectangle interior(const rectangle& area) const;

  geometry problem_;
  direct_tiles tiles_;
  aligned_buffer<Compute> windows_;  ///< [filter][component product][tap]
};

}  // namespace faltung::cpu
