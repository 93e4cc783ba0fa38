// Segments from signals of any type, layout and boundary into lanes, and outputs from lanes to wherever they belong.
#pragma once

#include <array>
#include <cstdint>
#include <span>

#include "cpu/block_kernels.hpp"
#include "plan/block_segments.hpp"
#include "plan/lane_groups.hpp"
#include "problem/geometry.hpp"

namespace faltung::cpu {

// Type is float or double. Rows that memory holds as the lanes take them are read and written in place; others, and
// what hangs out of the signal or behind the last output, go through `staging`, one chunk of each row at a time.
template <class Type>
class lane_transfer {
 public:
  lane_transfer(const geometry& problem, const block_segments& segments, const block_kernels<Type>& kernels)
      : problem_(problem), segments_(segments), kernels_(kernels) {}

  // Samples of each place's segment; lanes without a place hold zeros. A segment may begin beyond the last window.
  void load(const void* signals, int part, std::span<const lane_place> places, Type* staging, Type* lanes) const;

  // Outputs of each place of filter `filter` of the bank, times scales[lane]. A lane's poison becomes NaN where one of
  // its numbers is not finite, and is left alone otherwise.
  void store(const Type* lanes, const Type* scales, std::int64_t filter, int part, std::span<const lane_place> places,
             Type* staging, void* outputs, Type* poison) const;

 private:
  [[nodiscard]] std::int64_t chunk() const { return std::min(block_memory::chunk, segments_.length); }

  geometry problem_;
  block_segments segments_;
  block_kernels<Type> kernels_;
};

}  // namespace faltung::cpu
