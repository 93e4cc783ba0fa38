#include "api/host_call.hpp"

#include <cmath>
#include <string>
#include <vector>

#include "api/extent.hpp"
#include "api/machine.hpp"
#include "element.hpp"
#include "faltung/error.hpp"
#include "faltung/host_memory.hpp"
#include "faltung/separable.hpp"
#include "problem/components.hpp"

namespace faltung::detail {

void require_size(std::string_view argument, std::size_t size, const shape& extents) {
  if (static_cast<std::int64_t>(size) != extents.elements())
    throw invalid_argument(argument, std::to_string(size) + " elements",
                           "the shape " + to_string(extents) + " has " + std::to_string(extents.elements()));
}

host_call::host_call(const problem& description, const options& request)
    : description_(description),
      request_(request),
      output_(output_shape(description)),
      output_type_(output_type(description)),
      machine_(machine_for(request)) {
  if (request.memory != memory::host)
    throw invalid_argument("options.memory", to_string(request.memory),
                           "one-call functions take host data; use a plan");
}

void host_call::require(const host_operand& signal, const host_result& output) const {
  require_size("signal", signal.size, signal.extents);
  require_size("output", output.size, output_);
}

void host_call::require_apart(const host_result& output, std::string_view argument, const host_operand& filter) const {
  if (extent(output.data, output.size * size_of(output_type_))
          .meets({filter.data, filter.size * size_of(filter_type())}))
    throw invalid_argument("output", address(output.data), "overlaps the " + std::string(argument));
}

void host_call::look_for_rank(const host_operand& filter) {
  const bool asked = request_.method == method::separable;
  if (description_.filter_rank != 0 || filter.extents.rank() != 2 || filter.data == nullptr || !request_.separable ||
      (request_.method != method::automatic && !asked) || is_integer(filter_type()) || is_complex(filter_type()))
    return;
  // Below 5 x 5 taps two passes gain nothing, and the decomposition costs more than small images take.
  if (!asked && (filter.extents[0] < 5 || filter.extents[1] < 5)) return;
  problem best = description_;
  best.filter_rank = 1;
  if (explain(best, request_, machine_).choice().method != method::separable) return;
  for (std::size_t i = 0; i < filter.size; ++i)
    if (!std::isfinite(kernel::read_element<double>(filter.data, filter_type(), static_cast<long long>(i)))) return;
  const std::int64_t rank = find_rank(filter, filter_type());
  if (rank <= most_summed) description_.filter_rank = rank;
}

void host_call::execute(const plan& once, const host_operand& signal, const host_result& output) const {
  const std::size_t bytes = once.workspace_bytes();
  auto workspace = reporting_host_memory("workspace", bytes, [&] { return std::vector<std::byte>(bytes); });
  once.execute({signal.data, signal.size, description_.type}, {output.data, output.size, output_type_}, workspace,
               once.stream());
}

void run(const problem& description, host_operand signal, host_operand filter, host_result output,
         const options& request) {
  reporting_host_memory("convolution", 0, [&] {
    host_call call(description, request);
    call.require(signal, output);
    require_size("filter", filter.size, filter.extents);
    call.require_apart(output, "filter", filter);
    call.look_for_rank(filter);
    plan once = call.make_plan();
    once.set_filter({filter.data, filter.size, call.filter_type()});
    call.execute(once, signal, output);
  });
}

}  // namespace faltung::detail
