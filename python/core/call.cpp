#include "call.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include "api/filter_rank.hpp"
#include "api/machine.hpp"
#include "cufft.hpp"
#include "elements.hpp"
#include "errors.hpp"
#include "faltung/error.hpp"
#include "faltung/promotion.hpp"
#include "interruption.hpp"
#include "workspace.hpp"

namespace faltung::python {
namespace {

constexpr Py_ssize_t least_arguments = 5;

// numpy.can_cast(from, to, "same_kind"): booleans, unsigned and signed integers, reals, complex numbers.
int kind_of(element_type type) {
  if (type == boolean) return 0;
  if (is_integer(type)) return is_signed(type) ? 2 : 1;
  return is_complex(type) ? 4 : 3;
}

void require_castable(element_type result, element_type out) {
  if (kind_of(result) <= kind_of(out)) return;
  const std::string from(to_string(result));
  const std::string to(to_string(out));
  throw_type_error("out: results of %s do not go into elements of %s; dtype=%s would ask for them", from.c_str(),
                   to.c_str(), to.c_str());
}

// Prepared filters, and the copies of the operands that a CUDA plan for host memory makes.
std::size_t bytes_held(const array_plan& plan, const options& request) {
  return memory_needed(plan.description(), request, machine_for(request)).plan * static_cast<std::size_t>(plan.plans());
}

// Filters of device memory cannot be read here, and where separable was asked for there is no plan without a rank.
bool gains_by_rank(const array_plan& plan, const options& request) {
  return plan.plans() == 1 && request.memory == memory::host && request.method == method::automatic &&
         faltung::detail::rank_may_gain(plan.description(), request, machine_for(request));
}

}  // namespace

call::call(PyObject* const* arguments, Py_ssize_t count) {
  if (count < least_arguments || count > static_cast<Py_ssize_t>(arguments_.size()))
    throw_type_error("takes 5 to 17 positional arguments, %zd were given", count);
  std::copy(arguments, arguments + count, arguments_.begin());
  read_settings();
  if (count > least_arguments) read_options();
  choose_stream();
  read_operand(arguments_[0], "signal", stream_, signal_);
  read_operand(arguments_[1], "filter", stream_, filter_);
  require_together(filter_, "filter");
  if (out() != nullptr) read_out();
}

call::call(PyObject* signal, PyObject* filter, faltung::operation operation, faltung::mode mode) {
  arguments_[0] = signal;
  arguments_[1] = filter;
  asked_.axes = {{-1}, 1};
  asked_.operation = operation;
  asked_.mode = mode;
  read_operand(signal, "signal", stream_, signal_);
  read_operand(filter, "filter", stream_, filter_);
}

void call::read_settings() {
  asked_.axes = axes_of(arguments_[2]);
  asked_.operation = truth_of(arguments_[3]) ? operation::correlation : operation::convolution;
  asked_.mode = mode_of(arguments_[4]);
}

void call::read_options() {
  asked_.boundary = boundary_of(arguments_[5], arguments_[6]);
  asked_.origin = origin_of(arguments_[7], asked_.axes.count);
  asked_.output_type = type_of_argument(arguments_[8], "dtype");
  asked_.accumulator = type_of_argument(arguments_[9], "accumulator");
  asked_.method = method_of(arguments_[11]);
  asked_.backend = backend_of(arguments_[12]);
  asked_.threads = threads_of(arguments_[13]);
  asked_.max_error = max_error_of(arguments_[14]);
}

void call::choose_stream() {
  PyObject* const signal = arguments_[0];
  if (PyArray_Check(signal) || !is_foreign(signal)) return;
  const std::optional<int> device = device_of_foreign(signal, "signal");
  if (!device) return;
  device_.emplace(*device);  // streams and events belong to it
  const std::optional<cuda_stream> named = stream_of(arguments_[15]);
  stream_ = named ? *named : current_stream_of(signal, *device);
}

void call::read_out() {
  output_.emplace();
  if (PyArray_Check(out())) {
    auto* const array = reinterpret_cast<PyArrayObject*>(out());
    copied_out_ = !view_numpy(array, "out", *output_);
    output_->type = *element_of_descr(PyArray_DESCR(array));
    output_->writable = PyArray_ISWRITEABLE(array);
  } else if (is_foreign(out())) {
    output_ = read_operand(out(), "out", stream_);
  } else {
    throw_type_error("out: must be an array, not %s", Py_TYPE(out())->tp_name);
  }
  if (!output_->writable || (output_->kind == array_kind::foreign && !may_be_written(out())))
    throw invalid_argument("out", "a read-only array", "cannot be written to");
  require_together(*output_, "out");
  if (asked_.output_type && *asked_.output_type != output_->type)
    throw invalid_argument("out", to_string(output_->type), "dtype is " + std::string(to_string(*asked_.output_type)));
  if (!asked_.output_type) require_castable(promote(signal_.type, filter_.type), output_->type);
  asked_.output_type = output_->type;
}

void call::require_together(const operand& other, const char* argument) const {
  if (other.memory != signal_.memory || other.device != signal_.device)
    throw invalid_argument(argument, place_of(other), "the signal is in " + place_of(signal_));
}

std::unique_ptr<cached_plan> call::make_plan(const settings& asked, const plan_key& key) const {
  const problem what = problem_for(asked, signal_.type, filter_.type);
  const axis_numbers extents =
      array_plan::output_extents(what, signal_.form.extents, filter_.form.extents, asked.axes.span());
  const operand* const output = given_output();
  const array_form form = output != nullptr ? output->form : array_form{extents, {}};
  const options request = options_for(asked, signal_.memory, stream_);
  prepare_cufft(asked.backend);
  const without_gil released(true);
  auto made = std::make_unique<cached_plan>(
      key, array_plan(what, signal_.form, filter_.form, form, asked.axes.span(), request));
  made->output_extents = extents;
  made->output_type = *what.output_type;
  made->releases_gil = worth_releasing(made->plan, signal_.memory);
  made->gains_by_rank = gains_by_rank(made->plan, request);
  made->bytes = bytes_held(made->plan, request);
  if (signal_.memory == memory::device) made->device = signal_.device;
  return made;
}

std::unique_ptr<cached_plan> call::find_plan(const settings& asked) const {
  const plan_key key(asked, signal_, filter_, given_output(), stream_);
  std::unique_ptr<cached_plan> plan = plan_cache::of_this_thread().take(key);
  return plan ? std::move(plan) : make_plan(asked, key);
}

std::unique_ptr<cached_plan> call::find_plan() const {
  if (asked_.method == method::separable) return find_separable_plan();
  std::unique_ptr<cached_plan> plan = find_plan(asked_);
  if (!plan->gains_by_rank) return plan;
  settings asked = asked_;
  asked.filter_rank = rank_for(*plan);
  if (asked.filter_rank == 0) return plan;
  plan_cache::of_this_thread().put(std::move(plan));
  return find_plan(asked);
}

std::unique_ptr<cached_plan> call::find_separable_plan() const {
  settings asked = asked_;
  asked.method = method::automatic;  // without a rank there is no plan for it
  if (asked.axes.count == 2 && signal_.memory == memory::host) {
    std::unique_ptr<cached_plan> plan = find_plan(asked);
    asked.filter_rank = rank_for(*plan);
    plan_cache::of_this_thread().put(std::move(plan));
  }
  asked.method = method::separable;
  return find_plan(asked);
}

std::int64_t call::rank_for(const cached_plan& unranked) const {
  if (unranked.plan.plans() != 1 || unranked.device) return 0;  // filters differ, or cannot be read here
  const options request = options_for(asked_, signal_.memory, stream_);
  const without_gil released(true);
  return faltung::detail::rank_worth_telling(unranked.plan.description(), request, machine_for(request), filter_.first);
}

PyArray_Descr* call::result_descr(element_type type) const {
  // NumPy has no bfloat16 of its own; an operand may bring one along.
  if (type == bfloat16)
    for (PyObject* const given : {arguments_[0], arguments_[1], arguments_[8]}) {
      if (given == nullptr) continue;
      if (PyArray_Check(given) && element_of_descr(PyArray_DESCR(reinterpret_cast<PyArrayObject*>(given))) == type)
        return PyArray_DescrNewByteorder(PyArray_DESCR(reinterpret_cast<PyArrayObject*>(given)), NPY_NATIVE);
      if (PyArray_DescrCheck(given)) return reinterpret_cast<PyArray_Descr*>(Py_NewRef(given));
    }
  return new_descr(type);
}

foreign_result call::new_result(const cached_plan& with) {
  if (signal_.kind == array_kind::foreign)
    return new_foreign(arguments_[0], signal_, with.output_extents, with.output_type, stream_);
  std::array<npy_intp, axis_numbers::most> extents{};
  const int rank = with.output_extents.rank();
  for (int axis = 0; axis < rank; ++axis) extents[static_cast<std::size_t>(axis)] = with.output_extents[axis];
  PyArray_Descr* const descr = result_descr(with.output_type);
  if (descr == nullptr) throw python_error{};
  return {reference::owned(PyArray_Empty(rank, extents.data(), descr, 0)), false};
}

void call::execute(cached_plan& with, void* output) {
  const workspace scratch(own_workspace(), with, signal_, stream_);
  const without_gil released(with.releases_gil);
  with.set_filter(filter_);
  with.plan.execute(signal_.first, output, scratch.bytes(), stream_);
}

explanation call::explain() const {
  std::unique_ptr<cached_plan> plan = find_plan();
  explanation made = plan->plan.explain();
  plan_cache::of_this_thread().put(std::move(plan));
  return made;
}

reference call::run() {
  std::unique_ptr<cached_plan> plan = find_plan();
  const operand* const given = given_output();
  foreign_result result{};
  if (given != nullptr) {
    execute(*plan, given->first);
  } else if (signal_.kind == array_kind::numpy || copied_out_) {
    result = new_result(*plan);
    execute(*plan, PyArray_DATA(reinterpret_cast<PyArrayObject*>(result.array.get())));
  } else {
    result = new_result(*plan);
    const operand fresh = PyArray_Check(result.array.get()) ? read_operand(result.array.get(), "out", stream_)
                                                            : read_foreign(result.array.get(), "out", stream_, false);
    execute(*plan, fresh.first);
  }
  plan_cache::of_this_thread().put(std::move(plan));

  if (copied_out_ && PyArray_CopyInto(reinterpret_cast<PyArrayObject*>(out()),
                                      reinterpret_cast<PyArrayObject*>(result.array.get())) != 0)
    throw python_error{};
  if (out() != nullptr) return reference::borrowed(out());
  return finish_foreign(arguments_[0], std::move(result));
}

}  // namespace faltung::python
