// Device memory with one owner.
#pragma once

#include <cstddef>
#include <utility>

namespace faltung::cuda {

class device_buffer {
 public:
  device_buffer() = default;
  // Throws out_of_memory. No bytes, no allocation.
  explicit device_buffer(std::size_t bytes);
  device_buffer(device_buffer&& other) noexcept
      : data_(std::exchange(other.data_, nullptr)), bytes_(std::exchange(other.bytes_, 0)) {}
  device_buffer& operator=(device_buffer&& other) noexcept {
    std::swap(data_, other.data_);
    std::swap(bytes_, other.bytes_);
    return *this;
  }
  ~device_buffer();

  [[nodiscard]] std::byte* data() const noexcept { return static_cast<std::byte*>(data_); }
  [[nodiscard]] std::size_t bytes() const noexcept { return bytes_; }
  template <class Type>
  [[nodiscard]] Type* as() const noexcept {
    return static_cast<Type*>(data_);
  }

 private:
  void* data_ = nullptr;
  std::size_t bytes_ = 0;
};

}  // namespace faltung::cuda
