// The memory that one execute works in: the caller's, the plan's own, or taken for the call.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <span>

#include "device.hpp"
#include "operand.hpp"
#include "plan_cache.hpp"

namespace faltung::python {

/// Bytes of an array that is writable and without gaps, in the signal's memory. Throws invalid_argument otherwise.
[[nodiscard]] std::span<std::byte> bytes_of_array(const operand& given, const operand& signal);

class workspace {
 public:
  /// `given` may be nullptr: small host memory is then kept with the plan, other taken for the time of the scope,
  /// device memory in the order of the stream.
  workspace(PyObject* given, cached_plan& with, const operand& signal, cuda_stream stream);
  workspace(PyObject* given, std::size_t bytes, const operand& signal, cuda_stream stream);

  [[nodiscard]] std::span<std::byte> bytes() const noexcept { return bytes_; }

 private:
  void take(PyObject* given, std::size_t bytes, const operand& signal, cuda_stream stream);

  std::optional<operand> given_;
  std::unique_ptr<std::byte[]> host_;
  stream_memory device_;
  std::span<std::byte> bytes_;
};

}  // namespace faltung::python
