// What is proved about each method's error, and about integers: from the problem's sizes and types alone. Sources in
// faltung/explanation.hpp.
#pragma once

#include "faltung/explanation.hpp"
#include "faltung/shape.hpp"
#include "plan/block_segments.hpp"
#include "plan/block_tiles.hpp"
#include "problem/geometry.hpp"

namespace faltung {

error_bound direct_bound(const geometry& problem);
error_bound reference_bound(const geometry& problem);
error_bound separable_bound(const geometry& problem);
error_bound transform_bound(const shape& transform, const geometry& problem);
// Of CUDA's fused overlap-save kernel, for a transform of so many points.
error_bound fused_bound(std::int64_t points, const geometry& problem);
error_bound block_bound(const block_segments& segments, const geometry& problem);
error_bound block_bound(const block_tiles& tiles, const geometry& problem);

// Whether a block transform's factor is no more than 12 u log2(N), as other transforms'. It is where the filter fits
// one.
bool bounded_like_others(const block_segments& segments, const geometry& problem);

// Whether every result of integers is within less than 1/2 of itself after the transforms, whatever the operands' values.
bool rounds_exactly(const shape& transform, const geometry& problem);
bool rounds_exactly(const block_segments& segments, const geometry& problem);
bool rounds_exactly(const block_tiles& tiles, const geometry& problem);

// Whether some values of the operands give a result that the output's type does not hold.
bool may_overflow(const geometry& problem);

}  // namespace faltung
