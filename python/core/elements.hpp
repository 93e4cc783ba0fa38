// Element types as Python knows them: NumPy's dtypes, and the names that other libraries' dtypes end in.
#pragma once

#include <optional>
#include <string_view>

#include "faltung/types.hpp"
#include "python.hpp"

namespace faltung::python {

/// The element type of a dtype of any byte order; nothing where the library has none.
[[nodiscard]] std::optional<element_type> element_of_descr(PyArray_Descr* descr);

/// The same of a Python object that says a type: a numpy.dtype and what makes one, another library's dtype, a name such
/// as "bfloat16". Raises TypeError, naming the argument and the type, where there is none.
[[nodiscard]] element_type element_of(PyObject* type, const char* argument);

/// Throws the TypeError that says that the argument's elements are of no type of the library's.
[[noreturn]] void throw_element_error(const char* argument, PyObject* type);

[[nodiscard]] std::optional<element_type> element_named(std::string_view name);

/// A new reference to NumPy's dtype in native byte order. For bfloat16, which is not NumPy's own, ml_dtypes' one is
/// asked for; where it is not installed, TypeError.
[[nodiscard]] PyArray_Descr* new_descr(element_type type);

}  // namespace faltung::python
