// Arrays of other libraries, by DLPack or __cuda_array_interface__, and results in their types.
#pragma once

#include <optional>
#include <string_view>

#include "faltung/array_view.hpp"
#include "operand.hpp"
#include "python.hpp"

namespace faltung::python {

/// Whether the object has __dlpack__ or __cuda_array_interface__; NumPy's arrays have the first and are not asked.
[[nodiscard]] bool is_foreign(PyObject* object);

/// The array that the object hands out, ready for work on `stream` (of host memory, at once). With `ordered` false the
/// producer is told that nothing has to be waited for.
[[nodiscard]] operand read_foreign(PyObject* object, const char* argument, cuda_stream stream, bool ordered = true);

/// Whether arrays of the object's library may be written to at all, whatever they say of themselves.
[[nodiscard]] bool may_be_written(PyObject* object);

/// Where the object's memory is, without importing it: nothing for host memory, otherwise the device's number.
[[nodiscard]] std::optional<int> device_of_foreign(PyObject* object, const char* argument);

/// The stream that the object's library works on now; the legacy default stream where it has none to tell.
[[nodiscard]] cuda_stream current_stream_of(PyObject* object, int device);

/// A result like `object`: of its library's array type, in the same memory.
struct foreign_result {
  reference array;     ///< what is written to
  bool to_be_wrapped;  ///< an array of ours that finish() turns into one of the library's
};
[[nodiscard]] foreign_result new_foreign(PyObject* object, const operand& like, const axis_numbers& extents,
                                         element_type type, cuda_stream stream);
[[nodiscard]] reference finish_foreign(PyObject* object, foreign_result result);

}  // namespace faltung::python
