// The arguments of a call that say what is to be computed and how.
#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>

#include "faltung/array_view.hpp"
#include "faltung/options.hpp"
#include "faltung/problem.hpp"
#include "python.hpp"

namespace faltung::python {

/// The convolved axes, 1 or 2 of them.
struct axis_list {
  std::array<int, 2> axes{};
  std::size_t count = 0;
  [[nodiscard]] std::span<const int> span() const { return {axes.data(), count}; }
};

/// What decides about a plan besides the arrays.
struct settings {
  axis_list axes{};
  faltung::operation operation = operation::convolution;
  faltung::mode mode = mode::full;
  faltung::boundary boundary = zero;
  std::array<std::int64_t, 2> origin{0, 0};
  std::optional<element_type> output_type{};
  std::optional<element_type> accumulator{};
  faltung::method method = method::automatic;
  faltung::backend backend = backend::automatic;
  int threads = 0;
  /// As of problem::filter_rank.
  std::int64_t filter_rank = 0;
  double max_error = std::numeric_limits<double>::infinity();
};

/// The problem for operands of these types, without their extents.
[[nodiscard]] problem problem_for(const settings& asked, element_type signal, element_type filter);

/// Options for operands in this memory, with work on this stream, ended by Python's signals.
[[nodiscard]] options options_for(const settings& asked, memory where, cuda_stream stream);

// Each raises TypeError where the object is of a type that the argument never has, and the library's errors for values
// that it does not know. None and nullptr are the default.
[[nodiscard]] axis_list axes_of(PyObject* axes);
[[nodiscard]] mode mode_of(PyObject* name);
/// By the address of the name, which Python interns where it stands in code; nothing for any other object.
[[nodiscard]] std::optional<mode> interned_mode(PyObject* name) noexcept;
[[nodiscard]] boundary boundary_of(PyObject* rule, PyObject* cval);
[[nodiscard]] std::array<std::int64_t, 2> origin_of(PyObject* origin, std::size_t axes);
[[nodiscard]] std::optional<element_type> type_of_argument(PyObject* type, const char* argument);
[[nodiscard]] method method_of(PyObject* name);
[[nodiscard]] backend backend_of(PyObject* name);
[[nodiscard]] non_finite non_finite_of(PyObject* name);
[[nodiscard]] overflow overflow_of(PyObject* name);
[[nodiscard]] int threads_of(PyObject* count);
[[nodiscard]] std::int64_t filter_rank_of(PyObject* rank);
[[nodiscard]] double max_error_of(PyObject* bound);
[[nodiscard]] bool truth_of(PyObject* value);
/// An int for one axis, or a tuple.
[[nodiscard]] axis_numbers numbers_of(PyObject* numbers, const char* argument);
[[nodiscard]] std::size_t bytes_of(PyObject* count, const char* argument);

/// A stream that the caller names: a handle as __dlpack__ writes it (0 and 1: legacy, 2: per thread), or an object with
/// __cuda_stream__ (numba, cuda.core), ptr (CuPy) or cuda_stream (torch). Nothing for None.
[[nodiscard]] std::optional<cuda_stream> stream_of(PyObject* stream);

[[nodiscard]] inline bool absent(PyObject* object) { return object == nullptr || object == Py_None; }

/// Interns the names that calls are made with most. Throws python_error.
void prepare_names();

}  // namespace faltung::python
