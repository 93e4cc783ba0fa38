#include "request.hpp"

#include <array>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "device.hpp"
#include "elements.hpp"
#include "errors.hpp"
#include "faltung/error.hpp"
#include "faltung/promotion.hpp"
#include "interruption.hpp"

namespace faltung::python {
namespace {

// Literals in Python code are interned, so that a name is known by its address.
std::array<PyObject*, 3> mode_names{};

std::string_view text_of(PyObject* name, const char* argument) {
  if (!PyUnicode_Check(name)) throw_type_error("%s: must be a string, not %s", argument, Py_TYPE(name)->tp_name);
  Py_ssize_t size = 0;
  const char* const text = PyUnicode_AsUTF8AndSize(name, &size);
  if (text == nullptr) throw python_error{};
  return {text, static_cast<std::size_t>(size)};
}

// Anything with __index__, so that NumPy's integers will do.
std::int64_t integer_of(PyObject* number, const char* argument) {
  int overflow = 0;
  if (PyLong_CheckExact(number)) {  // which a small convolution need not ask for an index
    const long long value = PyLong_AsLongLongAndOverflow(number, &overflow);
    if (overflow == 0) return value;
  }
  if (!PyIndex_Check(number)) throw_type_error("%s: must be an integer, not %s", argument, Py_TYPE(number)->tp_name);
  const reference index = reference::owned(PyNumber_Index(number));
  const long long value = PyLong_AsLongLongAndOverflow(index.get(), &overflow);
  if (overflow != 0) throw invalid_argument(argument, "an integer beyond 64 bits", "is out of range");
  if (value == -1 && PyErr_Occurred() != nullptr) throw python_error{};
  return value;
}

int small_integer_of(PyObject* number, const char* argument) {
  const std::int64_t value = integer_of(number, argument);
  if (value < std::numeric_limits<int>::min() || value > std::numeric_limits<int>::max())
    throw invalid_argument(argument, std::to_string(value), "is out of range");
  return static_cast<int>(value);
}

// A call for each item of a tuple or list.
template <class Take>
void for_each_item(PyObject* sequence, const char* argument, Take&& take) {
  if (!PyTuple_Check(sequence) && !PyList_Check(sequence))
    throw_type_error("%s: must be a tuple of integers, not %s", argument, Py_TYPE(sequence)->tp_name);
  const Py_ssize_t count = PySequence_Fast_GET_SIZE(sequence);
  for (Py_ssize_t i = 0; i < count; ++i) take(static_cast<std::size_t>(i), PySequence_Fast_GET_ITEM(sequence, i));
}

}  // namespace

void prepare_names() {
  for (const mode value : {mode::full, mode::same, mode::valid}) {
    const std::string name(to_string(value));
    mode_names[static_cast<std::size_t>(value)] = PyUnicode_InternFromString(name.c_str());
    if (mode_names[static_cast<std::size_t>(value)] == nullptr) throw python_error{};
  }
}

problem problem_for(const settings& asked, element_type signal, element_type filter) {
  problem what{.type = signal, .filter_type = filter, .output_type = asked.output_type};
  if (!asked.output_type) what.output_type = promote(signal, filter);
  what.accumulator = asked.accumulator;
  what.mode = asked.mode;
  what.operation = asked.operation;
  what.boundary = asked.boundary;
  what.origin = asked.origin;
  what.filter_rank = asked.filter_rank;
  return what;
}

options options_for(const settings& asked, memory where, cuda_stream stream) {
  options request{.backend = asked.backend, .method = asked.method, .memory = where, .stream = stream};
  request.max_error = asked.max_error;
  request.threads = asked.threads;
  request.interrupted = &interrupted_by_signal;
  return request;
}

axis_list axes_of(PyObject* axes) {
  axis_list made;
  for_each_item(axes, "axes", [&made](std::size_t i, PyObject* axis) {
    if (i >= made.axes.size()) throw invalid_argument("axes", "more than two", "must be one axis or two");
    made.axes[i] = small_integer_of(axis, "axes");
    made.count = i + 1;
  });
  return made;
}

std::optional<mode> interned_mode(PyObject* name) noexcept {
  for (const mode value : {mode::full, mode::same, mode::valid})
    if (name == mode_names[static_cast<std::size_t>(value)]) return value;
  return std::nullopt;
}

mode mode_of(PyObject* name) {
  const std::optional<mode> known = interned_mode(name);
  return known ? *known : parse_mode(text_of(name, "mode"));
}

boundary boundary_of(PyObject* rule, PyObject* cval) {
  if (absent(rule)) return zero;
  const boundary_rule made = parse_boundary(text_of(rule, "boundary"));
  if (made != boundary_rule::constant || absent(cval)) return made;
  const Py_complex value = PyComplex_AsCComplex(cval);
  if (value.real == -1.0 && PyErr_Occurred() != nullptr) throw python_error{};
  return constant({value.real, value.imag});
}

std::array<std::int64_t, 2> origin_of(PyObject* origin, std::size_t axes) {
  std::array<std::int64_t, 2> made{0, 0};
  if (absent(origin)) return made;
  std::size_t count = 0;
  for_each_item(origin, "origin", [&](std::size_t i, PyObject* shift) {
    count = i + 1;
    if (i < made.size()) made[i] = integer_of(shift, "origin");
  });
  if (count != axes)
    throw invalid_argument("origin", std::to_string(count) + " numbers",
                           "must have one for each convolved axis, " + std::to_string(axes));
  return made;
}

std::optional<element_type> type_of_argument(PyObject* type, const char* argument) {
  return absent(type) ? std::nullopt : std::optional(element_of(type, argument));
}

method method_of(PyObject* name) { return absent(name) ? method::automatic : parse_method(text_of(name, "method")); }

backend backend_of(PyObject* name) {
  return absent(name) ? backend::automatic : parse_backend(text_of(name, "backend"));
}

non_finite non_finite_of(PyObject* name) {
  if (absent(name)) return non_finite::contain;
  const std::string_view text = text_of(name, "non_finite");
  for (const non_finite value : {non_finite::contain, non_finite::propagate})
    if (text == to_string(value)) return value;
  throw invalid_argument("non_finite", text, "known: contain, propagate");
}

overflow overflow_of(PyObject* name) {
  if (absent(name)) return overflow::modulo;
  const std::string_view text = text_of(name, "overflow");
  for (const overflow value : {overflow::modulo, overflow::error})
    if (text == to_string(value)) return value;
  throw invalid_argument("overflow", text, "known: modulo, error");
}

axis_numbers numbers_of(PyObject* numbers, const char* argument) {
  if (PyIndex_Check(numbers)) return {integer_of(numbers, argument)};
  std::array<std::int64_t, axis_numbers::most> made{};
  std::size_t count = 0;
  for_each_item(numbers, argument, [&](std::size_t i, PyObject* number) {
    if (i >= made.size()) throw invalid_argument(argument, "more than 8 numbers", "there are at most 8 axes");
    made[i] = integer_of(number, argument);
    count = i + 1;
  });
  return axis_numbers(std::span(made.data(), count));
}

std::size_t bytes_of(PyObject* count, const char* argument) {
  const std::int64_t value = integer_of(count, argument);
  if (value < 0) throw invalid_argument(argument, std::to_string(value), "must not be negative");
  return static_cast<std::size_t>(value);
}

std::optional<cuda_stream> stream_of(PyObject* stream) {
  if (absent(stream)) return std::nullopt;
  const auto handle_of = [](PyObject* handle) {
    const std::int64_t value = integer_of(handle, "stream");
    if (value < 0) throw invalid_argument("stream", std::to_string(value), "is no handle of a stream");
    return stream_of_handle(value);
  };
  if (PyIndex_Check(stream)) return handle_of(stream);
  if (PyObject_HasAttrString(stream, "__cuda_stream__") != 0) {
    // (version of the protocol, handle)
    const reference pair = reference::owned(PyObject_CallMethod(stream, "__cuda_stream__", nullptr));
    if (!PyTuple_Check(pair.get()) || PyTuple_GET_SIZE(pair.get()) != 2)
      throw_type_error("stream: __cuda_stream__ of %s returned no pair", Py_TYPE(stream)->tp_name);
    return handle_of(PyTuple_GET_ITEM(pair.get(), 1));
  }
  for (const char* attribute : {"ptr", "cuda_stream"})
    if (PyObject_HasAttrString(stream, attribute) != 0)
      return handle_of(reference::owned(PyObject_GetAttrString(stream, attribute)).get());
  throw_type_error("stream: must be a handle or have __cuda_stream__, ptr or cuda_stream, which %s has not",
                   Py_TYPE(stream)->tp_name);
}

int threads_of(PyObject* count) { return absent(count) ? 0 : small_integer_of(count, "threads"); }

std::int64_t filter_rank_of(PyObject* rank) { return absent(rank) ? 0 : integer_of(rank, "filter_rank"); }

double max_error_of(PyObject* bound) {
  if (absent(bound)) return std::numeric_limits<double>::infinity();
  const double value = PyFloat_AsDouble(bound);
  if (value == -1.0 && PyErr_Occurred() != nullptr) throw python_error{};
  return value;
}

bool truth_of(PyObject* value) {
  if (value == Py_False || absent(value)) return false;
  const int truth = PyObject_IsTrue(value);
  if (truth < 0) throw python_error{};
  return truth != 0;
}

}  // namespace faltung::python
