#include "static/static_run.hpp"

namespace faltung::bench {
namespace {

std::size_t size(std::int64_t count) { return static_cast<std::size_t>(count); }

device_buffer operand(std::size_t elements, element_type type, bool filled) {
  constexpr int fill = 0x3d;  // 0.046 in float32
  device_buffer made = allocate_on_device(elements * size_of(type));
  if (filled) FALTUNG_BENCH_CUDA(cudaMemset(made.get(), fill, elements * size_of(type)));
  return made;
}

}  // namespace

static_run::static_run(const problem& description, method how, bool filled)
    : plan_(description, {.backend = backend::cuda, .method = how, .memory = memory::device}),
      inputs_(size(description.signal.elements() * description.batch)),
      outputs_(size(plan_.output_shape().elements() * description.batch * description.bank)),
      result_(output_type(description)),
      signal_(operand(inputs_, description.type, filled)),
      output_(allocate_on_device(outputs_ * size_of(result_))),
      workspace_(allocate_on_device(plan_.workspace_bytes())) {
  const shape& filter = description.filter;
  if (how == method::separable) {
    const device_buffer columns = operand(size(filter[0]), description.type, filled);
    const device_buffer rows = operand(size(filter[1]), description.type, filled);
    plan_.set_filter(plan::const_view{columns.get(), size(filter[0]), description.type},
                     plan::const_view{rows.get(), size(filter[1]), description.type});
  } else {
    const element_type type = description.filter_type.value_or(description.type);
    const std::int64_t count = description.bank * (description.filters == filters::per_signal ? description.batch : 1);
    const std::size_t taps = size(filter.elements() * count);
    const device_buffer all = operand(taps, type, filled);
    plan_.set_filter(plan::const_view{all.get(), taps, type});
  }
}

void static_run::execute() {
  plan_.execute(plan::const_view{signal_.get(), inputs_, plan_.description().type},
                plan::mutable_view{output_.get(), outputs_, result_}, {workspace_.get(), plan_.workspace_bytes()},
                nullptr);
}

}  // namespace faltung::bench
