#include "operand.hpp"

#include <bit>
#include <cstdint>
#include <optional>
#include <span>
#include <string>

#include "elements.hpp"
#include "errors.hpp"
#include "faltung/error.hpp"
#include "foreign.hpp"

namespace faltung::python {

bool view_numpy(PyArrayObject* array, const char* argument, operand& view) {
  PyArray_Descr* const descr = PyArray_DESCR(array);
  const std::optional<element_type> type = element_of_descr(descr);
  if (!type) throw_element_error(argument, reinterpret_cast<PyObject*>(descr));
  const int rank = PyArray_NDIM(array);
  if (rank < 1 || rank > axis_numbers::most)
    throw invalid_argument(argument, std::to_string(rank) + " axes", "must have 1 to 8");
  const std::size_t size = size_of(*type);
  const int shift = std::countr_zero(size);
  const npy_intp* const extents = PyArray_DIMS(array);
  const npy_intp* const strides = PyArray_STRIDES(array);
  std::uintptr_t odd = reinterpret_cast<std::uintptr_t>(PyArray_DATA(array)) & (alignment_of(*type) - 1);
  // One axis is a few instructions; a small convolution would notice the loop over a span.
  view.form.extents =
      rank == 1 ? axis_numbers(extents[0]) : axis_numbers(std::span(extents, static_cast<std::size_t>(rank)));
  view.form.strides = view.form.extents;
  for (int axis = 0; axis < rank; ++axis) {
    // The stride of a single element is never used, and may be anything.
    const npy_intp stride = extents[axis] > 1 ? strides[axis] : static_cast<npy_intp>(size);
    odd |= static_cast<std::uintptr_t>(stride) & (size - 1);
    view.form.strides[axis] = stride >> shift;
  }
  if (odd != 0 || PyArray_ISBYTESWAPPED(array)) return false;
  view.first = PyArray_DATA(array);
  view.type = *type;
  view.kind = array_kind::numpy;
  view.memory = memory::host;
  view.writable = PyArray_ISWRITEABLE(array);
  return true;
}

namespace {

operand copy_numpy(PyArrayObject* array, const char* argument) {
  PyArray_Descr* const native = PyArray_DescrNewByteorder(PyArray_DESCR(array), NPY_NATIVE);
  if (native == nullptr) throw python_error{};
  operand copy;
  copy.owner = reference::owned(
      PyArray_FromArray(array, native, NPY_ARRAY_CARRAY | NPY_ARRAY_ENSURECOPY | NPY_ARRAY_ENSUREARRAY));
  static_cast<void>(view_numpy(reinterpret_cast<PyArrayObject*>(copy.owner.get()), argument, copy));
  return copy;
}

}  // namespace

void read_operand(PyObject* object, const char* argument, cuda_stream stream, operand& into) {
  if (!PyArray_Check(object)) {
    into = read_operand(object, argument, stream);
  } else if (auto* const array = reinterpret_cast<PyArrayObject*>(object); !view_numpy(array, argument, into)) {
    into = copy_numpy(array, argument);
  }
}

operand read_operand(PyObject* object, const char* argument, cuda_stream stream) {
  if (PyArray_Check(object)) {
    operand view;
    read_operand(object, argument, stream, view);
    return view;
  }
  if (is_foreign(object)) {
    operand view = read_foreign(object, argument, stream);
    if (view.memory == memory::host && reinterpret_cast<std::uintptr_t>(view.first) % alignment_of(view.type) != 0)
      throw invalid_argument(argument, std::to_string(reinterpret_cast<std::uintptr_t>(view.first)),
                             "is not aligned for its element type");
    return view;
  }
  reference array = reference::owned(PyArray_FROM_O(object));
  operand view = read_operand(array.get(), argument, stream);
  if (!view.owner) view.owner = std::move(array);
  return view;
}

std::string place_of(const operand& one) {
  return one.memory == memory::host ? "host memory" : "memory of device " + std::to_string(one.device);
}

}  // namespace faltung::python
