#include "errors.hpp"

#include <array>
#include <cstdarg>
#include <cstdint>
#include <exception>
#include <initializer_list>
#include <new>
#include <string>
#include <string_view>

#include "faltung/error.hpp"

namespace faltung::python {
namespace {

// Live as long as the process: exceptions of theirs may outlive the module.
struct exception_types {
  PyObject* base = nullptr;
  PyObject* invalid_argument = nullptr;
  PyObject* unsupported = nullptr;
  PyObject* overflow = nullptr;
  PyObject* out_of_memory = nullptr;
  PyObject* device = nullptr;
} types;

PyObject* make_type(PyObject* module, const char* name, const char* text, std::initializer_list<PyObject*> bases) {
  reference tuple = reference::owned(PyTuple_New(static_cast<Py_ssize_t>(bases.size())));
  Py_ssize_t place = 0;
  for (PyObject* base : bases) {
    Py_INCREF(base);
    PyTuple_SET_ITEM(tuple.get(), place++, base);
  }
  const std::string whole = std::string("faltung.") + name;
  reference made = reference::owned(PyErr_NewExceptionWithDoc(whole.c_str(), text, tuple.get(), nullptr));
  if (PyModule_AddObjectRef(module, name, made.get()) != 0) throw python_error{};
  return made.release();
}

struct attribute {
  const char* name;
  PyObject* value;  // a new reference, or nullptr with Python's error set
};

// Sets the error; a failure on the way is Python's error instead.
void set_error(PyObject* type, const char* text, std::initializer_list<attribute> attributes) {
  reference made;
  bool failed = false;
  PyObject* const exception = PyObject_CallFunction(type, "s", text);
  if (exception == nullptr)
    failed = true;
  else
    made = reference::owned(exception);
  for (const attribute& one : attributes) {
    failed = failed || one.value == nullptr || PyObject_SetAttrString(exception, one.name, one.value) != 0;
    Py_XDECREF(one.value);
  }
  if (!failed) PyErr_SetObject(type, exception);
}

PyObject* text_of(const std::string& text) {
  return PyUnicode_FromStringAndSize(text.data(), static_cast<Py_ssize_t>(text.size()));
}

// Members of the C++ problem and options by the names that they have in Python.
std::string python_name(const std::string& argument) {
  constexpr std::array<std::array<std::string_view, 2>, 5> renamed{{{"problem.type", "dtype"},
                                                                    {"problem.filter_type", "filter_dtype"},
                                                                    {"problem.output_type", "output_dtype"},
                                                                    {"output", "out"},
                                                                    {"axis", "axes"}}};
  for (const auto& [name, python] : renamed)
    if (argument == name) return std::string(python);
  for (const std::string_view owner : {"problem.", "options."})
    if (argument.starts_with(owner)) return argument.substr(owner.size());
  return argument;
}

void set_argument_error(PyObject* type, const faltung::invalid_argument& e) {
  const std::string name = python_name(e.argument());
  std::string text = e.what();
  if (const auto at = text.find(e.argument()); at != std::string::npos) text.replace(at, e.argument().size(), name);
  set_error(type, text.c_str(), {{"argument", text_of(name)}, {"value", text_of(e.value())}});
}

}  // namespace

void add_errors(PyObject* module) {
  types.base = make_type(module, "Error", "Base of what faltung raises of its own.", {PyExc_Exception});
  types.invalid_argument = make_type(module, "InvalidArgument",
                                     "An argument that no method could accept, raised before any work.\n\n"
                                     "argument, value: str, its name and what was given.",
                                     {types.base, PyExc_ValueError});
  types.unsupported = make_type(module, "Unsupported",
                                "A valid request that this build, this machine or the forced method cannot serve, "
                                "raised before any work.\n\nargument, value: str, as of InvalidArgument.",
                                {types.invalid_argument});
  types.overflow = make_type(module, "Overflow",
                             "With overflow='error': an integer result that its type does not hold.\n\n"
                             "index: (entry of the batch, row, column) of the first one; value: its digits.",
                             {types.base, PyExc_OverflowError});
  types.out_of_memory = make_type(module, "OutOfMemory",
                                  "Host or device memory ran out.\n\nbytes: int, the size asked for; 0 if not known.",
                                  {types.base, PyExc_MemoryError});
  types.device = make_type(module, "DeviceError",
                           "A call of the CUDA runtime or of cuFFT failed.\n\n"
                           "library: str; code: int, the cudaError_t or cufftResult.",
                           {types.base, PyExc_RuntimeError});
}

void set_error_from_current_exception() noexcept {
  try {
    throw;
  } catch (const python_error&) {
  } catch (const faltung::interrupted&) {
    // The signal's handler raised, in the thread that asked.
    if (PyErr_Occurred() == nullptr) PyErr_SetNone(PyExc_KeyboardInterrupt);
  } catch (const faltung::unsupported& e) {
    set_argument_error(types.unsupported, e);
  } catch (const faltung::invalid_argument& e) {
    set_argument_error(types.invalid_argument, e);
  } catch (const faltung::overflow_error& e) {
    const auto at = [&e](std::size_t i) { return static_cast<long long>(e.index()[i]); };
    set_error(types.overflow, e.what(),
              {{"index", Py_BuildValue("(LLL)", at(0), at(1), at(2))}, {"value", text_of(e.value())}});
  } catch (const faltung::out_of_memory& e) {
    set_error(types.out_of_memory, e.what(), {{"bytes", PyLong_FromSize_t(e.bytes())}});
  } catch (const faltung::device_error& e) {
    set_error(types.device, e.what(), {{"library", text_of(e.library())}, {"code", PyLong_FromLong(e.code())}});
  } catch (const faltung::error& e) {
    set_error(types.base, e.what(), {});
  } catch (const std::bad_alloc&) {
    PyErr_NoMemory();
  } catch (const std::exception& e) {
    PyErr_SetString(PyExc_SystemError, e.what());
  } catch (...) {
    PyErr_SetString(PyExc_SystemError, "faltung: an exception of unknown type");
  }
}

void throw_type_error(const char* format, ...) {
  std::va_list values;
  va_start(values, format);
  PyErr_FormatV(PyExc_TypeError, format, values);
  va_end(values);
  throw python_error{};
}

}  // namespace faltung::python
