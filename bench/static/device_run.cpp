#include "static/device_run.hpp"

namespace faltung::bench {
namespace {

std::size_t size(std::int64_t count) { return static_cast<std::size_t>(count); }

std::size_t bytes(std::size_t count, element_type type) { return count * size_of(type); }

}  // namespace

device_run::device_run(const static_problem& one)
    : signal_type_(one.description.type),
      output_type_(output_type(one.description)),
      inputs_(size(one.description.signal.elements() * one.description.batch)),
      plan_(one.description, {.backend = backend::cuda, .method = one.method, .memory = memory::device}),
      outputs_(size(plan_.output_shape().elements() * one.description.batch * one.description.bank)),
      signal_(allocate_on_device(bytes(inputs_, signal_type_))),
      output_(allocate_on_device(bytes(outputs_, output_type_))),
      workspace_(allocate_on_device(plan_.workspace_bytes())) {
  set_filter(one);
}

void device_run::set_filter(const static_problem& one) {
  const problem& description = one.description;
  const element_type type = description.filter_type.value_or(description.type);
  const auto allocated = [&](std::size_t taps) { return allocate_on_device(bytes(taps, type)); };
  if (one.method == method::separable) {
    const std::size_t column_taps = size(description.filter[0]);
    const std::size_t row_taps = size(description.filter[1]);
    const device_buffer columns = allocated(column_taps);
    const device_buffer rows = allocated(row_taps);
    plan_.set_filter(plan::const_view{columns.get(), column_taps, type}, plan::const_view{rows.get(), row_taps, type});
    return;
  }
  const std::int64_t filters = description.bank * (description.filters == filters::per_signal ? description.batch : 1);
  const std::size_t taps = size(description.filter.elements() * filters);
  const device_buffer filter = allocated(taps);
  plan_.set_filter(plan::const_view{filter.get(), taps, type});
}

void device_run::execute() {
  plan_.execute(plan::const_view{signal_.get(), inputs_, signal_type_},
                plan::mutable_view{output_.get(), outputs_, output_type_}, {workspace_.get(), plan_.workspace_bytes()},
                nullptr);
}

}  // namespace faltung::bench
