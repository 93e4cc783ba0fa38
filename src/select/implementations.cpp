#include "select/implementations.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "plan/direct_tiles.hpp"
#include "plan/fused_segments.hpp"
#include "plan/lane_groups.hpp"
#include "plan/stream_2d.hpp"
#include "plan/transform_buffers.hpp"
#include "plan/transform_frame.hpp"
#include "select/block_length.hpp"
#include "select/block_tile.hpp"
#include "select/bounds.hpp"
#include "select/cost.hpp"
#include "select/fused_length.hpp"
#include "select/transform_length.hpp"
#include "separable/passes.hpp"

namespace faltung {
namespace {

// ---- integers

refusal inexact(const selection_context& context) {
  return {"options.method", std::string(to_string(context.request.method)),
          "a transform would not surely round to the exact integers"};
}

// Transforms of integers are taken where the result is the exact one.
refusal refuse_inexact(const selection_context& context, const shape& transform) {
  const geometry& problem = context.problem;
  return !is_integer(problem.compute) || rounds_exactly(transform, problem) ? refusal{} : inexact(context);
}

// Only the reference looks at every sum.
refusal refuse_unchecked(const selection_context& context) {
  if (context.problem.overflow == overflow::error && may_overflow(context.problem))
    return {"problem.overflow", "error", "only the reference notices a sum that its type does not hold"};
  return {};
}

// ---- what a plan keeps of the filter

std::size_t window_bytes(const geometry& problem) {
  return static_cast<std::size_t>(problem.filter_count() * problem.filter_elements()) * problem.products().size() *
         size_of(problem.compute);
}

// For the direct method, which computes what is not finite again.
std::size_t contained_bytes(const selection_context& context) {
  const geometry& problem = context.problem;
  return context.request.non_finite == non_finite::contain && !is_integer(problem.compute) ? window_bytes(problem) : 0;
}

std::size_t spectra_bytes(const shape& transform, const selection_context& context) {
  const geometry& problem = context.problem;
  return static_cast<std::size_t>(problem.filter_count() * problem.filter.parts()) *
             transform_buffers(transform, problem.spectral).complex_bytes() +
         contained_bytes(context);
}

// Four numbers for each of the N / 2 places, and one more for each filter.
std::size_t packed_table_bytes(const lane_groups& groups, const block_segments& segments, const geometry& problem) {
  const std::int64_t together = groups.signals_per_table();
  const std::int64_t filters =
      problem.filter_per_signal ? (problem.batch + together - 1) / together * together * problem.bank : problem.bank;
  const std::int64_t numbers = filters * problem.filter.parts() * segments.parts * 2 * segments.length;
  return static_cast<std::size_t>(numbers + problem.filter_count()) * size_of(problem.spectral);
}

// ---- transforms and how many of them at a time

std::int64_t axis_transform(const axis_geometry& axis, boundary_rule rule) {
  if (has_period(axis, rule) && good_transform_length(axis.signal) == axis.signal) return axis.signal;
  return good_transform_length(frame_of(axis, rule, 0).length);
}

shape whole_signal_transform(const geometry& problem) {
  const boundary_rule rule = problem.boundary.rule;
  const std::int64_t columns = axis_transform(problem.columns, rule);
  return problem.rank == 1 ? shape(columns) : shape(axis_transform(problem.rows, rule), columns);
}

std::int64_t segments(const geometry& problem, std::int64_t length) {
  const std::int64_t step = length - problem.columns.filter + 1;
  return (problem.columns.output + step - 1) / step * problem.batch;
}

// As many as the workspace limit allows, evenly spread over the passes so that the last one is not mostly padding. At
// least one: a limit below that is refused afterwards, with the number of bytes that one needs.
std::int64_t per_pass(std::int64_t transforms, std::size_t bytes_of_one, std::size_t limit) {
  const auto fitting = std::max<std::int64_t>(1, static_cast<std::int64_t>(limit / bytes_of_one));
  transforms = std::max<std::int64_t>(1, transforms);  // of an empty batch
  const std::int64_t passes = (transforms + fitting - 1) / fitting;
  return (transforms + passes - 1) / passes;
}

struct transform_choice {
  shape transform;
  std::int64_t transforms;
};

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

// Sizes of transforms and of intermediate results are formed without a look at overflow: below this none comes near it.
refusal refuse_boundless(const selection_context& context) {
  const auto reach = [](const axis_geometry& axis) {
    return static_cast<double>(axis.signal) + 2 * static_cast<double>(axis.filter);
  };
  const geometry& problem = context.problem;
  const double entries = std::max(1.0, static_cast<double>(problem.output_count()));
  if (reach(problem.rows) * reach(problem.columns) * entries < 0x1p54) return {};
  return {"options.method", std::string(to_string(context.request.method)), "no memory holds what it would need"};
}

// ---- separable filters

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

// `seconds` of one pass as a direct convolution. The intermediate lies in the workspace, before the passes' scratch.
template <class Seconds>
refusal configure_separable(candidate& made, const selection_context& context, std::size_t scratch, Seconds seconds) {
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

// ---- CPU

refusal refuse_nothing(const selection_context&) { return {}; }

refusal refuse_cpu_fft(const selection_context& context) {
  if (refusal no = refuse_boundless(context)) return no;
  if (!context.machine.cpu.fft)
    return {"options.method", "fft", "the library was built without a CPU FFT (FALTUNG_FFTW)"};
  return refuse_unchecked(context);
}

refusal refuse_segments(const geometry& problem) {
  if (problem.rank != 1) return {"options.method", "overlap_save", "overlap_save is for 1D problems"};
  if (problem.columns.filter > problem.columns.signal)
    return {"options.method", "overlap_save", "overlap_save needs a filter no longer than the signal"};
  return {};
}

refusal refuse_cpu_overlap_save(const selection_context& context) {
  refusal no = context.problem.rank == 1 ? refuse_segments(context.problem) : refuse_tiles(context.problem);
  if (!no) no = refuse_boundless(context);
  return no ? no : refuse_unchecked(context);
}

refusal configure_cpu_reference(candidate& made, const selection_context& context) {
  made.bound = reference_bound(context.problem);
  made.predicted_filter_bytes = window_bytes(context.problem);
  made.predicted_seconds = cpu_reference_seconds(context.problem);
  return {};
}

// Scratch for each thread that can be busy.
std::size_t cpu_direct_scratch(std::size_t lane, int threads) {
  constexpr std::size_t most = std::numeric_limits<std::size_t>::max() / 2;
  const auto lanes = static_cast<std::size_t>(threads);
  return lane > most / lanes ? most : with_alignment(lanes * lane);
}

// Fewer threads where the limit does not allow scratch for all; at least one, which is refused if it does not fit.
refusal configure_cpu_direct(candidate& made, const selection_context& context) {
  const std::size_t lane = direct_tiles(context.problem).lane_bytes;
  const std::size_t fitting = std::max<std::size_t>(1, context.workspace_limit() / std::max<std::size_t>(1, lane));
  const int threads = static_cast<int>(std::min(static_cast<std::size_t>(context.threads()), fitting));
  made.transforms_per_pass = threads;
  made.predicted_workspace_bytes = cpu_direct_scratch(lane, threads);
  made.bound = direct_bound(context.problem);
  made.predicted_filter_bytes = window_bytes(context.problem);
  made.predicted_seconds = cpu_direct_seconds(context.problem, context.machine.cpu, threads);
  return {};
}

refusal configure_cpu_separable(candidate& made, const selection_context& context) {
  const separable::passes both = separable::passes_of(context.problem, 1);
  const std::size_t scratch = cpu_direct_scratch(
      std::max(direct_tiles(both.across).lane_bytes, direct_tiles(both.down).lane_bytes), context.threads());
  return configure_separable(made, context, scratch, [&](const geometry& pass) {
    return cpu_pass_seconds(pass, context.machine.cpu, context.threads());
  });
}

std::size_t cpu_lane_bytes(const shape& transform, const geometry& problem) {
  return spectral_memory(transform, problem).lane_bytes();
}

// One lane of buffers for each thread that can be busy.
refusal configure_cpu_transform(candidate& made, const selection_context& context, const transform_choice& choice) {
  const std::size_t lane = cpu_lane_bytes(choice.transform, context.problem);
  made.transform = choice.transform;
  made.transforms_per_pass =
      per_pass(std::min<std::int64_t>(choice.transforms, context.threads()), lane, context.workspace_limit());
  made.predicted_workspace_bytes = with_alignment(static_cast<std::size_t>(made.transforms_per_pass) * lane);
  made.bound = transform_bound(choice.transform, context.problem);
  made.predicted_filter_bytes = spectra_bytes(choice.transform, context);
  made.predicted_seconds =
      cpu_transform_seconds(choice.transform, choice.transforms, made.transforms_per_pass, context.problem);
  return refuse_inexact(context, choice.transform);
}

refusal configure_cpu_fft(candidate& made, const selection_context& context) {
  return configure_cpu_transform(made, context, {whole_signal_transform(context.problem), context.problem.batch});
}

refusal configure_cpu_tiles(candidate& made, const selection_context& context) {
  const geometry& problem = context.problem;
  const block_tiles tiles(problem, best_tile(context));
  const tile_memory memory = tile_memory_of(context, tiles);
  made.transform = shape(tiles.rows.length, tiles.columns.length);
  made.transforms_per_pass = per_pass(std::min<std::int64_t>(tiles.count() * problem.batch, context.threads()),
                                      memory.lane_bytes, context.workspace_limit());
  made.predicted_workspace_bytes =
      with_alignment(static_cast<std::size_t>(made.transforms_per_pass) * memory.lane_bytes);
  made.bound = block_bound(tiles, problem);
  made.predicted_filter_bytes =
      static_cast<std::size_t>(problem.filter_count() * (problem.filter.parts() * 2 * tiles.samples() + 1)) *
          size_of(problem.spectral) +
      contained_bytes(context);
  made.predicted_seconds =
      cpu_tiles_seconds(tiles, memory.width, made.transforms_per_pass, problem, context.machine.cpu);
  return is_integer(problem.compute) && !rounds_exactly(tiles, problem) ? inexact(context) : refusal{};
}

refusal configure_cpu_overlap_save(candidate& made, const selection_context& context) {
  if (context.problem.rank == 2) return configure_cpu_tiles(made, context);
  const geometry& problem = context.problem;
  const block_segments segments(problem.columns, best_block_length(context));
  const block_memory memory = block_memory_of(context, segments);
  const lane_groups groups(problem, segments, memory.width);
  made.transform = shape(segments.length);
  made.transforms_per_pass =
      per_pass(std::min<std::int64_t>(groups.runs(), context.threads()), memory.lane_bytes, context.workspace_limit());
  made.predicted_workspace_bytes =
      with_alignment(static_cast<std::size_t>(made.transforms_per_pass) * memory.lane_bytes);
  made.bound = block_bound(segments, problem);
  made.predicted_filter_bytes = packed_table_bytes(groups, segments, problem) + contained_bytes(context);
  made.predicted_seconds =
      cpu_overlap_save_seconds(segments, groups, made.transforms_per_pass, problem, context.machine.cpu);
  return is_integer(problem.compute) && !rounds_exactly(segments, problem) ? inexact(context) : refusal{};
}

// ---- CUDA

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

double staging(const selection_context& context) {
  return context.request.memory == memory::host ? cuda_staging_seconds(context.problem, context.machine.cuda) : 0.0;
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

refusal configure_cuda_fft(candidate& made, const selection_context& context) {
  return configure_cuda_transform(made, context, {whole_signal_transform(context.problem), context.problem.batch});
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

constexpr std::array all{
    implementation{backend::cpu, method::reference, refuse_nothing, configure_cpu_reference},
    implementation{backend::cpu, method::direct, refuse_unchecked, configure_cpu_direct},
    implementation{backend::cpu, method::separable, refuse_separable, configure_cpu_separable},
    implementation{backend::cpu, method::fft, refuse_cpu_fft, configure_cpu_fft},
    implementation{backend::cpu, method::overlap_save, refuse_cpu_overlap_save, configure_cpu_overlap_save},
    implementation{backend::cuda, method::direct, refuse_cuda, configure_cuda_direct},
    implementation{backend::cuda, method::separable, refuse_cuda_separable, configure_cuda_separable},
    implementation{backend::cuda, method::fft, refuse_cuda_fft, configure_cuda_fft},
    implementation{backend::cuda, method::overlap_save, refuse_cuda_overlap_save, configure_cuda_overlap_save},
};

}  // namespace

std::span<const implementation> implementations() { return all; }

}  // namespace faltung
