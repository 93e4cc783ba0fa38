// One array as a call was given it: where its elements lie, of which type, and what keeps them there.
#pragma once

#include <string>

#include "faltung/array_plan.hpp"
#include "faltung/options.hpp"
#include "faltung/types.hpp"
#include "python.hpp"

namespace faltung::python {

/// How an array came in, and so how a result goes out.
enum class array_kind : unsigned char { numpy, foreign };

struct operand {
  void* first = nullptr;  ///< element (0, ..., 0)
  element_type type = float64;
  array_kind kind = array_kind::numpy;
  faltung::memory memory = faltung::memory::host;
  bool writable = false;
  int device = 0;  ///< of device memory, as CUDA numbers it
  array_form form{};
  /// The array that was copied to, or a foreign array's capsule; none where the caller's own reference is enough.
  reference owner{};
};

/// A NumPy array without a copy where the library takes it as it lies: native byte order, aligned, strides that are
/// multiples of the element's size. False where it must be copied first.
[[nodiscard]] bool view_numpy(PyArrayObject* array, const char* argument, operand& view);

/// The operand of a call: NumPy's arrays, copied where they must be, foreign ones by DLPack or __cuda_array_interface__
/// (made readable on `stream`), and whatever numpy.asarray makes an array of.
[[nodiscard]] operand read_operand(PyObject* object, const char* argument, cuda_stream stream);
void read_operand(PyObject* object, const char* argument, cuda_stream stream, operand& into);

/// "host memory" or "memory of device 1".
[[nodiscard]] std::string place_of(const operand& one);

}  // namespace faltung::python
