#include "faltung/plan.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "api/extent.hpp"
#include "api/machine.hpp"
#include "cpu/backend.hpp"
#include "cuda/backend.hpp"
#include "faltung/error.hpp"
#include "faltung/host_memory.hpp"
#include "plan/executor.hpp"
#include "problem/geometry.hpp"
#include "select/select.hpp"

namespace faltung {
namespace {

// What the chosen backend can do is fully known only when it is asked: cuFFT is opened when a choice first needs it, and
// where it is missing the choice is made again without it.
explanation choose(const geometry& problem, const options& request, const capabilities& machine) {
  explanation choices = select(problem, request, machine);
  const candidate& chosen = choices.choice();
  const bool by_cufft = chosen.transform.rank() != 0 && chosen.kernel.empty();
  if (chosen.backend != backend::cuda || !by_cufft) return choices;
  std::string absent = cuda::why_no_fft();
  if (absent.empty()) return choices;
  capabilities without = machine;
  without.cuda.fft_absent = std::move(absent);
  return select(problem, request, without);
}

}  // namespace

struct plan::state {
  problem description;
  options request;
  faltung::geometry geometry;
  explanation choices;
  std::unique_ptr<executor> work;  // none for an empty batch
  bool reaches_host_memory;
  bool has_filter = false;

  state(const problem& asked, const options& how, const capabilities& machine)
      : description(asked),
        request(how),
        geometry(resolve(asked)),
        choices(choose(geometry, how, machine)),
        reaches_host_memory(machine.cuda.reaches_host_memory) {
    const candidate& chosen = choices.choice();
    const executor_request wanted{.geometry = geometry,
                                  .candidate = chosen,
                                  .memory = how.memory,
                                  .stream = how.stream,
                                  .non_finite = how.non_finite,
                                  .threads = how.threads > 0 ? how.threads : machine.cpu.threads,
                                  .multiprocessors = machine.cuda.multiprocessors,
                                  .interrupted = how.interrupted};
    if (geometry.output_count() == 0) return;
    work = chosen.backend == backend::cpu ? cpu::make_executor(wanted) : cuda::make_executor(wanted);
    if (workspace_bytes() > how.workspace_limit)
      throw unsupported("options.workspace_limit", std::to_string(how.workspace_limit),
                        "the plan needs " + std::to_string(workspace_bytes()) + " bytes");
  }

  // A pointer to the other side's memory would end the process, or the device's context.
  void require_home(std::string_view argument, const void* data) const {
    const cuda::pointer_home home = cuda::home_of(data);
    if (request.memory == memory::host && home == cuda::pointer_home::device)
      throw invalid_argument(argument, address(data), "points to device memory, and options.memory is host");
    if (request.memory == memory::device && home == cuda::pointer_home::host && !reaches_host_memory)
      throw invalid_argument(argument, address(data), "points to host memory, and options.memory is device");
  }

  [[nodiscard]] std::size_t workspace_bytes() const noexcept {
    return work ? with_alignment(work->workspace_bytes()) : 0;
  }

  void require_operand(std::string_view argument, const void* data, std::size_t size, element_type type,
                       const operand& expected, bool contiguous) const {
    if (type != expected.type)
      throw invalid_argument(argument, to_string(type), "the plan is for " + std::string(to_string(expected.type)));
    if (data == nullptr && expected.end > 0) throw invalid_argument(argument, "nullptr", "points to nothing");
    const auto elements = static_cast<std::size_t>(expected.end);
    if (size != unknown_size && (contiguous ? size != elements : size < elements))
      throw invalid_argument(argument, std::to_string(size) + " elements",
                             "the plan needs " + std::to_string(elements));
    if (reinterpret_cast<std::uintptr_t>(data) % alignment_of(type) != 0)
      throw invalid_argument(argument, address(data), "is not aligned for its element type");
    if (expected.end > 0) require_home(argument, data);
  }

  static extent extent_of(const void* data, const operand& one) {
    const std::size_t element = size_of(one.type);
    return {static_cast<const std::byte*>(data) + static_cast<std::size_t>(one.begin) * element,
            static_cast<std::size_t>(one.end - one.begin) * element};
  }
};

memory_requirements memory_needed(const problem& description, const options& request) {
  return memory_needed(description, request, machine_for(request));
}

plan::plan(const problem& description, const options& request) : plan(description, request, machine_for(request)) {}

plan::plan(const problem& description, const options& request, const capabilities& machine)
    : state_(detail::reporting_host_memory("plan", 0,
                                           [&] { return std::make_unique<state>(description, request, machine); })) {}

plan::plan(plan&&) noexcept = default;
plan& plan::operator=(plan&&) noexcept = default;
plan::~plan() = default;

const problem& plan::description() const noexcept { return state_->description; }
shape plan::output_shape() const noexcept { return state_->geometry.output_shape(); }
faltung::backend plan::backend() const noexcept { return state_->choices.choice().backend; }
faltung::method plan::method() const noexcept { return state_->choices.choice().method; }
error_bound plan::bound() const noexcept { return state_->choices.choice().bound; }
const explanation& plan::explain() const noexcept { return state_->choices; }
std::size_t plan::workspace_bytes() const noexcept { return state_->workspace_bytes(); }
cuda_stream plan::stream() const noexcept { return state_->request.stream; }

void plan::set_filter(const_view filter) {
  state_->require_operand("filter", filter.data, filter.size, filter.type, state_->geometry.filter,
                          !state_->description.filter_layout);
  if (state_->work)
    detail::reporting_host_memory("set_filter", 0,
                                  [&] { state_->work->set_filter(filter.data, state_->request.stream); });
  state_->has_filter = true;
}

void plan::set_filter(const_view columns, const_view rows) {
  const faltung::geometry& sizes = state_->geometry;
  const auto expect = [&](std::int64_t taps) {
    operand factor = sizes.filter;
    factor.end = sizes.filter_rank * taps;
    return factor;
  };
  state_->require_operand("columns", columns.data, columns.size, columns.type, expect(sizes.rows.filter), true);
  state_->require_operand("rows", rows.data, rows.size, rows.type, expect(sizes.columns.filter), true);
  if (method() != faltung::method::separable)
    throw unsupported("options.method", to_string(method()), "takes the whole filter, not its columns and rows");
  if (state_->work)
    detail::reporting_host_memory("set_filter", 0,
                                  [&] { state_->work->set_factors(columns.data, rows.data, state_->request.stream); });
  state_->has_filter = true;
}

void plan::execute(const_view signal, mutable_view output, std::span<std::byte> workspace,
                   cuda_stream on_stream) const {
  const faltung::geometry& sizes = state_->geometry;
  const problem& asked = state_->description;
  state_->require_operand("signal", signal.data, signal.size, signal.type, sizes.signal, !asked.signal_layout);
  state_->require_operand("output", output.data, output.size, output.type, sizes.output, !asked.output_layout);
  if (!state_->has_filter) throw invalid_argument("filter", "none", "set_filter must come before execute");
  const std::size_t needed = workspace_bytes();
  if (workspace.size() < needed || (needed > 0 && workspace.data() == nullptr))
    throw invalid_argument("workspace", std::to_string(workspace.size()) + " bytes",
                           "the plan needs " + std::to_string(needed));
  if (needed > 0) state_->require_home("workspace", workspace.data());
  if (!state_->work) return;

  const extent read = state::extent_of(signal.data, sizes.signal);
  const extent written = state::extent_of(output.data, sizes.output);
  const extent scratch(workspace.data(), needed);
  if (written.meets(read)) throw invalid_argument("output", address(output.data), "overlaps the signal");
  if (needed > 0 && (scratch.meets(read) || scratch.meets(written)))
    throw invalid_argument("workspace", address(workspace.data()), "overlaps the signal or the output");

  std::byte* const start = needed > 0 ? aligned_start(workspace.data()) : nullptr;
  detail::reporting_host_memory("execute", 0,
                                [&] { state_->work->execute(signal.data, output.data, start, on_stream); });
}

}  // namespace faltung
