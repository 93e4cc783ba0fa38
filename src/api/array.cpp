#include "faltung/array.hpp"

#include <cstddef>
#include <span>
#include <vector>

#include "api/array_problem.hpp"
#include "api/extent.hpp"
#include "api/filter_rank.hpp"
#include "api/machine.hpp"
#include "api/memory_axes.hpp"
#include "faltung/error.hpp"
#include "faltung/host_memory.hpp"

namespace faltung::detail {
namespace {

// With the rank of a filter for all, where a plan would gain by it.
problem with_rank(const problem& what, const strided_operand& signal, const strided_operand& filter,
                  const strided_result& output, std::span<const int> axes, const options& request,
                  const capabilities& machine) {
  problem known = what;
  if (axes.size() != 2 || what.filter_rank != 0) return known;
  const array_form from = complete(signal.form, "signal");
  const array_form taps = complete(filter.form, "filter");
  const std::vector<int> along = resolve_axes(axes, from.extents.rank());
  const problem one = of_one_entry(what, from.extents, taps.extents, along);
  const array_problem arrays =
      resolve_arrays(one, from, taps, complete(output.form, "output"), along, request.workspace_limit);
  if (arrays.filters == 1) known.filter_rank = rank_worth_telling(arrays.each, request, machine, filter.first);
  return known;
}

// Of what is not empty.
void require_apart(const strided_result& output, element_type output_type, const strided_operand& filter,
                   element_type filter_type) {
  const extent written = memory_of(output.first, complete(output.form, "output"), output_type);
  const extent taps = memory_of(filter.first, complete(filter.form, "filter"), filter_type);
  if (written.meets(taps)) throw invalid_argument("output", address(output.first), "overlaps the filter");
}

}  // namespace

void run(const problem& what, const strided_operand& signal, const strided_operand& filter,
         const strided_result& output, std::span<const int> axes, const options& request) {
  if (request.memory != memory::host)
    throw invalid_argument("options.memory", to_string(request.memory),
                           "one-call functions take host data; use a plan");
  reporting_host_memory("array", 0, [&] {
    const capabilities machine = machine_for(request);
    array_plan once(with_rank(what, signal, filter, output, axes, request, machine), signal.form, filter.form,
                    output.form, axes, request, machine);
    if (once.description().batch == 0) return;
    if (output.first != nullptr && filter.first != nullptr)
      require_apart(output, output_type(what), filter, what.filter_type.value_or(what.type));
    once.set_filter(filter.first);
    const std::size_t bytes = once.workspace_bytes();
    auto workspace = reporting_host_memory("workspace", bytes, [&] { return std::vector<std::byte>(bytes); });
    once.execute(signal.first, output.first, workspace);
  });
}

}  // namespace faltung::detail
