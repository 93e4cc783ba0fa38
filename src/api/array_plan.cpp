#include "faltung/array_plan.hpp"

#include <array>
#include <cstddef>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include "api/array_problem.hpp"
#include "api/extent.hpp"
#include "api/machine.hpp"
#include "api/memory_axes.hpp"
#include "faltung/error.hpp"
#include "faltung/host_memory.hpp"
#include "faltung/plan.hpp"
#include "plan/interruption.hpp"

namespace faltung {
namespace {

std::ptrdiff_t bytes_of(std::int64_t elements, element_type type) {
  return static_cast<std::ptrdiff_t>(elements) * static_cast<std::ptrdiff_t>(size_of(type));
}

}  // namespace

struct array_plan::state {
  array_form signal;
  array_form filter;
  array_form output;
  std::vector<int> along;
  array_problem arrays;
  bool (*interrupted)();
  element_type filter_type;
  element_type result_type;
  std::vector<plan> plans{};
  bool has_filters = false;

  state(const problem& what, const array_form& from, const array_form& taps, const array_form& to,
        std::span<const int> axes, const options& request, const capabilities& machine)
      : signal(complete(from, "signal")),
        filter(complete(taps, "filter")),
        output(complete(to, "output")),
        along(resolve_axes(axes, signal.extents.rank())),
        arrays(resolve_arrays(of_one_entry(what, signal.extents, filter.extents, along), signal, filter, output, along,
                              request.workspace_limit)),
        interrupted(request.interrupted),
        filter_type(what.filter_type.value_or(what.type)),
        result_type(output_type(what)) {
    plans.reserve(static_cast<std::size_t>(arrays.filters));
    for (std::int64_t i = 0; i < arrays.filters; ++i) plans.emplace_back(arrays.each, request, machine);
  }

  [[nodiscard]] const plan& one() const { return plans.front(); }
  [[nodiscard]] element_type signal_type() const { return arrays.each.type; }
  [[nodiscard]] bool empty() const { return arrays.each.batch == 0; }

  // One plan sees for itself whether its operands overlap; several executions see parts of them.
  void require_apart(const void* from, const void* to, std::span<const std::byte> workspace) const {
    const extent read = memory_of(from, signal, signal_type());
    const extent written = memory_of(to, output, result_type);
    const extent scratch(workspace.data(), one().workspace_bytes());
    if (written.meets(read)) throw invalid_argument("output", address(to), "overlaps the signal");
    if (scratch.bytes > 0 && (scratch.meets(read) || scratch.meets(written)))
      throw invalid_argument("workspace", address(workspace.data()), "overlaps the signal or the output");
  }

  void execute(std::int64_t filter_index, std::int64_t walk, const void* from, void* to, std::span<std::byte> workspace,
               cuda_stream on_stream) const {
    const array_offsets at = arrays.offsets(filter_index, walk);
    try {
      plans[static_cast<std::size_t>(filter_index)].execute(
          {static_cast<const std::byte*>(from) + bytes_of(at.signal, signal_type()), plan::unknown_size, signal_type()},
          {static_cast<std::byte*>(to) + bytes_of(at.output, result_type), plan::unknown_size, result_type}, workspace,
          on_stream);
    } catch (const overflow_error& one_of_them) {
      const std::array<std::int64_t, 3>& index = one_of_them.index();
      const std::int64_t offset = at.output + arrays.each.output_layout->entry(index[0]);
      throw overflow_error({entry_at(offset, output, along), index[1], index[2]}, one_of_them.value(),
                           to_string(result_type));
    }
  }
};

array_plan::array_plan(const problem& what, const array_form& signal, const array_form& filter,
                       const array_form& output, std::span<const int> axes, const options& request)
    : array_plan(what, signal, filter, output, axes, request, machine_for(request)) {}

array_plan::array_plan(const problem& what, const array_form& signal, const array_form& filter,
                       const array_form& output, std::span<const int> axes, const options& request,
                       const capabilities& machine)
    : state_(detail::reporting_host_memory(
          "plan", 0, [&] { return std::make_unique<state>(what, signal, filter, output, axes, request, machine); })) {}

array_plan::array_plan(array_plan&&) noexcept = default;
array_plan& array_plan::operator=(array_plan&&) noexcept = default;
array_plan::~array_plan() = default;

axis_numbers array_plan::output_extents(const problem& what, const axis_numbers& signal, const axis_numbers& filter,
                                        std::span<const int> axes) {
  return detail::reporting_host_memory("output", 0, [&] {
    const std::vector<int> along = resolve_axes(axes, signal.rank());
    const axis_numbers extents = output_extents_of(of_one_entry(what, signal, filter, along), signal, filter, along);
    detail::row_major(extents);  // refuses more elements than 63 bits hold
    return extents;
  });
}

const explanation& array_plan::explain() const noexcept { return state_->one().explain(); }
const problem& array_plan::description() const noexcept { return state_->one().description(); }
faltung::backend array_plan::backend() const noexcept { return state_->one().backend(); }
faltung::method array_plan::method() const noexcept { return state_->one().method(); }
error_bound array_plan::bound() const noexcept { return state_->one().bound(); }
std::int64_t array_plan::plans() const noexcept { return state_->arrays.filters; }
std::int64_t array_plan::executions() const noexcept { return state_->arrays.filters * state_->arrays.executions; }
std::size_t array_plan::workspace_bytes() const noexcept { return state_->one().workspace_bytes(); }
cuda_stream array_plan::stream() const noexcept { return state_->one().stream(); }

void array_plan::set_filter(const void* first) {
  state& made = *state_;
  if (first == nullptr && !made.empty()) throw invalid_argument("filter", "nullptr", "points to nothing");
  interruption stop(made.interrupted);
  const bool several = made.plans.size() > 1;
  if (several) made.has_filters = false;
  for (std::size_t i = 0; i < made.plans.size(); ++i) {
    if (i > 0) stop.poll();
    const array_offsets at = made.arrays.offsets(static_cast<std::int64_t>(i), 0);
    made.plans[i].set_filter({static_cast<const std::byte*>(first) + bytes_of(at.filter, made.filter_type),
                              plan::unknown_size, made.filter_type});
  }
  made.has_filters = true;
}

void array_plan::execute(const void* signal, void* output, std::span<std::byte> workspace,
                         cuda_stream on_stream) const {
  const state& made = *state_;
  if (!made.has_filters) throw invalid_argument("filter", "none", "set_filter must come before execute");
  if (made.empty()) return;
  if (signal == nullptr) throw invalid_argument("signal", "nullptr", "points to nothing");
  if (output == nullptr) throw invalid_argument("output", "nullptr", "points to nothing");
  if (executions() > 1) made.require_apart(signal, output, workspace);
  interruption stop(made.interrupted);
  detail::reporting_host_memory("execute", 0, [&] {
    for (std::int64_t filter = 0; filter < made.arrays.filters; ++filter)
      for (std::int64_t walk = 0; walk < made.arrays.executions; ++walk) {
        if (filter + walk > 0) stop.poll();
        made.execute(filter, walk, signal, output, workspace, on_stream);
      }
  });
}

std::ostream& operator<<(std::ostream& out, const array_plan& made) { return out << made.explain(); }

}  // namespace faltung
