#include "select/cuda_candidates.hpp"

#include <algorithm>
#include <limits>

#include "plan/fused_segments.hpp"
#include "plan/stream_2d.hpp"
#include "plan/transform_buffers.hpp"
#include "select/bounds.hpp"
#include "select/cost.hpp"
#include "select/fused_length.hpp"
#include "select/plan_bytes.hpp"
#include "select/refusals.hpp"
#include "select/separable_candidate.hpp"
#include "select/transform_length.hpp"
#include "select/whole_transform.hpp"
#include "separable/passes.hpp"

namespace faltung {
namespace {

struct transform_choice {
  shape transform;
  std::int64_t transforms;
};

std::int64_t segments(const geometry& problem, std::int64_t length) {
  const std::int64_t step = length - problem.columns.filter + 1;
  return (problem.columns.output + step - 1) / step * problem.batch;
}

// Power-of-two segments from twice the filter up: the shortest worth considering discards half of each transform. Longer
// ones discard less and cost more per point; `seconds` judges. Nothing beyond one segment for the whole signal, and
// nothing that does not fit the limit. Judged for one signal, so that the batch does not change a result's bits.
template <class Seconds>
transform_choice best_segments(const selection_context& context,
                               std::size_t (*bytes_of_one)(const shape&, const geometry&), Seconds seconds) {
  geometry one = context.problem;
  one.batch = 1;
  const std::int64_t filter = one.columns.filter;
  const std::int64_t whole = good_transform_length(one.columns.output + filter - 1);
  std::int64_t length = 256;
  while (length < 2 * filter) length *= 2;
  std::int64_t best = length;
  double least = std::numeric_limits<double>::infinity();
  for (; length < 2 * whole && length <= (std::int64_t{1} << 26); length *= 2) {
    if (bytes_of_one(shape(length), one) > context.workspace_limit()) break;
    if (refuse_inexact(context, shape(length))) break;
    const double predicted = seconds(transform_choice{shape(length), segments(one, length)}, one);
    if (predicted < least) {
      least = predicted;
      best = length;
    }
  }
  return {shape(best), segments(context.problem, best)};
}

double staging(const selection_context& context) {
  return context.request.memory == memory::host ? cuda_staging_seconds(context.problem, context.machine.cuda) : 0.0;
}

// cuFFT's own work area is at most about as large as the data; a plan reports the exact size.
std::size_t cuda_unit_bytes(const shape& transform, const geometry& problem) {
  return 2 * spectral_memory(transform, problem).device_bytes();
}

refusal configure_cuda_transform(candidate& made, const selection_context& context, const transform_choice& choice) {
  const std::size_t one = cuda_unit_bytes(choice.transform, context.problem);
  made.transform = choice.transform;
  made.transforms_per_pass = per_pass(choice.transforms, one, context.workspace_limit());
  made.predicted_workspace_bytes = with_alignment(static_cast<std::size_t>(made.transforms_per_pass) * one);
  made.bound = transform_bound(choice.transform, context.problem);
  made.predicted_filter_bytes = spectra_bytes(choice.transform, context);
  made.predicted_seconds = cuda_transform_seconds(choice.transform, choice.transforms, made.transforms_per_pass,
                                                  context.problem, context.machine.cuda) +
                           staging(context);
  return refuse_inexact(context, choice.transform);
}

refusal configure_cuda_fused(candidate& made, const selection_context& context, std::int64_t length) {
  const geometry& problem = context.problem;
  const fused_segments segments(problem.columns, length);
  made.kernel = fused_overlap_save_name;
  made.transform = shape(length);
  made.transforms_per_pass = segments.pairs * problem.output_count();
  made.predicted_workspace_bytes = 0;
  made.bound = fused_bound(length, problem);
  // The taps, and a complex number for each point, twiddles included.
  made.predicted_filter_bytes =
      contained_bytes(context) + static_cast<std::size_t>((problem.filter_count() + 1) * length) * 2 * sizeof(float);
  made.predicted_seconds = cuda_fused_seconds(segments, problem, context.machine.cuda) + staging(context);
  return {};
}

refusal configure_cuda_segments(candidate& made, const selection_context& context) {
  const auto seconds = [&](const transform_choice& choice, const geometry& one) {
    return cuda_transform_seconds(choice.transform, choice.transforms, choice.transforms, one, context.machine.cuda);
  };
  return configure_cuda_transform(made, context, best_segments(context, &cuda_unit_bytes, seconds));
}

}  // namespace

refusal refuse_cuda(const selection_context& context) {
  if (!context.machine.cuda.usable()) return {"options.backend", "cuda", context.machine.cuda.absent};
  return refuse_unchecked(context);
}

refusal refuse_cuda_fft(const selection_context& context) {
  refusal no = refuse_cuda(context);
  if (!no) no = refuse_boundless(context);
  if (!no && !context.machine.cuda.fft_absent.empty())
    return {"options.method", "fft", context.machine.cuda.fft_absent};
  return no;
}

// The fused kernel needs no cuFFT.
refusal refuse_cuda_overlap_save(const selection_context& context) {
  refusal no = refuse_segments(context.problem);
  if (no || best_fused_length(context) == 0) return no ? no : refuse_cuda_fft(context);
  no = refuse_cuda(context);
  return no ? no : refuse_boundless(context);
}

refusal configure_cuda_direct(candidate& made, const selection_context& context) {
  made.bound = direct_bound(context.problem);
  made.predicted_filter_bytes = window_bytes(context.problem);
  const direct_kernel kernel = direct_choice_of(context.problem).kernel;
  made.kernel = to_string(kernel);
  made.predicted_seconds = cuda_direct_seconds(context.problem, kernel, context.machine.cuda) + staging(context);
  return {};
}

refusal refuse_cuda_separable(const selection_context& context) {
  refusal no = refuse_cuda(context);
  return no ? no : refuse_separable(context);
}

refusal configure_cuda_separable(candidate& made, const selection_context& context) {
  if (separable_2d_choice_of(context.problem).streams) {
    const separable::passes both = separable::passes_of(context.problem, context.problem.batch);
    made.transforms_per_pass = context.problem.batch;
    made.kernel = to_string(direct_kernel::stream_2d);
    made.bound = separable_bound(context.problem);
    made.predicted_seconds = cuda_one_pass_seconds(context.problem, both, context.machine.cuda) + staging(context);
    return {};
  }
  refusal no = configure_separable(made, context, 0, [&](const geometry& pass) {
    return cuda_direct_seconds(pass, direct_choice_of(pass).kernel, context.machine.cuda);
  });
  made.predicted_seconds += staging(context);
  return no;
}

refusal configure_cuda_fft(candidate& made, const selection_context& context) {
  return configure_cuda_transform(made, context, {whole_signal_transform(context.problem), context.problem.batch});
}

// The fused kernel, unless passes by cuFFT are predicted to be faster, as with filters that leave it few outputs, and are
// within the limits.
refusal configure_cuda_overlap_save(candidate& made, const selection_context& context) {
  const std::int64_t fused = best_fused_length(context);
  if (fused == 0) return configure_cuda_segments(made, context);
  candidate in_passes = made;
  (void)configure_cuda_fused(made, context, fused);
  if (!context.machine.cuda.fft_absent.empty() || configure_cuda_segments(in_passes, context)) return {};
  if (in_passes.predicted_seconds < made.predicted_seconds && in_passes.bound.factor <= context.request.max_error &&
      in_passes.predicted_workspace_bytes <= context.request.workspace_limit)
    made = in_passes;
  return {};
}

}  // namespace faltung
