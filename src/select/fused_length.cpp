#include "select/fused_length.hpp"

#include <algorithm>
#include <limits>

#include "plan/fused_segments.hpp"
#include "select/cost.hpp"

namespace faltung {

std::int64_t best_fused_length(const selection_context& context) {
  if (!refused_by_fused_overlap_save(context.problem).empty()) return 0;
  geometry one = context.problem;
  one.batch = 1;
  const auto seconds = [&](std::int64_t length) {
    const fused_segments segments(one.columns, length);
    const bool fits = fused_shared_bytes(length) <= context.machine.cuda.shared_bytes_per_block;
    if (!fits || !segments.countable(one.bank)) return std::numeric_limits<double>::infinity();
    // Without the launch, next to which one short signal is nothing.
    return cuda_fused_seconds(segments, one, context.machine.cuda) - costs.cuda_launch;
  };
  double least = std::numeric_limits<double>::infinity();
  for (const int length : kernel::fused_lengths) least = std::min(least, seconds(length));
  for (const int length : kernel::fused_lengths)
    if (seconds(length) <= 1.02 * least && least < std::numeric_limits<double>::infinity()) return length;
  return 0;
}

}  // namespace faltung
