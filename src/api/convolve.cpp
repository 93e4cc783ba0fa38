#include "faltung/convolve.hpp"

#include <string>
#include <string_view>

#include "api/extent.hpp"
#include "faltung/error.hpp"
#include "faltung/host_memory.hpp"
#include "faltung/plan.hpp"

namespace faltung::detail {
namespace {

void require_size(std::string_view argument, std::size_t size, const shape& extents) {
  if (static_cast<std::int64_t>(size) != extents.elements())
    throw invalid_argument(argument, std::to_string(size) + " elements",
                           "the shape " + to_string(extents) + " has " + std::to_string(extents.elements()));
}

template <element Type>
void run_typed(const problem& description, host_operand signal, host_operand filter, host_result output,
               const options& request) {
  plan once(description, request);
  once.set_filter(std::span(static_cast<const Type*>(filter.data), filter.size));
  const std::size_t bytes = once.workspace_bytes();
  auto workspace = reporting_host_memory("workspace", bytes, [&] { return std::vector<std::byte>(bytes); });
  once.execute(std::span(static_cast<const Type*>(signal.data), signal.size),
               std::span(static_cast<Type*>(output.data), output.size), std::span(workspace));
}

}  // namespace

problem describe(operation what, shape signal, shape filter, mode part, element_type type) {
  return {.signal = signal, .filter = filter, .type = type, .mode = part, .operation = what};
}

void run(const problem& description, host_operand signal, host_operand filter, host_result output,
         const options& request) {
  if (request.memory != memory::host)
    throw invalid_argument("options.memory", to_string(request.memory),
                           "one-call functions take host data; use a plan");
  const shape extents = output_shape(description);
  require_size("signal", signal.size, signal.extents);
  require_size("filter", filter.size, filter.extents);
  require_size("output", output.size, extents);
  const std::size_t element = size_of(description.type);
  if (extent(output.data, output.size * element).meets({filter.data, filter.size * element}))
    throw invalid_argument("output", address(output.data), "overlaps the filter");
  if (description.type == float32)
    run_typed<float>(description, signal, filter, output, request);
  else
    run_typed<double>(description, signal, filter, output, request);
}

}  // namespace faltung::detail
