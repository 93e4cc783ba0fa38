#include "faltung/plan.hpp"

#include <cstdint>
#include <string>
#include <string_view>

#include "api/extent.hpp"
#include "cpu/backend.hpp"
#include "cuda/backend.hpp"
#include "faltung/error.hpp"
#include "faltung/host_memory.hpp"
#include "plan/executor.hpp"
#include "problem/geometry.hpp"
#include "select/select.hpp"

namespace faltung {
namespace {

// Looking for a device initialises the driver; who forces the CPU does not pay for that.
capabilities machine_for(const options& request) {
  capabilities machine{.cpu = cpu::detect(), .cuda = {}};
  if (request.backend != backend::cpu) machine.cuda = cuda::detect();
  return machine;
}

// What the chosen backend can do is fully known only when it is asked: cuFFT is opened when a choice first needs it, and
// where it is missing the choice is made again without it.
explanation choose(const geometry& problem, const options& request, capabilities machine) {
  explanation choices = select(problem, request, machine);
  const candidate& chosen = choices.choice();
  if (chosen.backend != backend::cuda || chosen.transform.rank() == 0) return choices;
  machine.cuda.fft_absent = cuda::why_no_fft();
  return machine.cuda.fft_absent.empty() ? choices : select(problem, request, machine);
}

}  // namespace

struct plan::state {
  problem description;
  options request;
  faltung::geometry geometry;
  explanation choices;
  std::unique_ptr<executor> work;
  bool has_filter = false;

  state(const problem& asked, const options& how, const capabilities& machine)
      : description(asked), request(how), geometry(resolve(asked)), choices(choose(geometry, how, machine)) {
    const candidate& chosen = choices.choice();
    const executor_request wanted{.geometry = geometry,
                                  .candidate = chosen,
                                  .memory = how.memory,
                                  .stream = how.stream,
                                  .threads = how.threads > 0 ? how.threads : machine.cpu.threads};
    work = chosen.backend == backend::cpu ? cpu::make_executor(wanted) : cuda::make_executor(wanted);
    if (workspace_bytes() > how.workspace_limit)
      throw unsupported("options.workspace_limit", std::to_string(how.workspace_limit),
                        "the plan needs " + std::to_string(workspace_bytes()) + " bytes");
  }

  [[nodiscard]] std::size_t workspace_bytes() const noexcept { return with_alignment(work->workspace_bytes()); }

  [[nodiscard]] std::size_t bytes_of(std::int64_t elements, std::int64_t count) const {
    return static_cast<std::size_t>(elements * count) * size_of(geometry.type);
  }

  void require_operand(std::string_view argument, const void* data, std::size_t size, element_type type,
                       std::int64_t elements) const {
    if (type != geometry.type)
      throw invalid_argument(argument, to_string(type), "the plan is for " + std::string(to_string(geometry.type)));
    if (data == nullptr) throw invalid_argument(argument, "nullptr", "points to nothing");
    if (size != unknown_size && static_cast<std::int64_t>(size) != elements)
      throw invalid_argument(argument, std::to_string(size) + " elements",
                             "the plan needs " + std::to_string(elements));
    if (reinterpret_cast<std::uintptr_t>(data) % size_of(type) != 0)
      throw invalid_argument(argument, address(data), "is not aligned for its element type");
  }
};

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

void plan::set_filter_checked(const_view filter) {
  const faltung::geometry& sizes = state_->geometry;
  state_->require_operand("filter", filter.data, filter.size, filter.type,
                          sizes.filter_elements() * sizes.filter_count());
  detail::reporting_host_memory("set_filter", 0,
                                [&] { state_->work->set_filter(filter.data, state_->request.stream); });
  state_->has_filter = true;
}

void plan::execute_checked(const_view signal, mutable_view output, std::span<std::byte> workspace,
                           cuda_stream on_stream) const {
  const faltung::geometry& sizes = state_->geometry;
  state_->require_operand("signal", signal.data, signal.size, signal.type, sizes.signal_elements() * sizes.batch);
  state_->require_operand("output", output.data, output.size, output.type, sizes.output_elements() * sizes.batch);
  if (!state_->has_filter) throw invalid_argument("filter", "none", "set_filter must come before execute");
  const std::size_t needed = workspace_bytes();
  if (workspace.size() < needed || (needed > 0 && workspace.data() == nullptr))
    throw invalid_argument("workspace", std::to_string(workspace.size()) + " bytes",
                           "the plan needs " + std::to_string(needed));

  const extent read(signal.data, state_->bytes_of(sizes.signal_elements(), sizes.batch));
  const extent written(output.data, state_->bytes_of(sizes.output_elements(), sizes.batch));
  const extent scratch(workspace.data(), needed);
  if (written.meets(read)) throw invalid_argument("output", address(output.data), "overlaps the signal");
  if (needed > 0 && (scratch.meets(read) || scratch.meets(written)))
    throw invalid_argument("workspace", address(workspace.data()), "overlaps the signal or the output");

  std::byte* const start = needed > 0 ? aligned_start(workspace.data()) : nullptr;
  detail::reporting_host_memory("execute", 0,
                                [&] { state_->work->execute(signal.data, output.data, start, on_stream); });
}

}  // namespace faltung
