// Arrays that come in by __dlpack__.
#pragma once

#include <optional>

#include "operand.hpp"
#include "python.hpp"

namespace faltung::python {

/// `stream` is what the producer is given: nothing for host memory, -1 where nothing has to be waited for.
[[nodiscard]] operand import_dlpack(PyObject* object, const char* argument, std::optional<std::int64_t> stream);

/// What __dlpack_device__ says: the device's number where the memory is a CUDA device's, nothing where it is the
/// host's. Throws faltung::unsupported for any other.
[[nodiscard]] std::optional<int> dlpack_device(PyObject* object, const char* argument);

}  // namespace faltung::python
