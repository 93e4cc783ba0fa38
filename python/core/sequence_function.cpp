#include "sequence_function.hpp"

#include <structmember.h>

#include <array>
#include <cstddef>
#include <optional>

#include "call.hpp"
#include "errors.hpp"
#include "request.hpp"

namespace faltung::python {
namespace {

constexpr const char* text =
    R"(SequenceFunction(function, correlate, mode, /)

`function` with a short cut: a call with two one-dimensional numpy.ndarrays that are not empty, and with a mode's name or
without one, is _core.convolve of them at once. All other calls are the function's.)";

struct sequence_function {
  PyObject ob_base;
  vectorcallfunc vectorcall;
  PyObject* function;
  PyObject* attributes;
  PyObject* weak_references;
  faltung::operation operation;
  faltung::mode mode;
};

PyObject* mode_keyword = nullptr;  // interned

sequence_function& of(PyObject* self) { return *reinterpret_cast<sequence_function*>(self); }

bool is_sequence(PyObject* object) {
  if (!PyArray_CheckExact(object)) return false;
  auto* const array = reinterpret_cast<PyArrayObject*>(object);
  return PyArray_NDIM(array) == 1 && PyArray_DIM(array, 0) > 0;
}

// The mode of a call with two operands; nothing where there is more to it.
std::optional<mode> simple_mode(const sequence_function& self, PyObject* const* arguments, Py_ssize_t positional,
                                PyObject* keywords) {
  const Py_ssize_t named = keywords == nullptr ? 0 : PyTuple_GET_SIZE(keywords);
  if (positional == 2 && named == 0) return self.mode;
  if (positional + named != 3 || named > 1) return std::nullopt;
  if (named == 1 && PyTuple_GET_ITEM(keywords, 0) != mode_keyword) return std::nullopt;
  return interned_mode(arguments[2]);
}

PyObject* call_it(PyObject* self, PyObject* const* arguments, std::size_t flagged_count, PyObject* keywords) {
  const sequence_function& made = of(self);
  const Py_ssize_t positional = PyVectorcall_NARGS(flagged_count);
  if (positional >= 2 && is_sequence(arguments[0]) && is_sequence(arguments[1]))
    if (const std::optional<mode> mode = simple_mode(made, arguments, positional, keywords))
      return reporting_errors([&] { return call(arguments[0], arguments[1], made.operation, *mode).run().release(); });
  return PyObject_Vectorcall(made.function, arguments, flagged_count, keywords);
}

PyObject* make(PyTypeObject* type, PyObject* arguments, PyObject* keywords) {
  PyObject* function = nullptr;
  PyObject* correlate = nullptr;
  PyObject* mode = nullptr;
  if (keywords != nullptr && PyDict_GET_SIZE(keywords) > 0) {
    PyErr_SetString(PyExc_TypeError, "SequenceFunction takes no keyword arguments");
    return nullptr;
  }
  if (PyArg_ParseTuple(arguments, "OOU", &function, &correlate, &mode) == 0) return nullptr;
  return reporting_errors([&]() -> PyObject* {
    if (PyCallable_Check(function) == 0) throw_type_error("function: must be callable");
    const auto operation = truth_of(correlate) ? operation::correlation : operation::convolution;
    const faltung::mode known = mode_of(mode);
    reference self = reference::owned(type->tp_alloc(type, 0));
    sequence_function& made = of(self.get());
    made.vectorcall = &call_it;
    made.function = Py_NewRef(function);
    made.operation = operation;
    made.mode = known;
    return self.release();
  });
}

int traverse(PyObject* self, visitproc visit, void* arg) {
  Py_VISIT(Py_TYPE(self));
  Py_VISIT(of(self).function);
  Py_VISIT(of(self).attributes);
  return 0;
}

int clear(PyObject* self) {
  Py_CLEAR(of(self).function);
  Py_CLEAR(of(self).attributes);
  return 0;
}

void destroy(PyObject* self) {
  PyTypeObject* const type = Py_TYPE(self);
  PyObject_GC_UnTrack(self);
  if (of(self).weak_references != nullptr) PyObject_ClearWeakRefs(self);
  clear(self);
  type->tp_free(self);
  Py_DECREF(type);
}

PyObject* describe(PyObject* self) { return PyObject_Repr(of(self).function); }

// In a class it is a method, as a function would be.
PyObject* bind(PyObject* self, PyObject* object, PyObject*) {
  return object == nullptr || object == Py_None ? Py_NewRef(self) : PyMethod_New(self, object);
}

// Pickled and copied as functions are: by name.
PyObject* reduce(PyObject* self, PyObject*) { return PyObject_GetAttrString(self, "__qualname__"); }

std::array<PyMethodDef, 2> methods{{{"__reduce__", &reduce, METH_NOARGS, nullptr}, {nullptr, nullptr, 0, nullptr}}};

constexpr Py_ssize_t at(std::size_t offset) { return static_cast<Py_ssize_t>(offset); }

std::array<PyMemberDef, 4> members{
    {{"__vectorcalloffset__", T_PYSSIZET, at(offsetof(sequence_function, vectorcall)), READONLY, nullptr},
     {"__dictoffset__", T_PYSSIZET, at(offsetof(sequence_function, attributes)), READONLY, nullptr},
     {"__weaklistoffset__", T_PYSSIZET, at(offsetof(sequence_function, weak_references)), READONLY, nullptr},
     {nullptr, 0, 0, 0, nullptr}}};

std::array<PyGetSetDef, 2> properties{
    {{"__dict__", &PyObject_GenericGetDict, &PyObject_GenericSetDict, nullptr, nullptr},
     {nullptr, nullptr, nullptr, nullptr, nullptr}}};

template <class Function>
void* slot(Function* function) {
  return reinterpret_cast<void*>(function);
}

}  // namespace

void add_sequence_function(PyObject* module) {
  mode_keyword = PyUnicode_InternFromString("mode");
  if (mode_keyword == nullptr) throw python_error{};
  std::array<PyType_Slot, 12> slots{{{Py_tp_doc, const_cast<char*>(text)},
                                     {Py_tp_new, slot(&make)},
                                     {Py_tp_call, slot(&PyVectorcall_Call)},
                                     {Py_tp_traverse, slot(&traverse)},
                                     {Py_tp_clear, slot(&clear)},
                                     {Py_tp_dealloc, slot(&destroy)},
                                     {Py_tp_repr, slot(&describe)},
                                     {Py_tp_descr_get, slot(&bind)},
                                     {Py_tp_methods, methods.data()},
                                     {Py_tp_members, members.data()},
                                     {Py_tp_getset, properties.data()},
                                     {0, nullptr}}};
  PyType_Spec spec{"faltung._core.SequenceFunction", sizeof(sequence_function), 0,
                   Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_HAVE_VECTORCALL, slots.data()};
  const reference type = reference::owned(PyType_FromSpec(&spec));
  if (PyModule_AddObjectRef(module, "SequenceFunction", type.get()) != 0) throw python_error{};
}

}  // namespace faltung::python
