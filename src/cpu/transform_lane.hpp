// Where one worker's buffers lie in the workspace.
#pragma once

#include <cstddef>

#include "plan/transform_buffers.hpp"

namespace faltung::cpu {

// Real samples, the spectra of the signal's parts, then the product's unless it takes the place of the only one.
template <class Type>
class transform_lane {
 public:
  transform_lane(std::byte* start, const spectral_memory& memory)
      : start_(start),
        first_(start + memory.one.real_bytes()),
        stride_(memory.one.complex_bytes()),
        product_(memory.in_place() ? 0 : static_cast<int>(memory.forward)) {}

  [[nodiscard]] std::byte* start() const noexcept { return start_; }
  [[nodiscard]] Type* real() const noexcept { return reinterpret_cast<Type*>(start_); }
  [[nodiscard]] Type* spectrum(int part) const noexcept {
    return reinterpret_cast<Type*>(first_ + static_cast<std::size_t>(part) * stride_);
  }
  [[nodiscard]] Type* product() const noexcept { return spectrum(product_); }

 private:
  std::byte* start_;
  std::byte* first_;
  std::size_t stride_;
  int product_;
};

}  // namespace faltung::cpu
