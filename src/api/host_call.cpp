#include "api/host_call.hpp"

#include <string>

#include "api/extent.hpp"
#include "api/machine.hpp"
#include "faltung/error.hpp"
#include "faltung/host_memory.hpp"

namespace faltung::detail {
namespace {

// What is done long before a second thread had started needs no look at how many there are, which takes as long as the
// convolution of a hundred samples.
options with_threads(const problem& description, const options& request) {
  constexpr double most_products = 10'000;  // 0.1 ms by the slowest method
  const auto elements = [](const shape& of) { return static_cast<double>(of.elements()); };
  options made = request;
  if (made.threads == 0 && (elements(description.signal) + elements(description.filter)) *
                                   elements(description.filter) * static_cast<double>(description.batch) <
                               most_products)
    made.threads = 1;
  return made;
}

}  // namespace

void require_size(std::string_view argument, std::size_t size, const shape& extents) {
  if (static_cast<std::int64_t>(size) != extents.elements())
    throw invalid_argument(argument, std::to_string(size) + " elements",
                           "the shape " + to_string(extents) + " has " + std::to_string(extents.elements()));
}

host_call::host_call(const problem& description, const options& request)
    : description_(description),
      request_(with_threads(description, request)),
      output_type_(output_type(description)),
      machine_(machine_for(request_)) {
  if (request.memory != memory::host)
    throw invalid_argument("options.memory", to_string(request.memory),
                           "one-call functions take host data; use a plan");
}

void host_call::require_apart(const host_result& output, std::string_view argument, const host_operand& filter) const {
  if (extent(output.data, output.size * size_of(output_type_))
          .meets({filter.data, filter.size * size_of(filter_type())}))
    throw invalid_argument("output", address(output.data), "overlaps the " + std::string(argument));
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
    require_size("signal", signal.size, signal.extents);
    require_size("filter", filter.size, filter.extents);
    call.require_apart(output, "filter", filter);
    call.look_for_rank(filter);
    plan once = call.make_plan();
    require_size("output", output.size, once.output_shape());
    once.set_filter({filter.data, filter.size, call.filter_type()});
    call.execute(once, signal, output);
  });
}

}  // namespace faltung::detail
