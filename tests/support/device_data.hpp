// Arrays in host or device memory under one interface, so that a test reads the same for both.
//
// A program links one of device_data_cuda.cpp (the runtime API: a real device, or its double) and
// device_data_absent.cpp (a program that runs on the CPU only).
#pragma once

#include <cstddef>
#include <cstring>
#include <memory>
#include <span>
#include <utility>
#include <vector>

#include "faltung/options.hpp"

namespace faltung::test {

// Each throws std::runtime_error where the runtime refuses.
void* allocate_on_device(std::size_t bytes);
void free_on_device(void* data) noexcept;
void copy_to_device(void* to, const void* from, std::size_t bytes);
void copy_to_host(void* to, const void* from, std::size_t bytes);
// Waits for everything enqueued, on any stream.
void finish_device();
cuda_stream make_stream();
void free_stream(cuda_stream stream) noexcept;

// A stream of its own for device memory; none is needed for host memory.
class stream_owner {
 public:
  explicit stream_owner(memory where) : stream_(where == memory::device ? make_stream() : nullptr) {}
  stream_owner(const stream_owner&) = delete;
  stream_owner& operator=(const stream_owner&) = delete;
  ~stream_owner() {
    if (stream_ != nullptr) free_stream(stream_);
  }
  [[nodiscard]] cuda_stream get() const { return stream_; }

 private:
  cuda_stream stream_;
};

template <class Type>
class array {
 public:
  array(memory where, std::size_t count) : where_(where), count_(count) {
    const std::size_t bytes = (count > 0 ? count : 1) * sizeof(Type);
    data_ = where == memory::device ? static_cast<Type*>(allocate_on_device(bytes))
                                    : static_cast<Type*>(::operator new(bytes));
  }
  array(memory where, const std::vector<Type>& from) : array(where, from.size()) { write(from); }
  array(array&& other) noexcept
      : where_(other.where_), count_(other.count_), data_(std::exchange(other.data_, nullptr)) {}
  array& operator=(array&&) = delete;
  ~array() {
    if (where_ == memory::device)
      free_on_device(data_);
    else
      ::operator delete(data_);
  }

  [[nodiscard]] Type* data() { return data_; }
  [[nodiscard]] const Type* data() const { return data_; }
  [[nodiscard]] std::size_t size() const { return count_; }

  void write(const std::vector<Type>& from) {
    if (where_ == memory::device)
      copy_to_device(data_, from.data(), count_ * sizeof(Type));
    else if (count_ > 0)
      std::memcpy(data_, from.data(), count_ * sizeof(Type));
  }
  [[nodiscard]] std::vector<Type> read() const {
    std::vector<Type> values(count_);
    if (where_ == memory::device) {
      finish_device();
      copy_to_host(values.data(), data_, count_ * sizeof(Type));
    } else if (count_ > 0) {
      std::memcpy(values.data(), data_, count_ * sizeof(Type));
    }
    return values;
  }

 private:
  memory where_;
  std::size_t count_;
  Type* data_ = nullptr;
};

}  // namespace faltung::test
