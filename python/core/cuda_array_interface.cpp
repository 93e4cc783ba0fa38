#include "cuda_array_interface.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>

#include "device.hpp"
#include "elements.hpp"
#include "errors.hpp"
#include "faltung/error.hpp"

namespace faltung::python {
namespace {

// A borrowed entry; nullptr where it is None or not there, and may be.
PyObject* entry(PyObject* interface, const char* name, const char* argument, bool needed) {
  const reference key = reference::owned(PyUnicode_FromString(name));
  PyObject* const value = PyDict_GetItemWithError(interface, key.get());
  if (value == nullptr && PyErr_Occurred() != nullptr) throw python_error{};
  if (value != nullptr && value != Py_None) return value;
  if (needed) throw_type_error("%s: __cuda_array_interface__ has no '%s'", argument, name);
  return nullptr;
}

axis_numbers numbers_of(PyObject* sequence, const char* argument) {
  const reference tuple = reference::owned(PySequence_Tuple(sequence));
  const Py_ssize_t rank = PyTuple_GET_SIZE(tuple.get());
  if (rank < 1 || rank > axis_numbers::most)
    throw invalid_argument(argument, std::to_string(rank) + " axes", "must have 1 to 8");
  std::array<std::int64_t, axis_numbers::most> numbers{};
  for (Py_ssize_t axis = 0; axis < rank; ++axis)
    numbers[static_cast<std::size_t>(axis)] = PyLong_AsLongLong(PyTuple_GET_ITEM(tuple.get(), axis));
  if (PyErr_Occurred() != nullptr) throw python_error{};
  return axis_numbers(std::span(numbers.data(), static_cast<std::size_t>(rank)));
}

reference interface_of(PyObject* object, const char* argument) {
  PyObject* const given = PyObject_GetAttrString(object, "__cuda_array_interface__");
  if (given == nullptr && PyErr_ExceptionMatches(PyExc_AttributeError)) {  // of its type, but not of a JAX tracer
    PyErr_Clear();
    throw_type_error("%s: %s has no elements to hand out", argument, Py_TYPE(object)->tp_name);
  }
  reference interface = reference::owned(given);
  if (!PyDict_Check(interface.get())) throw_type_error("%s: __cuda_array_interface__ is no dict", argument);
  return interface;
}

std::uintptr_t address_in(PyObject* interface, const char* argument, bool& read_only) {
  PyObject* const data = entry(interface, "data", argument, true);
  unsigned long long address = 0;
  int flag = 0;
  if (!PyTuple_Check(data) || PyArg_ParseTuple(data, "Kp", &address, &flag) == 0)
    throw_type_error("%s: __cuda_array_interface__ has a 'data' that is no (address, read-only)", argument);
  read_only = flag != 0;
  return static_cast<std::uintptr_t>(address);
}

element_type type_in(PyObject* interface, const char* argument) {
  PyObject* const text = entry(interface, "typestr", argument, true);
  PyArray_Descr* descr = nullptr;
  if (PyArray_DescrConverter(text, &descr) == NPY_FAIL) throw python_error{};
  const reference owner = reference::owned(reinterpret_cast<PyObject*>(descr));
  const std::optional<element_type> type = element_of_descr(descr);
  if (!type || PyDataType_ISBYTESWAPPED(descr)) throw_element_error(argument, text);
  return *type;
}

axis_numbers strides_in(PyObject* interface, const char* argument, const axis_numbers& extents, element_type type) {
  PyObject* const given = entry(interface, "strides", argument, false);
  if (given == nullptr) return detail::row_major(extents);
  axis_numbers strides = numbers_of(given, argument);
  if (strides.rank() != extents.rank())
    throw_type_error("%s: __cuda_array_interface__ has strides for another number of axes", argument);
  const auto size = static_cast<std::int64_t>(size_of(type));
  for (int axis = 0; axis < extents.rank(); ++axis) {
    if (extents[axis] > 1 && strides[axis] % size != 0)
      throw invalid_argument(argument, "a stride of " + std::to_string(strides[axis]) + " bytes",
                             "must be a multiple of the element's " + std::to_string(size));
    strides[axis] = extents[axis] > 1 ? strides[axis] / size : 1;
  }
  return strides;
}

}  // namespace

operand import_cuda_array(PyObject* object, const char* argument, cuda_stream stream) {
  const reference interface = interface_of(object, argument);
  if (entry(interface.get(), "mask", argument, false) != nullptr)
    throw unsupported(argument, "a masked array", "has elements that are not to be read");
  operand view;
  bool read_only = false;
  const std::uintptr_t address = address_in(interface.get(), argument, read_only);
  view.first = reinterpret_cast<void*>(address);
  view.writable = !read_only;
  view.kind = array_kind::foreign;
  view.memory = memory::device;
  view.type = type_in(interface.get(), argument);
  view.form.extents = numbers_of(entry(interface.get(), "shape", argument, true), argument);
  view.form.strides = strides_in(interface.get(), argument, view.form.extents, view.type);
  view.device = address == 0 ? current_device() : device_of(view.first);
  if (PyObject* const theirs = entry(interface.get(), "stream", argument, false)) {
    const long long handle = PyLong_AsLongLong(theirs);
    if (handle == -1 && PyErr_Occurred() != nullptr) throw python_error{};
    if (handle == 0)
      throw invalid_argument(argument, "stream 0", "is ambiguous in __cuda_array_interface__, which forbids it");
    order(stream_of_handle(handle), stream);
  }
  return view;
}

int cuda_array_device(PyObject* object, const char* argument) {
  const reference interface = interface_of(object, argument);
  bool read_only = false;
  const std::uintptr_t address = address_in(interface.get(), argument, read_only);
  return address == 0 ? current_device() : device_of(reinterpret_cast<const void*>(address));
}

}  // namespace faltung::python
