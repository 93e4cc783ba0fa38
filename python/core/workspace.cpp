#include "workspace.hpp"

#include "faltung/error.hpp"
#include "faltung/host_memory.hpp"
#include "foreign.hpp"

namespace faltung::python {
namespace {

// Beyond it memory is not kept from call to call; what it takes to get it is little beside the work on it.
constexpr std::size_t most_kept = std::size_t{1} << 20;

std::unique_ptr<std::byte[]> host_memory(std::size_t bytes) {
  return faltung::detail::reporting_host_memory("workspace", bytes,
                                                [bytes] { return std::make_unique_for_overwrite<std::byte[]>(bytes); });
}

}  // namespace

std::span<std::byte> bytes_of_array(const operand& given, const operand& signal) {
  if (!given.writable) throw invalid_argument("workspace", "a read-only array", "cannot be written to");
  if (given.memory != signal.memory || given.device != signal.device)
    throw invalid_argument("workspace", place_of(given), "the signal is in " + place_of(signal));
  std::int64_t elements = 1;
  for (int axis = given.form.extents.rank() - 1; axis >= 0; --axis) {
    const std::int64_t extent = given.form.extents[axis];
    if (extent > 1 && given.form.strides[axis] != elements)
      throw invalid_argument("workspace", to_string(given.form.strides), "must be contiguous");
    elements *= extent;
  }
  return {static_cast<std::byte*>(given.first), static_cast<std::size_t>(elements) * size_of(given.type)};
}

workspace::workspace(PyObject* given, cached_plan& with, const operand& signal, cuda_stream stream) {
  const std::size_t bytes = with.plan.workspace_bytes();
  if (given != nullptr || bytes > most_kept || signal.memory == memory::device) {
    take(given, bytes, signal, stream);
  } else if (bytes > 0) {
    if (!with.workspace) with.workspace = host_memory(bytes);
    bytes_ = {with.workspace.get(), bytes};
  }
}

workspace::workspace(PyObject* given, std::size_t bytes, const operand& signal, cuda_stream stream) {
  take(given, bytes, signal, stream);
}

void workspace::take(PyObject* given, std::size_t bytes, const operand& signal, cuda_stream stream) {
  if (given != nullptr) {
    given_ = read_operand(given, "workspace", stream);
    if (given_->kind == array_kind::foreign && !may_be_written(given)) given_->writable = false;
    bytes_ = bytes_of_array(*given_, signal);
  } else if (bytes > 0 && signal.memory == memory::device) {
    device_ = stream_memory(bytes, stream);
    bytes_ = {device_.data(), bytes};
  } else if (bytes > 0) {
    host_ = host_memory(bytes);
    bytes_ = {host_.get(), bytes};
  }
}

}  // namespace faltung::python
