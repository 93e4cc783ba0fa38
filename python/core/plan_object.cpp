#include "plan_object.hpp"

#include <array>
#include <mutex>
#include <string>
#include <utility>

#include "cufft.hpp"
#include "device.hpp"
#include "elements.hpp"
#include "errors.hpp"
#include "faltung/error.hpp"
#include "foreign.hpp"
#include "interruption.hpp"
#include "workspace.hpp"

namespace faltung::python {
namespace {

array_plan planned(const plan_request& asked) {
  prepare_cufft(asked.request.backend);
  const without_gil released(true);
  return {asked.what, asked.signal, asked.filter, asked.output, asked.axes.span(), asked.request};
}

bool same_strides(const array_form& a, const array_form& b) {
  for (int axis = 0; axis < a.extents.rank(); ++axis)
    if (a.extents[axis] > 1 && a.strides[axis] != b.strides[axis]) return false;
  return true;
}

}  // namespace

plan_object::plan_object(const plan_request& asked)
    : asked_(asked),
      device_(asked.request.memory == memory::device ? std::optional(current_device()) : std::nullopt),
      plan_(planned(asked)),
      releases_gil_(worth_releasing(plan_, asked.request.memory)) {}

plan_object::~plan_object() {
  if (!device_) return;
  const without_gil released(holds_gil());
  drain(*device_);
}

void plan_object::require_planned(const operand& given, const char* argument, const array_form& form,
                                  element_type type) const {
  if (given.memory != asked_.request.memory || (device_ && given.device != *device_))
    throw invalid_argument(argument, place_of(given),
                           device_ ? "the plan is for memory of device " + std::to_string(*device_)
                                   : std::string("the plan is for host memory (device=False)"));
  if (given.type != type)
    throw invalid_argument(argument, to_string(given.type), "the plan is for " + std::string(to_string(type)));
  if (given.form.extents != form.extents)
    throw invalid_argument(argument, to_string(given.form.extents), "the plan is for " + to_string(form.extents));
  if (!same_strides(given.form, form))
    throw invalid_argument(argument, "strides " + to_string(given.form.strides),
                           "in elements; the plan is for " + to_string(form.strides));
}

operand plan_object::read(PyObject* object, const char* argument, const array_form& form, element_type type,
                          cuda_stream stream) const {
  operand given = read_operand(object, argument, stream);
  require_planned(given, argument, form, type);
  return given;
}

void plan_object::set_filter(PyObject* filter) {
  std::optional<device_scope> scope;
  if (device_) scope.emplace(*device_);
  const operand taps = read(filter, "filter", asked_.filter, *asked_.what.filter_type, plan_.stream());
  const std::unique_lock alone(filter_in_use_, std::try_to_lock);
  if (!alone.owns_lock())
    throw invalid_argument("filter", "set_filter", "the plan is being executed by another thread");
  const without_gil released(true);
  plan_.set_filter(taps.first);
}

reference plan_object::execute(PyObject* signal, PyObject* out, PyObject* given_workspace, PyObject* stream) const {
  std::optional<device_scope> scope;
  if (device_) scope.emplace(*device_);
  const cuda_stream on = stream_of(stream).value_or(plan_.stream());
  const operand from = read(signal, "signal", asked_.signal, asked_.what.type, on);

  const element_type type = *asked_.what.output_type;
  foreign_result result{};
  operand to;
  if (!absent(out)) {
    result.array = reference::borrowed(out);
    if (!PyArray_Check(out) && !is_foreign(out))
      throw_type_error("out: must be an array, not %s", Py_TYPE(out)->tp_name);
    to = read_operand(out, "out", on);
    if (!to.writable || (PyArray_Check(out) && to.owner) || (to.kind == array_kind::foreign && !may_be_written(out)))
      throw invalid_argument("out", "an array that is read-only, not aligned or byte-swapped", "cannot be written to");
  } else if (from.kind == array_kind::foreign) {
    result = new_foreign(signal, from, asked_.output.extents, type, on);
    to = PyArray_Check(result.array.get()) ? read_operand(result.array.get(), "out", on)
                                           : read_foreign(result.array.get(), "out", on, false);
  } else {
    std::array<npy_intp, axis_numbers::most> extents{};
    for (int axis = 0; axis < asked_.output.extents.rank(); ++axis)
      extents[static_cast<std::size_t>(axis)] = asked_.output.extents[axis];
    PyArray_Descr* const descr = new_descr(type);
    result.array = reference::owned(PyArray_Empty(asked_.output.extents.rank(), extents.data(), descr, 0));
    to = read_operand(result.array.get(), "out", on);
  }
  require_planned(to, "out", asked_.output, type);

  const workspace scratch(absent(given_workspace) ? nullptr : given_workspace, plan_.workspace_bytes(), from, on);
  const std::shared_lock together(filter_in_use_, std::try_to_lock);
  if (!together.owns_lock()) throw invalid_argument("filter", "execute", "another thread is in set_filter");
  {
    const without_gil released(releases_gil_);
    plan_.execute(from.first, to.first, scratch.bytes(), on);
  }
  return absent(out) ? finish_foreign(signal, std::move(result)) : std::move(result.array);
}

}  // namespace faltung::python
