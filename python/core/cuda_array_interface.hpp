// Arrays that come in by __cuda_array_interface__, version 3.
#pragma once

#include "operand.hpp"
#include "python.hpp"

namespace faltung::python {

/// Work that its producer has enqueued on the interface's stream comes before what `stream` is given from now on.
[[nodiscard]] operand import_cuda_array(PyObject* object, const char* argument, cuda_stream stream);

/// The number of the device that its memory is on.
[[nodiscard]] int cuda_array_device(PyObject* object, const char* argument);

}  // namespace faltung::python
