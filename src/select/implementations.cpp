#include "select/implementations.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "plan/transform_buffers.hpp"
#include "select/cost.hpp"
#include "select/transform_length.hpp"

namespace faltung {
namespace {

// ---- error bounds (sources in faltung/explanation.hpp)

// A chain of m fused multiply-adds from zero rounds m times, the first one a product only.
error_bound chain_bound(const selection_context& context) {
  return {static_cast<double>(context.problem.terms()) * unit_roundoff(context.problem.type), true};
}

// Accumulated with a unit roundoff of u^2 at most (float in double) or 2^-64 (double in long double), then rounded once.
error_bound reference_bound(const selection_context& context) {
  const double u = unit_roundoff(context.problem.type);
  const double wide = context.problem.type == float32 ? 0x1p-53 : 0x1p-64;
  return {u + (1 + u) * static_cast<double>(context.problem.terms()) * wide, true};
}

error_bound transform_bound(const shape& transform, element_type type) {
  constexpr double percival = 12;
  return {
      percival * unit_roundoff(type) * std::log2(static_cast<double>(std::max<std::int64_t>(2, transform.elements()))),
      false};
}

// ---- transforms and how many of them at a time

shape whole_signal_transform(const geometry& problem) {
  const std::int64_t columns = good_transform_length(problem.columns.circular_length());
  if (problem.rank == 1) return {columns};
  return {good_transform_length(problem.rows.circular_length()), columns};
}

std::int64_t segments(const geometry& problem, std::int64_t length) {
  const std::int64_t step = length - problem.columns.filter + 1;
  return (problem.columns.output + step - 1) / step * problem.batch;
}

// As many as the workspace limit allows, evenly spread over the passes so that the last one is not mostly padding. At
// least one: a limit below that is refused afterwards, with the number of bytes that one needs.
std::int64_t per_pass(std::int64_t transforms, std::size_t bytes_of_one, std::size_t limit) {
  const auto fitting = std::max<std::int64_t>(1, static_cast<std::int64_t>(limit / bytes_of_one));
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
transform_choice best_segments(const selection_context& context, std::size_t buffers_per_transform, Seconds seconds) {
  geometry one = context.problem;
  one.batch = 1;
  const std::int64_t filter = one.columns.filter;
  const std::int64_t whole = good_transform_length(one.columns.output + filter - 1);
  std::int64_t length = 256;
  while (length < 2 * filter) length *= 2;
  std::int64_t best = length;
  double least = std::numeric_limits<double>::infinity();
  for (; length < 2 * whole && length <= (std::int64_t{1} << 26); length *= 2) {
    const std::size_t bytes = buffers_per_transform * transform_buffers(shape(length), one.type).bytes();
    if (bytes > context.workspace_limit()) break;
    const double predicted = seconds(transform_choice{shape(length), segments(one, length)}, one);
    if (predicted < least) {
      least = predicted;
      best = length;
    }
  }
  return {shape(best), segments(context.problem, best)};
}

// ---- CPU

refusal refuse_nothing(const selection_context&) { return {}; }

refusal refuse_cpu_fft(const selection_context& context) {
  if (!context.machine.cpu.fft)
    return {"options.method", "fft", "the library was built without a CPU FFT (FALTUNG_FFTW)"};
  return {};
}

refusal refuse_segments(const geometry& problem) {
  if (problem.rank != 1) return {"options.method", "overlap_save", "overlap_save is for 1D problems"};
  if (problem.columns.filter > problem.columns.signal)
    return {"options.method", "overlap_save", "overlap_save needs a filter no longer than the signal"};
  return {};
}

refusal refuse_cpu_overlap_save(const selection_context& context) {
  refusal no = refuse_segments(context.problem);
  return no ? no : refuse_cpu_fft(context);
}

void configure_cpu_reference(candidate& made, const selection_context& context) {
  made.bound = reference_bound(context);
  made.predicted_seconds = cpu_reference_seconds(context.problem);
}

void configure_cpu_direct(candidate& made, const selection_context& context) {
  made.bound = chain_bound(context);
  made.predicted_seconds = cpu_direct_seconds(context.problem, context.machine.cpu, context.threads());
}

// One lane of buffers for each thread that can be busy.
void configure_cpu_transform(candidate& made, const selection_context& context, const transform_choice& choice) {
  const std::size_t lane = transform_buffers(choice.transform, context.problem.type).bytes();
  made.transform = choice.transform;
  made.transforms_per_pass =
      per_pass(std::min<std::int64_t>(choice.transforms, context.threads()), lane, context.workspace_limit());
  made.predicted_workspace_bytes = with_alignment(static_cast<std::size_t>(made.transforms_per_pass) * lane);
  made.bound = transform_bound(choice.transform, context.problem.type);
  made.predicted_seconds =
      cpu_transform_seconds(choice.transform, choice.transforms, made.transforms_per_pass, context.problem.type);
}

void configure_cpu_fft(candidate& made, const selection_context& context) {
  configure_cpu_transform(made, context, {whole_signal_transform(context.problem), context.problem.batch});
}

void configure_cpu_overlap_save(candidate& made, const selection_context& context) {
  const auto seconds = [](const transform_choice& choice, const geometry& one) {
    return cpu_transform_seconds(choice.transform, choice.transforms, 1, one.type);
  };
  configure_cpu_transform(made, context, best_segments(context, 1, seconds));
}

// ---- CUDA

refusal refuse_cuda(const selection_context& context) {
  if (!context.machine.cuda.usable()) return {"options.backend", "cuda", context.machine.cuda.absent};
  return {};
}

refusal refuse_cuda_fft(const selection_context& context) {
  refusal no = refuse_cuda(context);
  if (!no && !context.machine.cuda.fft_absent.empty())
    return {"options.method", "fft", context.machine.cuda.fft_absent};
  return no;
}

refusal refuse_cuda_overlap_save(const selection_context& context) {
  refusal no = refuse_segments(context.problem);
  return no ? no : refuse_cuda_fft(context);
}

double staging(const selection_context& context) {
  return context.request.memory == memory::host ? cuda_staging_seconds(context.problem, context.machine.cuda) : 0.0;
}

void configure_cuda_direct(candidate& made, const selection_context& context) {
  made.bound = chain_bound(context);
  made.predicted_seconds = cuda_direct_seconds(context.problem, context.machine.cuda) + staging(context);
}

// cuFFT's own work area is at most about as large as the data; a plan reports the exact size.
constexpr std::size_t cuda_buffers_per_transform = 2;

void configure_cuda_transform(candidate& made, const selection_context& context, const transform_choice& choice) {
  const std::size_t one =
      cuda_buffers_per_transform * transform_buffers(choice.transform, context.problem.type).bytes();
  made.transform = choice.transform;
  made.transforms_per_pass = per_pass(choice.transforms, one, context.workspace_limit());
  made.predicted_workspace_bytes = with_alignment(static_cast<std::size_t>(made.transforms_per_pass) * one);
  made.bound = transform_bound(choice.transform, context.problem.type);
  made.predicted_seconds = cuda_transform_seconds(choice.transform, choice.transforms, made.transforms_per_pass,
                                                  context.problem, context.machine.cuda) +
                           staging(context);
}

void configure_cuda_fft(candidate& made, const selection_context& context) {
  configure_cuda_transform(made, context, {whole_signal_transform(context.problem), context.problem.batch});
}

void configure_cuda_overlap_save(candidate& made, const selection_context& context) {
  const auto seconds = [&](const transform_choice& choice, const geometry& one) {
    return cuda_transform_seconds(choice.transform, choice.transforms, choice.transforms, one, context.machine.cuda);
  };
  configure_cuda_transform(made, context, best_segments(context, cuda_buffers_per_transform, seconds));
}

constexpr std::array all{
    implementation{backend::cpu, method::reference, refuse_nothing, configure_cpu_reference},
    implementation{backend::cpu, method::direct, refuse_nothing, configure_cpu_direct},
    implementation{backend::cpu, method::fft, refuse_cpu_fft, configure_cpu_fft},
    implementation{backend::cpu, method::overlap_save, refuse_cpu_overlap_save, configure_cpu_overlap_save},
    implementation{backend::cuda, method::direct, refuse_cuda, configure_cuda_direct},
    implementation{backend::cuda, method::fft, refuse_cuda_fft, configure_cuda_fft},
    implementation{backend::cuda, method::overlap_save, refuse_cuda_overlap_save, configure_cuda_overlap_save},
};

}  // namespace

std::span<const implementation> implementations() { return all; }

}  // namespace faltung
