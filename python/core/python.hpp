// Python's and NumPy's C API, and an owner of references.
#pragma once

#include <Python.h>

// One table of NumPy's functions for all files: module.cpp fills it.
#define PY_ARRAY_UNIQUE_SYMBOL faltung_numpy_api
#if !defined(FALTUNG_FILLS_NUMPY_API)
#define NO_IMPORT_ARRAY
#endif
#include <numpy/arrayobject.h>

#include <utility>

namespace faltung::python {

/// Thrown where Python's error is already set.
struct python_error {};

/// A strong reference, or none.
class reference {
 public:
  reference() = default;
  reference(const reference&) = delete;
  reference& operator=(const reference&) = delete;
  reference(reference&& other) noexcept : object_(std::exchange(other.object_, nullptr)) {}
  reference& operator=(reference&& other) noexcept {
    std::swap(object_, other.object_);
    return *this;
  }
  ~reference() { Py_XDECREF(object_); }

  /// Takes over a new reference; throws where a call of Python's returned none.
  [[nodiscard]] static reference owned(PyObject* object) {
    if (object == nullptr) throw python_error{};
    return reference(object);
  }
  [[nodiscard]] static reference borrowed(PyObject* object) {
    Py_INCREF(object);
    return reference(object);
  }

  [[nodiscard]] PyObject* get() const noexcept { return object_; }
  [[nodiscard]] PyObject* release() noexcept { return std::exchange(object_, nullptr); }
  explicit operator bool() const noexcept { return object_ != nullptr; }

 private:
  explicit reference(PyObject* object) : object_(object) {}
  PyObject* object_ = nullptr;
};

}  // namespace faltung::python
