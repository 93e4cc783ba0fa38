#include <nanobind/stl/string.h>
#include <nanobind/stl/string_view.h>
#include <nanobind/stl/vector.h>

#include "bind.hpp"
#include "faltung/explanation.hpp"

namespace faltung::python {
namespace nb = nanobind;

void bind_explanation(nb::module_& module) {
  nb::class_<error_bound>(module, "ErrorBound",
                          "A bound proved for the method.\n\n"
                          "componentwise: |error| <= factor * (|signal| convolved with |filter|) at each place;\n"
                          "otherwise |error| <= factor * norm2(signal) * norm2(filter).")
      .def_ro("factor", &error_bound::factor, "float")
      .def_ro("componentwise", &error_bound::componentwise, "bool")
      .def("__repr__", [](const error_bound& bound) {
        return "ErrorBound(factor=" + nb::cast<std::string>(nb::repr(nb::float_(bound.factor))) +
               ", componentwise=" + (bound.componentwise ? "True" : "False") + ")";
      });

  nb::class_<candidate>(module, "Candidate", "One way to solve a problem, and why it was refused if it was.")
      .def_prop_ro(
          "name",
          [](const candidate& one) {
            return std::string(to_string(one.backend)) + " " + std::string(to_string(one.method));
          },
          "Backend and method, such as 'cpu direct'.")
      .def_prop_ro(
          "backend", [](const candidate& one) { return to_string(one.backend); }, "'cpu' or 'cuda'")
      .def_prop_ro(
          "method", [](const candidate& one) { return to_string(one.method); },
          "'direct', 'fft', 'overlap_save', 'separable' or 'reference'")
      .def_ro("kernel", &candidate::kernel, "str, the CUDA kernel where the method has several, else empty")
      .def_ro("predicted_seconds", &candidate::predicted_seconds, "float, of one execution")
      .def_ro("predicted_workspace_bytes", &candidate::predicted_workspace_bytes, "int")
      .def_ro("predicted_filter_bytes", &candidate::predicted_filter_bytes, "int, of the prepared filter")
      .def_ro("bound", &candidate::bound, "ErrorBound")
      .def_ro("refused", &candidate::refused, "str, empty where it is possible")
      .def("__str__", &printed<candidate>)
      .def("__repr__", [](const candidate& one) { return "<Candidate " + printed(one) + ">"; });

  nb::class_<explanation>(module, "Explanation", "The choice of a plan, and the candidates it was made from.")
      .def_prop_ro(
          "method", [](const explanation& all) { return to_string(all.choice().method); }, "Name of the method taken.")
      .def_prop_ro(
          "backend", [](const explanation& all) { return to_string(all.choice().backend); }, "'cpu' or 'cuda'")
      .def_prop_ro(
          "choice", [](const explanation& all) { return all.choice(); }, "The Candidate taken.")
      .def_ro("candidates", &explanation::candidates, "list of Candidate")
      .def("__str__", &printed<explanation>)
      .def("__repr__", [](const explanation& all) { return "<Explanation: " + printed(all.choice()) + ">"; });
}

}  // namespace faltung::python
