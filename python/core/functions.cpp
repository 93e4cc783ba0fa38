#include "functions.hpp"

#include <nanobind/nanobind.h>

#include "call.hpp"
#include "errors.hpp"
#include "faltung/capabilities.hpp"
#include "faltung/explanation.hpp"
#include "interruption.hpp"
#include "plan_cache.hpp"

namespace faltung::python {

PyObject* convolve(PyObject*, PyObject* const* arguments, Py_ssize_t count) noexcept {
  return reporting_errors([&] { return call(arguments, count).run().release(); });
}

PyObject* explain(PyObject*, PyObject* const* arguments, Py_ssize_t count) noexcept {
  return reporting_errors([&] {
    explanation made = call(arguments, count).explain();
    return nanobind::cast(std::move(made)).release().ptr();
  });
}

PyObject* capabilities(PyObject*, PyObject*) noexcept {
  return reporting_errors([] {
    faltung::capabilities machine;
    {
      const without_gil released(true);
      machine = detect();
    }
    return nanobind::cast(std::move(machine)).release().ptr();
  });
}

PyObject* clear_cache(PyObject*, PyObject*) noexcept {
  return reporting_errors([] {
    plan_cache::clear_all();
    return Py_NewRef(Py_None);
  });
}

}  // namespace faltung::python
