// The library's errors as Python exceptions.
#pragma once

#include "python.hpp"

namespace faltung::python {

/// Makes the exception types and adds them to the module. Throws python_error.
void add_errors(PyObject* module);

/// From within a catch block: sets Python's error to what is being thrown.
void set_error_from_current_exception() noexcept;

/// Calls `work` and returns what it does; an exception becomes Python's error and nullptr.
template <class Work>
PyObject* reporting_errors(Work&& work) noexcept {
  try {
    return work();
  } catch (...) {
    set_error_from_current_exception();
    return nullptr;
  }
}

/// Sets a TypeError with a text made from `format` as PyErr_Format does, and throws python_error.
[[noreturn]] void throw_type_error(const char* format, ...);

}  // namespace faltung::python
