#include <nanobind/stl/string.h>
#include <nanobind/stl/string_view.h>

#include "bind.hpp"
#include "errors.hpp"
#include "faltung/promotion.hpp"
#include "plan_object.hpp"

namespace faltung::python {
namespace nb = nanobind;
namespace {

constexpr const char* plan_text =
    R"(A convolution that is planned once and executed any number of times.

    plan = faltung.Plan((1024, 4096), 33, dtype="float32", mode="same", boundary="reflect")
    plan.set_filter(filter)         # 33 float32
    y = plan.execute(x)             # 1024 x 4096 float32

signal_shape, filter_shape: int or tuple of int, 1 to 8 axes. The filter has as many axes as are convolved, or as many
    as the signal: then all others are broadcast between the two.
dtype, filter_dtype, output_dtype, accumulator: element types. dtype is the signal's, float64 if not given; the filter's
    is the same, the output's the common one.
axes: tuple of one or two ints, the signal's axes that are convolved, in the order of the filter's.
correlate: do not flip the filter, and conjugate a complex one.
mode: 'full', 'same' or 'valid'. boundary: 'zero', 'constant' (of value cval), 'wrap', 'reflect', 'mirror' or 'nearest'.
origin: tuple of int, a shift of the filter's centre for mode 'same'.
method, backend: names, None for the library's choice. threads: int, 0 for all.
max_error: largest acceptable error, relative to the product of the 2-norms of signal and filter.
filter_rank: int, what is known of a 2D filter's rank, for method 'separable'; 0 is nothing.
workspace_limit: bytes. non_finite: 'contain' or 'propagate'. overflow: 'modulo' or 'error'.
signal_strides, filter_strides, output_strides: tuples of int, in elements; without them arrays are contiguous.
device: arrays lie in memory of the current CUDA device, and execute only enqueues work. stream: as for execute.

Any number of threads may execute a plan at once, none while another sets the filter. Raises InvalidArgument,
Unsupported, OutOfMemory, DeviceError, or TypeError for a dtype that the library does not have.)";

constexpr const char* set_filter_text =
    R"(Prepares the filter: an array of filter_shape and filter_dtype, in the plan's memory.

It may be changed afterwards. For a device plan this waits for the stream. Raises InvalidArgument.)";

constexpr const char* execute_text =
    R"(Convolves a signal of the plan's shape, strides and dtype, and returns the output.

out: array of output_shape to write to, which is returned; must not overlap the signal.
workspace: writable contiguous array of at least workspace_bytes, in the plan's memory; taken for the call if not given.
stream: int (0 or 1: the legacy default stream, 2: the per-thread one, else a handle) or an object with __cuda_stream__,
    ptr or cuda_stream; the plan's if not given. For a device plan the work is only enqueued there.
Raises InvalidArgument before any work, OutOfMemory, DeviceError, Overflow.)";

void make_plan(plan_object* self, nb::handle signal_shape, nb::handle filter_shape, nb::handle dtype,
               nb::handle filter_dtype, nb::handle output_dtype, nb::handle accumulator, nb::handle axes,
               nb::handle correlate, nb::handle mode, nb::handle boundary, nb::handle cval, nb::handle origin,
               nb::handle method, nb::handle backend, nb::handle threads, nb::handle max_error, nb::handle filter_rank,
               nb::handle workspace_limit, nb::handle non_finite, nb::handle overflow, nb::handle signal_strides,
               nb::handle filter_strides, nb::handle output_strides, nb::handle device, nb::handle stream) {
  settings asked;
  asked.axes = axes_of(axes.ptr());
  asked.operation = truth_of(correlate.ptr()) ? operation::correlation : operation::convolution;
  asked.mode = mode_of(mode.ptr());
  asked.boundary = boundary_of(boundary.ptr(), cval.ptr());
  asked.origin = origin_of(origin.ptr(), asked.axes.count);
  asked.output_type = type_of_argument(output_dtype.ptr(), "output_dtype");
  asked.accumulator = type_of_argument(accumulator.ptr(), "accumulator");
  asked.method = method_of(method.ptr());
  asked.backend = backend_of(backend.ptr());
  asked.threads = threads_of(threads.ptr());
  asked.max_error = max_error_of(max_error.ptr());
  asked.filter_rank = filter_rank_of(filter_rank.ptr());
  const element_type signal_type = type_of_argument(dtype.ptr(), "dtype").value_or(float64);
  const element_type filter_type = type_of_argument(filter_dtype.ptr(), "filter_dtype").value_or(signal_type);

  const auto form_of = [](const axis_numbers& extents, nb::handle strides, const char* argument) -> array_form {
    if (absent(strides.ptr())) return {extents, detail::row_major(extents)};
    return {extents, numbers_of(strides.ptr(), argument)};
  };
  const memory where = truth_of(device.ptr()) ? memory::device : memory::host;
  plan_request request{
      .what = problem_for(asked, signal_type, filter_type),
      .signal = form_of(numbers_of(signal_shape.ptr(), "signal_shape"), signal_strides, "signal_strides"),
      .filter = form_of(numbers_of(filter_shape.ptr(), "filter_shape"), filter_strides, "filter_strides"),
      .output = {},
      .axes = asked.axes,
      .request = options_for(asked, where, stream_of(stream.ptr()).value_or(nullptr))};
  request.what.overflow = overflow_of(overflow.ptr());
  request.request.non_finite = non_finite_of(non_finite.ptr());
  if (!absent(workspace_limit.ptr()))
    request.request.workspace_limit = bytes_of(workspace_limit.ptr(), "workspace_limit");
  request.output = form_of(
      array_plan::output_extents(request.what, request.signal.extents, request.filter.extents, request.axes.span()),
      output_strides, "output_strides");
  new (self) plan_object(request);
}

nb::tuple tuple_of(const axis_numbers& numbers) {
  nb::list made;
  for (int axis = 0; axis < numbers.rank(); ++axis) made.append(numbers[axis]);
  return nb::tuple(made);
}

}  // namespace

void bind_plan(nb::module_& module) {
  using namespace nb::literals;
  nb::class_<plan_object>(module, "Plan", plan_text)
      .def("__init__", &make_plan, "signal_shape"_a, "filter_shape"_a, nb::kw_only(), "dtype"_a = nb::none(),
           "filter_dtype"_a = nb::none(), "output_dtype"_a = nb::none(), "accumulator"_a = nb::none(),
           "axes"_a = nb::make_tuple(-1), "correlate"_a = false, "mode"_a = "full", "boundary"_a = nb::none(),
           "cval"_a = nb::none(), "origin"_a = nb::none(), "method"_a = nb::none(), "backend"_a = nb::none(),
           "threads"_a = 0, "max_error"_a = nb::none(), "filter_rank"_a = 0, "workspace_limit"_a = nb::none(),
           "non_finite"_a = nb::none(), "overflow"_a = nb::none(), "signal_strides"_a = nb::none(),
           "filter_strides"_a = nb::none(), "output_strides"_a = nb::none(), "device"_a = false,
           "stream"_a = nb::none())
      .def(
          "set_filter", [](plan_object& self, nb::handle filter) { self.set_filter(filter.ptr()); }, "filter"_a,
          set_filter_text)
      .def(
          "execute",
          [](const plan_object& self, nb::handle signal, nb::handle out, nb::handle workspace, nb::handle stream) {
            return steal(self.execute(signal.ptr(), out.ptr(), workspace.ptr(), stream.ptr()));
          },
          "signal"_a, "out"_a = nb::none(), "workspace"_a = nb::none(), "stream"_a = nb::none(), execute_text)
      .def(
          "explain", [](const plan_object& self) { return self.plan().explain(); },
          "The choice and its candidates, as an Explanation; of one execution where axes are walked.")
      .def_prop_ro(
          "method", [](const plan_object& self) { return to_string(self.plan().method()); },
          "Name of the method taken.")
      .def_prop_ro(
          "backend", [](const plan_object& self) { return to_string(self.plan().backend()); }, "'cpu' or 'cuda'")
      .def_prop_ro(
          "bound", [](const plan_object& self) { return self.plan().bound(); }, "ErrorBound of the method.")
      .def_prop_ro(
          "workspace_bytes", [](const plan_object& self) { return self.plan().workspace_bytes(); },
          "Bytes of workspace that each execute in flight needs.")
      .def_prop_ro(
          "output_shape", [](const plan_object& self) { return tuple_of(self.request().output.extents); },
          "tuple of int")
      .def_prop_ro(
          "output_dtype", [](const plan_object& self) { return to_string(*self.request().what.output_type); },
          "Name of the output's element type.")
      .def("__str__", [](const plan_object& self) { return printed(self.plan()); });
}

}  // namespace faltung::python
