#define FALTUNG_FILLS_NUMPY_API
#include "python.hpp"

#include "bind.hpp"
#include "errors.hpp"
#include "faltung/error.hpp"
#include "faltung/version.hpp"
#include "functions.hpp"
#include "request.hpp"
#include "sequence_function.hpp"

namespace faltung::python {
namespace {

constexpr const char* convolve_text =
    R"(convolve(signal, filter, axes, correlate, mode, boundary=None, cval=None, origin=None, dtype=None,
         accumulator=None, out=None, method=None, backend=None, threads=0, max_error=None, stream=None,
         workspace=None, /)

The filter along one or two axes of the signal. All arguments are positional, nothing is parsed by name. The plan is
kept for the next call like this one (clear_cache); the filter is read anew by each.

signal, filter: arrays of 1 to 8 axes: NumPy's of any strides, any with __dlpack__ or __cuda_array_interface__, and what
    numpy.asarray takes. The filter has as many axes as are convolved, or as many as the signal, and is broadcast then.
axes: tuple of one or two ints. correlate: bool. mode: 'full', 'same' or 'valid', as of faltung.Plan, like the others.
dtype: of the result; out's or the operands' common one if not given. accumulator: dtype in which the sums run.
out: array to write to, of the result's shape; must not overlap the signal or the filter.
stream, workspace: as of faltung.Plan.execute. Device arrays: the work is enqueued on the stream, or on the one that
    the signal's library works on; reading the filter waits for it.

Returns `out`, or a new array of the signal's library. Raises the errors of faltung, or TypeError.)";

constexpr const char* explain_text = "explain(the arguments of convolve) -> Explanation of what it would do, not done.";

constexpr const char* clear_cache_text =
    "Drops the plans that earlier calls left: the calling thread's now, others' when they call next.";

constexpr const char* capabilities_text =
    "What this machine can do, as seen with the calling thread's current CUDA device.";

PyCFunction as_function(PyObject* (*function)(PyObject*, PyObject* const*, Py_ssize_t) noexcept) {
  return reinterpret_cast<PyCFunction>(reinterpret_cast<void (*)()>(function));
}

// Not nanobind's functions: its dispatch takes 51 ns instead of 27, and a small convolution 330.
PyMethodDef functions[] = {{"convolve", as_function(&convolve), METH_FASTCALL, convolve_text},
                           {"explain", as_function(&explain), METH_FASTCALL, explain_text},
                           {"capabilities", &capabilities, METH_NOARGS, capabilities_text},
                           {"clear_cache", &clear_cache, METH_NOARGS, clear_cache_text},
                           {nullptr, nullptr, 0, nullptr}};

std::string version() {
  return std::to_string(FALTUNG_VERSION_MAJOR) + "." + std::to_string(FALTUNG_VERSION_MINOR) + "." +
         std::to_string(FALTUNG_VERSION_PATCH);
}

// For what nanobind calls: the same errors as from the functions above.
void translate(const std::exception_ptr& thrown, void*) {
  try {
    std::rethrow_exception(thrown);
  } catch (const faltung::error&) {
    set_error_from_current_exception();
  } catch (const python_error&) {
  }
}

void fill(nanobind::module_& module) {
  if (_import_array() < 0) throw python_error{};
  add_errors(module.ptr());
  prepare_names();
  if (PyModule_AddFunctions(module.ptr(), functions) != 0) throw python_error{};
  add_sequence_function(module.ptr());
  nanobind::register_exception_translator(&translate);
  module.attr("__version__") = nanobind::str(version().c_str());
  bind_explanation(module);
  bind_capabilities(module);
  bind_plan(module);
  bind_device_array(module);
#if defined(FALTUNG_EMULATION)
  bind_emulation(module);
#endif
}

}  // namespace
}  // namespace faltung::python

NB_MODULE(_core, module) {
  try {
    faltung::python::fill(module);
  } catch (const faltung::python::python_error&) {
    nanobind::raise_python_error();
  }
}
