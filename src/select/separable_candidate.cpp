#include "select/separable_candidate.hpp"

#include <algorithm>
#include <string>

#include "plan/transform_buffers.hpp"
#include "problem/components.hpp"
#include "select/bounds.hpp"
#include "select/plan_bytes.hpp"
#include "select/refusals.hpp"
#include "separable/passes.hpp"

namespace faltung {

refusal refuse_separable(const selection_context& context) {
  const geometry& problem = context.problem;
  const auto refuse = [](const char* reason) { return refusal{"options.method", "separable", reason}; };
  if (problem.rank != 2) return refuse("separable is for 2D filters");
  if (problem.filter_rank == 0) return {"problem.filter_rank", "0", "the filter's rank is not known"};
  if (!context.request.separable) return {"options.separable", "false", "separable was not wanted"};
  if (problem.filter_rank > std::min<std::int64_t>({most_summed, problem.rows.filter, problem.columns.filter}))
    return {"problem.filter_rank", std::to_string(problem.filter_rank),
            "separable takes filters of rank 1 to " + std::to_string(most_summed) + ", no more than their sides"};
  if (is_integer(problem.compute) || problem.filter.parts() != 1)
    return refuse("only real floating-point filters are taken apart");
  if (problem.signal.parts() != 1) return refuse("between the passes there is room for real signals only");
  if (problem.filter_count() != 1) return refuse("separable takes one filter for the whole batch");
  return refuse_boundless(context);
}

refusal configure_separable(candidate& made, const selection_context& context, std::size_t scratch,
                            const std::function<double(const geometry&)>& seconds) {
  const geometry& problem = context.problem;
  const separable::passes whole = separable::passes_of(problem, problem.batch);
  const std::size_t one = transform_buffers::rounded(
      static_cast<std::size_t>(separable::passes_of(problem, 1).across.output.end) * size_of(problem.compute));
  const std::size_t limit = context.workspace_limit();
  made.transforms_per_pass = per_pass(problem.batch, one, limit - std::min(limit, scratch));
  // The channels of an image are not evenly spaced with those of the next.
  const bool channels = problem.signal.at.channels > 1 || problem.output.at.channels > 1;
  if (channels && made.transforms_per_pass < problem.batch) made.transforms_per_pass = 1;
  made.predicted_workspace_bytes = with_alignment(static_cast<std::size_t>(made.transforms_per_pass) * one + scratch);
  made.predicted_filter_bytes = window_bytes(whole.across) + window_bytes(whole.down);
  made.bound = separable_bound(problem);
  made.predicted_seconds = seconds(whole.across) + seconds(whole.down);
  return {};
}

}  // namespace faltung
