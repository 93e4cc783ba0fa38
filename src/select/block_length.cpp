#include "select/block_length.hpp"

#include <limits>

#include "plan/block_segments.hpp"
#include "plan/lane_groups.hpp"
#include "select/bounds.hpp"
#include "select/cost.hpp"

namespace faltung {
namespace {

// Shorter ones are all overhead. Beyond, the lanes of a group take more than a megabyte, and a filter in parts is
// faster.
constexpr std::int64_t shortest = 64;
constexpr std::int64_t longest = 16384;

}  // namespace

std::int64_t best_block_length(const selection_context& context) {
  geometry one = context.problem;
  one.batch = 1;
  const bool fits_one = block_segments(one.columns, longest).parts == 1;
  std::int64_t smallest = shortest;
  std::size_t least_bytes = std::numeric_limits<std::size_t>::max();
  std::int64_t best = 0;
  double least_seconds = std::numeric_limits<double>::infinity();
  for (std::int64_t length = shortest; length <= longest; length *= 2) {
    const block_segments segments(one.columns, length);
    const block_memory memory = block_memory_of(context, segments);
    if (memory.lane_bytes < least_bytes) {
      least_bytes = memory.lane_bytes;
      smallest = length;
    }
    if (memory.lane_bytes > context.workspace_limit()) continue;
    if (is_integer(one.compute) && !rounds_exactly(segments, one)) continue;
    // A filter in parts has a larger bound. It may be faster in short segments, of which there are enough for all
    // lanes.
    if (fits_one && !bounded_like_others(segments, one)) continue;
    const double seconds =
        cpu_overlap_save_seconds(segments, lane_groups(one, segments, memory.width), 1, one, context.machine.cpu);
    if (seconds < least_seconds) {
      least_seconds = seconds;
      best = length;
    }
    if (segments.parts == 1 && segments.count == 1) break;  // longer ones hold more zeros
  }
  return best == 0 ? smallest : best;
}

block_memory block_memory_of(const selection_context& context, const block_segments& segments) {
  return {context.problem, segments, context.machine.cpu.vector_bytes,
          context.problem.contains(context.request.non_finite)};
}

}  // namespace faltung
