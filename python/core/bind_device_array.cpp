#include <nanobind/stl/string.h>

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "bind.hpp"
#include "device.hpp"
#include "dlpack.hpp"
#include "elements.hpp"
#include "errors.hpp"
#include "faltung/error.hpp"
#include "request.hpp"

namespace faltung::python {
namespace nb = nanobind;
namespace {

constexpr const char* text =
    R"(Device memory of faltung's own, contiguous: a result for a library that faltung cannot ask for an array.

It has __dlpack__ and __cuda_array_interface__, both ordered after the work on its stream.)";

std::int64_t elements_of(const axis_numbers& shape) {
  static_cast<void>(detail::row_major(shape));  // refuses negative extents, and more elements than 63 bits count
  std::int64_t elements = 1;
  for (int axis = 0; axis < shape.rank(); ++axis) elements *= shape[axis];
  return elements;
}

class device_array {
 public:
  device_array(const axis_numbers& shape, element_type type, int device, cuda_stream stream)
      : shape_(shape), strides_(detail::row_major(shape)), type_(type), device_(device) {
    const device_scope scope(device);
    memory_ = stream_memory(static_cast<std::size_t>(elements_of(shape)) * size_of(type), stream);
  }
  device_array(const device_array&) = delete;
  device_array& operator=(const device_array&) = delete;
  ~device_array() {
    if (memory_.data() == nullptr) return;
    try {
      const device_scope scope(device_);
      memory_ = {};
    } catch (const faltung::error&) {  // the device's end came first
    }
  }

  [[nodiscard]] const axis_numbers& shape() const noexcept { return shape_; }
  [[nodiscard]] element_type type() const noexcept { return type_; }
  [[nodiscard]] int device() const noexcept { return device_; }
  [[nodiscard]] void* data() const noexcept { return memory_.data(); }
  [[nodiscard]] cuda_stream stream() const noexcept { return memory_.stream(); }

  [[nodiscard]] dlpack::tensor tensor() {
    return {data(),
            {dlpack::device_type::cuda, device_},
            shape_.rank(),
            dlpack::data_type_of(type_),
            &shape_[0],
            &strides_[0],
            0};
  }

 private:
  axis_numbers shape_;
  axis_numbers strides_;
  element_type type_;
  int device_;
  stream_memory memory_;
};

// What a capsule hands out: the array lives as long as it.
template <class Managed>
nb::object make_capsule(nb::handle array) {
  auto managed = std::make_unique<Managed>();
  managed->tensor = nb::cast<device_array&>(array).tensor();
  managed->deleter = [](Managed* self) {
    const nb::gil_scoped_acquire held;
    Py_DECREF(static_cast<PyObject*>(self->context));
    delete self;
  };
  if constexpr (requires { managed->version; }) managed->version = {1, 0};
  const auto destroy = [](PyObject* capsule) {
    if (PyCapsule_IsValid(capsule, Managed::capsule) == 0) return;  // taken over
    auto* const owned = static_cast<Managed*>(PyCapsule_GetPointer(capsule, Managed::capsule));
    owned->deleter(owned);
  };
  reference capsule = reference::owned(PyCapsule_New(managed.get(), Managed::capsule, destroy));
  managed.release()->context = Py_NewRef(array.ptr());
  return steal(std::move(capsule));
}

nb::object export_dlpack(nb::handle self, nb::handle stream, nb::handle max_version, nb::handle, nb::handle copy) {
  const auto& array = nb::cast<device_array&>(self);
  if (truth_of(copy.ptr())) throw unsupported("copy", "True", "the array is handed out as it is");
  const nb::object handle = stream.is_none() ? nb::int_(1) : nb::borrow(stream);
  if (nb::cast<std::int64_t>(handle) != -1) {
    const device_scope scope(array.device());
    order(array.stream(), stream_of_handle(nb::cast<std::int64_t>(handle)));
  }
  const bool versioned = !max_version.is_none() && nb::cast<int>(max_version[0]) >= 1;
  return versioned ? make_capsule<dlpack::versioned_tensor>(self) : make_capsule<dlpack::managed_tensor>(self);
}

nb::dict cuda_array_interface(const device_array& array) {
  if (array.type() == bfloat16) throw unsupported("dtype", "bfloat16", "__cuda_array_interface__ has no name for it");
  nb::list shape;
  for (int axis = 0; axis < array.shape().rank(); ++axis) shape.append(array.shape()[axis]);
  const nb::object descr = nb::steal(reinterpret_cast<PyObject*>(new_descr(array.type())));
  nb::dict made;
  made["shape"] = nb::tuple(shape);
  made["typestr"] = descr.attr("str");
  made["data"] = nb::make_tuple(reinterpret_cast<std::uintptr_t>(array.data()), false);
  made["strides"] = nb::none();
  made["stream"] = handle_of_stream(array.stream());
  made["version"] = 3;
  return made;
}

}  // namespace

void bind_device_array(nb::module_& module) {
  using namespace nb::literals;
  nb::class_<device_array>(module, "DeviceArray", text)
      .def(
          "__init__",
          [](device_array* self, nb::handle shape, nb::handle dtype, int device, nb::handle stream) {
            new (self)
                device_array(numbers_of(shape.ptr(), "shape"), type_of_argument(dtype.ptr(), "dtype").value_or(float64),
                             device, stream_of(stream.ptr()).value_or(nullptr));
          },
          "shape"_a, "dtype"_a, "device"_a = 0, "stream"_a = nb::none())
      .def_prop_ro(
          "shape",
          [](const device_array& self) {
            nb::list made;
            for (int axis = 0; axis < self.shape().rank(); ++axis) made.append(self.shape()[axis]);
            return nb::tuple(made);
          },
          "tuple of int")
      .def_prop_ro(
          "dtype", [](const device_array& self) { return std::string(to_string(self.type())); },
          "Name of the element type.")
      .def_prop_ro(
          "device", [](const device_array& self) { return self.device(); }, "int, as CUDA numbers devices")
      .def("__dlpack_device__",
           [](const device_array& self) {
             return nb::make_tuple(static_cast<int>(dlpack::device_type::cuda), self.device());
           })
      .def("__dlpack__", &export_dlpack, nb::kw_only(), "stream"_a = nb::none(), "max_version"_a = nb::none(),
           "dl_device"_a = nb::none(), "copy"_a = nb::none())
      .def_prop_ro("__cuda_array_interface__", &cuda_array_interface);
}

}  // namespace faltung::python
