#include "cufft.hpp"

#include <atomic>

#include "faltung/capabilities.hpp"
#include "python.hpp"

namespace faltung::python {

void prepare_cufft(backend asked) {
  static std::atomic<bool> done = false;
  if (asked == backend::cpu || done.exchange(true)) return;
  if (!detect().cuda.usable()) return;
  const reference module = reference::owned(PyImport_ImportModule("faltung._cufft"));
  static_cast<void>(reference::owned(PyObject_CallMethod(module.get(), "load", nullptr)));
}

}  // namespace faltung::python
