// SequenceFunction: convolve and correlate of faltung.numpy, without Python code between the caller and the library
// where two NumPy sequences are all there is to look at.
#pragma once

#include "python.hpp"

namespace faltung::python {

/// Makes the type and adds it to the module. Throws python_error.
void add_sequence_function(PyObject* module);

}  // namespace faltung::python
