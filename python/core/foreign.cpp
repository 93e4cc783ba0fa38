#include "foreign.hpp"

#include <string>

#include "cuda_array_interface.hpp"
#include "device.hpp"
#include "dlpack_import.hpp"
#include "faltung/error.hpp"

namespace faltung::python {
namespace {

bool has(PyObject* object, const char* attribute) {
  // Of the type, as special methods are looked up: an object that answers every name is no array.
  return PyObject_HasAttrString(reinterpret_cast<PyObject*>(Py_TYPE(object)), attribute) != 0;
}

// A function of faltung/_foreign.py, which knows other libraries by their names.
template <class... Arguments>
reference call_foreign(const char* function, const char* format, Arguments... arguments) {
  const reference module = reference::owned(PyImport_ImportModule("faltung._foreign"));
  return reference::owned(PyObject_CallMethod(module.get(), function, format, arguments...));
}

}  // namespace

bool is_foreign(PyObject* object) { return has(object, "__dlpack__") || has(object, "__cuda_array_interface__"); }

bool may_be_written(PyObject* object) {
  return PyObject_IsTrue(call_foreign("may_be_written", "O", object).get()) == 1;
}

std::optional<int> device_of_foreign(PyObject* object, const char* argument) {
  if (has(object, "__dlpack_device__")) return dlpack_device(object, argument);
  return cuda_array_device(object, argument);
}

operand read_foreign(PyObject* object, const char* argument, cuda_stream stream, bool ordered) {
  if (!has(object, "__dlpack__")) {
    return import_cuda_array(object, argument, stream);
  }
  const std::optional<int> device = dlpack_device(object, argument);
  if (!device) return import_dlpack(object, argument, std::nullopt);
  static_cast<void>(current_device());  // refuses device memory in a build that cannot use it
  return import_dlpack(object, argument, ordered ? handle_of_stream(stream) : -1);
}

cuda_stream current_stream_of(PyObject* object, int device) {
  const reference handle = call_foreign("current_stream", "Oi", object, device);
  const long long value = PyLong_AsLongLong(handle.get());
  if (value == -1 && PyErr_Occurred() != nullptr) throw python_error{};
  return stream_of_handle(value);
}

foreign_result new_foreign(PyObject* object, const operand& like, const axis_numbers& extents, element_type type,
                           cuda_stream stream) {
  const reference shape = reference::owned(PyTuple_New(extents.rank()));
  for (int axis = 0; axis < extents.rank(); ++axis) {
    PyObject* const extent = PyLong_FromLongLong(extents[axis]);
    if (extent == nullptr) throw python_error{};
    PyTuple_SET_ITEM(shape.get(), axis, extent);
  }
  const std::string name(type == boolean ? "bool" : to_string(type));
  const bool on_device = like.memory == memory::device;
  const reference made =
      call_foreign("empty", "OOsOiL", object, shape.get(), name.c_str(), on_device ? Py_True : Py_False, like.device,
                   static_cast<long long>(handle_of_stream(stream)));
  // (array, whether finish() has to be called)
  PyObject* array = nullptr;
  int to_be_wrapped = 0;
  if (PyArg_ParseTuple(made.get(), "Op", &array, &to_be_wrapped) == 0) throw python_error{};
  return {reference::borrowed(array), to_be_wrapped != 0};
}

reference finish_foreign(PyObject* object, foreign_result result) {
  if (!result.to_be_wrapped) return std::move(result.array);
  return call_foreign("finish", "OO", object, result.array.get());
}

}  // namespace faltung::python
