#include "dlpack_import.hpp"

#include <array>
#include <cstdint>
#include <span>
#include <string>

#include "dlpack.hpp"
#include "elements.hpp"
#include "errors.hpp"
#include "faltung/error.hpp"

namespace faltung::python {
namespace {

constexpr const char* owner_name = "faltung.dlpack";

template <class Managed>
void release(PyObject* owner) {
  auto* const managed = static_cast<Managed*>(PyCapsule_GetPointer(owner, owner_name));
  if (managed == nullptr || managed->deleter == nullptr) return;
  // It may run Python code, and this may be the way out of an error.
  PyObject* type = nullptr;
  PyObject* value = nullptr;
  PyObject* trace = nullptr;
  PyErr_Fetch(&type, &value, &trace);
  managed->deleter(managed);
  PyErr_Restore(type, value, trace);
}

// Takes what is in the capsule over into one of ours, whose end calls the deleter.
template <class Managed>
Managed& take(PyObject* capsule, reference& owner) {
  auto* const managed = static_cast<Managed*>(PyCapsule_GetPointer(capsule, Managed::capsule));
  if (managed == nullptr) throw python_error{};
  owner = reference::owned(PyCapsule_New(managed, owner_name, nullptr));
  if (PyCapsule_SetName(capsule, Managed::used_capsule) != 0) throw python_error{};
  PyCapsule_SetDestructor(owner.get(), &release<Managed>);
  return *managed;
}

// __dlpack__(stream=..., max_version=(1, 0)); producers from before 1.0 do not know max_version.
reference ask(PyObject* object, std::optional<std::int64_t> stream) {
  const reference method = reference::owned(PyObject_GetAttrString(object, "__dlpack__"));
  const reference nothing = reference::owned(PyTuple_New(0));
  const reference keywords = reference::owned(PyDict_New());
  if (stream) {
    const reference value = reference::owned(PyLong_FromLongLong(*stream));
    if (PyDict_SetItemString(keywords.get(), "stream", value.get()) != 0) throw python_error{};
  }
  const reference version = reference::owned(Py_BuildValue("(ii)", 1, 0));
  if (PyDict_SetItemString(keywords.get(), "max_version", version.get()) != 0) throw python_error{};
  PyObject* capsule = PyObject_Call(method.get(), nothing.get(), keywords.get());
  if (capsule == nullptr && PyErr_ExceptionMatches(PyExc_TypeError)) {
    PyErr_Clear();
    if (PyDict_DelItemString(keywords.get(), "max_version") != 0) throw python_error{};
    capsule = PyObject_Call(method.get(), nothing.get(), keywords.get());
  }
  return reference::owned(capsule);
}

std::optional<int> cuda_device(std::int64_t type, std::int64_t id, const char* argument) {
  switch (static_cast<dlpack::device_type>(type)) {
    case dlpack::device_type::cpu:
    case dlpack::device_type::cuda_host: return std::nullopt;
    case dlpack::device_type::cuda:
    case dlpack::device_type::cuda_managed: return static_cast<int>(id);
  }
  throw unsupported(argument, "DLPack device type " + std::to_string(type),
                    "only host memory and CUDA devices' can be worked on");
}

void describe(const dlpack::tensor& tensor, const char* argument, operand& view) {
  const auto type = dlpack::element_of(tensor.type);
  if (!type) {
    const reference name = reference::owned(
        PyUnicode_FromFormat("the DLPack type of code %d with %d bits and %d lanes", static_cast<int>(tensor.type.code),
                             static_cast<int>(tensor.type.bits), static_cast<int>(tensor.type.lanes)));
    throw_element_error(argument, name.get());
  }
  if (tensor.rank < 1 || tensor.rank > axis_numbers::most)
    throw invalid_argument(argument, std::to_string(tensor.rank) + " axes", "must have 1 to 8");
  const auto rank = static_cast<std::size_t>(tensor.rank);
  view.type = *type;
  view.kind = array_kind::foreign;
  view.form.extents = axis_numbers(std::span(tensor.extents, rank));
  view.form.strides =
      tensor.strides == nullptr ? detail::row_major(view.form.extents) : axis_numbers(std::span(tensor.strides, rank));
  view.first = tensor.data == nullptr ? nullptr : static_cast<std::byte*>(tensor.data) + tensor.byte_offset;
  const std::optional<int> device =
      cuda_device(static_cast<std::int64_t>(tensor.device.type), tensor.device.id, argument);
  view.memory = device ? memory::device : memory::host;
  view.device = device.value_or(0);
}

// torch refuses to hand out tensors whose elements are to be conjugated when read, but not those to be negated.
void require_resolved(PyObject* object, const char* argument) {
  if (PyObject_HasAttrString(reinterpret_cast<PyObject*>(Py_TYPE(object)), "is_neg") == 0) return;
  const reference negated = reference::owned(PyObject_CallMethod(object, "is_neg", nullptr));
  if (negated.get() == Py_True)
    throw invalid_argument(argument, "a tensor with the negative bit set", "resolve_neg() makes one without");
}

}  // namespace

operand import_dlpack(PyObject* object, const char* argument, std::optional<std::int64_t> stream) {
  require_resolved(object, argument);
  const reference capsule = ask(object, stream);
  operand view;
  if (PyCapsule_IsValid(capsule.get(), dlpack::versioned_tensor::capsule) != 0) {
    const auto& tensor = take<dlpack::versioned_tensor>(capsule.get(), view.owner);
    if (tensor.version.major != 1)
      throw unsupported(argument, "DLPack " + std::to_string(tensor.version.major), "has another layout than 1.x");
    view.writable = (tensor.flags & dlpack::versioned_tensor::read_only) == 0;
    describe(tensor.tensor, argument, view);
  } else if (PyCapsule_IsValid(capsule.get(), dlpack::managed_tensor::capsule) != 0) {
    view.writable = true;  // it cannot say otherwise
    describe(take<dlpack::managed_tensor>(capsule.get(), view.owner).tensor, argument, view);
  } else {
    throw_type_error("%s: __dlpack__ of %s returned no DLPack capsule", argument, Py_TYPE(object)->tp_name);
  }
  return view;
}

std::optional<int> dlpack_device(PyObject* object, const char* argument) {
  const reference device = reference::owned(PyObject_CallMethod(object, "__dlpack_device__", nullptr));
  long type = 0;
  long id = 0;
  const reference pair = reference::owned(PySequence_Tuple(device.get()));
  if (PyTuple_GET_SIZE(pair.get()) != 2)
    throw_type_error("%s: __dlpack_device__ of %s returned no pair", argument, Py_TYPE(object)->tp_name);
  // The type is an int or an enum.IntEnum.
  type = PyLong_AsLong(PyTuple_GET_ITEM(pair.get(), 0));
  id = PyLong_AsLong(PyTuple_GET_ITEM(pair.get(), 1));
  if (PyErr_Occurred() != nullptr) throw python_error{};
  return cuda_device(type, id, argument);
}

}  // namespace faltung::python
