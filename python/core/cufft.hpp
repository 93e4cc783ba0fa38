// cuFFT as a Python package may bring it.
#pragma once

#include "faltung/options.hpp"

namespace faltung::python {

/// To be called before a plan is made that may run on a device: the first time that there is one,
/// faltung._cufft.load(). Throws python_error.
void prepare_cufft(backend asked);

}  // namespace faltung::python
