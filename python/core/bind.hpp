// The module's classes, one function for each file that defines some.
#pragma once

#include "python.hpp"

#include <nanobind/nanobind.h>

#include <sstream>
#include <string>

namespace faltung::python {

void bind_explanation(nanobind::module_& module);
void bind_capabilities(nanobind::module_& module);
void bind_plan(nanobind::module_& module);
void bind_device_array(nanobind::module_& module);
void bind_emulation(nanobind::module_& module);  // emulation/

/// What the C++ library prints of a value, without the line feed at its end.
template <class Value>
std::string printed(const Value& value) {
  std::ostringstream text;
  text << value;
  std::string whole = text.str();
  while (whole.ends_with('\n')) whole.pop_back();
  return whole;
}

/// Takes over what a function of this folder's returns.
[[nodiscard]] inline nanobind::object steal(reference object) { return nanobind::steal(object.release()); }

}  // namespace faltung::python
