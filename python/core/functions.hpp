// The module's functions, as Python calls them: nothing is parsed by name.
#pragma once

#include "python.hpp"

namespace faltung::python {

PyObject* convolve(PyObject* module, PyObject* const* arguments, Py_ssize_t count) noexcept;
PyObject* explain(PyObject* module, PyObject* const* arguments, Py_ssize_t count) noexcept;
PyObject* capabilities(PyObject* module, PyObject*) noexcept;
PyObject* clear_cache(PyObject* module, PyObject*) noexcept;

}  // namespace faltung::python
