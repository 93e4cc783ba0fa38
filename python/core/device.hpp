// What the binding itself asks of the CUDA runtime: where memory is, the order of streams, and workspaces. Without the
// CUDA backend (device_absent.cpp) each of them throws faltung::unsupported.
#pragma once

#include <cstddef>
#include <cstdint>

#include "faltung/types.hpp"

namespace faltung::python {

/// The device that is current for this thread.
[[nodiscard]] int current_device();

/// The device that a pointer's memory is on.
[[nodiscard]] int device_of(const void* pointer);

/// What is enqueued on `second` from now on comes after what has been enqueued on `first`. The host waits for nothing.
void order(cuda_stream first, cuda_stream second);

/// Waits for all that was enqueued on a device, where that can be done: not at the end of the process.
void drain(int device) noexcept;

/// As __dlpack__ and __cuda_array_interface__ write streams: 0 and 1 are the legacy default stream, 2 the per-thread
/// one, others are handles.
[[nodiscard]] cuda_stream stream_of_handle(std::int64_t handle);
[[nodiscard]] std::int64_t handle_of_stream(cuda_stream stream);

/// Makes a device current for a scope.
class device_scope {
 public:
  explicit device_scope(int device);
  device_scope(const device_scope&) = delete;
  device_scope& operator=(const device_scope&) = delete;
  ~device_scope();

 private:
  int device_;
  int before_;
};

/// Device memory, on the current device, that is there for what is enqueued on one stream between construction and
/// destruction: allocating and freeing are work of that stream.
class stream_memory {
 public:
  stream_memory() = default;
  stream_memory(std::size_t bytes, cuda_stream stream);
  stream_memory(stream_memory&& other) noexcept;
  stream_memory& operator=(stream_memory&& other) noexcept;
  ~stream_memory();

  [[nodiscard]] std::byte* data() const noexcept { return static_cast<std::byte*>(data_); }
  [[nodiscard]] cuda_stream stream() const noexcept { return stream_; }

 private:
  void* data_ = nullptr;
  cuda_stream stream_ = nullptr;
};

}  // namespace faltung::python
