#include "elements.hpp"

#include <array>
#include <cstring>

#include "errors.hpp"

namespace faltung::python {
namespace {

constexpr int least_type = NPY_BOOL;
constexpr int most_type = NPY_HALF;

// By NumPy's type number. long and long long have numbers of their own and the same size as another type.
constexpr auto by_number = [] {
  std::array<int, most_type + 1> table{};
  table.fill(-1);
  const auto set = [&table](int number, element_type type) {
    table[static_cast<std::size_t>(number)] = static_cast<int>(type);
  };
  set(NPY_BOOL, boolean);
  set(NPY_BYTE, type_of<signed char>);
  set(NPY_UBYTE, type_of<unsigned char>);
  set(NPY_SHORT, type_of<short>);
  set(NPY_USHORT, type_of<unsigned short>);
  set(NPY_INT, type_of<int>);
  set(NPY_UINT, type_of<unsigned>);
  set(NPY_LONG, type_of<long>);
  set(NPY_ULONG, type_of<unsigned long>);
  set(NPY_LONGLONG, type_of<long long>);
  set(NPY_ULONGLONG, type_of<unsigned long long>);
  set(NPY_HALF, float16);
  set(NPY_FLOAT, float32);
  set(NPY_DOUBLE, float64);
  set(NPY_CFLOAT, complex64);
  set(NPY_CDOUBLE, complex128);
  return table;
}();

constexpr int number_of(element_type type) {
  constexpr std::array<int, 15> numbers{NPY_BOOL,   NPY_INT8,   NPY_INT16,  NPY_INT32,  NPY_INT64,
                                        NPY_UINT8,  NPY_UINT16, NPY_UINT32, NPY_UINT64, NPY_HALF,
                                        NPY_NOTYPE, NPY_FLOAT,  NPY_DOUBLE, NPY_CFLOAT, NPY_CDOUBLE};
  return numbers[static_cast<std::size_t>(type)];
}

}  // namespace

std::optional<element_type> element_of_descr(PyArray_Descr* descr) {
  const int number = descr->type_num;
  if (number >= least_type && number <= most_type) {
    const int found = by_number[static_cast<std::size_t>(number)];
    return found < 0 ? std::nullopt : std::optional(static_cast<element_type>(found));
  }
  // ml_dtypes registers its types when it is imported; their numbers are given out then.
  if (number >= NPY_USERDEF && PyDataType_ELSIZE(descr) == 2) {
    const char* const name = descr->typeobj->tp_name;
    const char* const dot = std::strrchr(name, '.');
    if (std::strcmp(dot == nullptr ? name : dot + 1, "bfloat16") == 0) return bfloat16;
  }
  return std::nullopt;
}

std::optional<element_type> element_named(std::string_view name) {
  if (name == "bool") return boolean;
  for (int i = 0; i <= static_cast<int>(complex128); ++i)
    if (name == to_string(static_cast<element_type>(i))) return static_cast<element_type>(i);
  return std::nullopt;
}

element_type element_of(PyObject* type, const char* argument) {
  const auto of_descr = [&](PyArray_Descr* descr) {
    const std::optional<element_type> found = element_of_descr(descr);
    if (!found) throw_element_error(argument, reinterpret_cast<PyObject*>(descr));
    return *found;
  };
  if (PyArray_DescrCheck(type)) return of_descr(reinterpret_cast<PyArray_Descr*>(type));
  // str(torch.bfloat16) is "torch.bfloat16"; a name that NumPy lacks may still be one of ours.
  const reference text = reference::owned(PyObject_Str(type));
  Py_ssize_t size = 0;
  const char* const characters = PyUnicode_AsUTF8AndSize(text.get(), &size);
  if (characters == nullptr) throw python_error{};
  std::string_view name(characters, static_cast<std::size_t>(size));
  if (const auto dot = name.rfind('.'); dot != std::string_view::npos) name.remove_prefix(dot + 1);
  if (const auto found = element_named(name); found && !PyType_Check(type)) return *found;
  PyArray_Descr* descr = nullptr;
  if (PyArray_DescrConverter(type, &descr) == NPY_FAIL) throw python_error{};
  const reference owner = reference::owned(reinterpret_cast<PyObject*>(descr));
  return of_descr(descr);
}

void throw_element_error(const char* argument, PyObject* type) {
  throw_type_error(
      "%s: %S is none of the element types bool, int8 to uint64, float16, bfloat16, float32, float64, "
      "complex64, complex128",
      argument, type);
}

PyArray_Descr* new_descr(element_type type) {
  if (type != bfloat16) return PyArray_DescrFromType(number_of(type));
  PyObject* const module = PyImport_ImportModule("ml_dtypes");
  if (module == nullptr) {
    if (!PyErr_ExceptionMatches(PyExc_ImportError)) throw python_error{};
    PyErr_Clear();
    throw_type_error("dtype: NumPy has no bfloat16 of its own, and ml_dtypes is not installed");
  }
  const reference library = reference::owned(module);
  const reference scalar = reference::owned(PyObject_GetAttrString(library.get(), "bfloat16"));
  PyArray_Descr* descr = nullptr;
  if (PyArray_DescrConverter(scalar.get(), &descr) == NPY_FAIL) throw python_error{};
  return descr;
}

}  // namespace faltung::python
