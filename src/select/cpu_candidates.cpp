#include "select/cpu_candidates.hpp"

#include <algorithm>
#include <limits>

#include "plan/direct_tiles.hpp"
#include "plan/lane_groups.hpp"
#include "plan/transform_buffers.hpp"
#include "select/block_length.hpp"
#include "select/block_tile.hpp"
#include "select/bounds.hpp"
#include "select/cost.hpp"
#include "select/plan_bytes.hpp"
#include "select/refusals.hpp"
#include "select/separable_candidate.hpp"
#include "select/whole_transform.hpp"
#include "separable/passes.hpp"

namespace faltung {
namespace {

// Four numbers for each of the N / 2 places, and one more for each filter.
std::size_t packed_table_bytes(const lane_groups& groups, const block_segments& segments, const geometry& problem) {
  const std::int64_t together = groups.signals_per_table();
  const std::int64_t filters =
      problem.filter_per_signal ? (problem.batch + together - 1) / together * together * problem.bank : problem.bank;
  const std::int64_t numbers = filters * problem.filter.parts() * segments.parts * 2 * segments.length;
  return static_cast<std::size_t>(numbers + problem.filter_count()) * size_of(problem.spectral);
}

// Scratch for each thread that can be busy.
std::size_t cpu_direct_scratch(std::size_t lane, int threads) {
  constexpr std::size_t most = std::numeric_limits<std::size_t>::max() / 2;
  const auto lanes = static_cast<std::size_t>(threads);
  return lane > most / lanes ? most : with_alignment(lanes * lane);
}

std::size_t cpu_lane_bytes(const shape& transform, const geometry& problem) {
  return spectral_memory(transform, problem).lane_bytes();
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

}  // namespace

refusal refuse_cpu_fft(const selection_context& context) {
  if (refusal no = refuse_boundless(context)) return no;
  if (!context.machine.cpu.fft)
    return {"options.method", "fft", "the library was built without a CPU FFT (FALTUNG_FFTW)"};
  return refuse_unchecked(context);
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

// One lane of buffers for each thread that can be busy.
refusal configure_cpu_fft(candidate& made, const selection_context& context) {
  const geometry& problem = context.problem;
  made.transform = whole_signal_transform(problem);
  const std::size_t lane = cpu_lane_bytes(made.transform, problem);
  made.transforms_per_pass =
      per_pass(std::min<std::int64_t>(problem.batch, context.threads()), lane, context.workspace_limit());
  made.predicted_workspace_bytes = with_alignment(static_cast<std::size_t>(made.transforms_per_pass) * lane);
  made.bound = transform_bound(made.transform, problem);
  made.predicted_filter_bytes = spectra_bytes(made.transform, context);
  made.predicted_seconds = cpu_transform_seconds(made.transform, problem.batch, made.transforms_per_pass, problem);
  return refuse_inexact(context, made.transform);
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

}  // namespace faltung
