// Uninitialised elements at an address that suits SIMD and FFTW.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <new>
#include <utility>

#include "faltung/error.hpp"
#include "plan/executor.hpp"

namespace faltung::cpu {

template <class Type>
class aligned_buffer {
 public:
  aligned_buffer() = default;

  // `purpose` names the memory in the out_of_memory that is thrown when there is none.
  aligned_buffer(std::int64_t count, const char* purpose) {
    constexpr auto most = std::numeric_limits<std::size_t>::max() / sizeof(Type);
    const auto elements = static_cast<std::size_t>(count);
    if (elements > most) throw out_of_memory(purpose, std::numeric_limits<std::size_t>::max());
    data_.reset(static_cast<Type*>(::operator new(elements * sizeof(Type), alignment, std::nothrow)));
    if (!data_) throw out_of_memory(purpose, elements * sizeof(Type));
  }

  [[nodiscard]] Type* data() noexcept { return data_.get(); }
  [[nodiscard]] const Type* data() const noexcept { return data_.get(); }

 private:
  static constexpr std::align_val_t alignment{workspace_alignment};
  struct release {
    void operator()(Type* data) const noexcept { ::operator delete(data, alignment); }
  };
  std::unique_ptr<Type, release> data_;
};

}  // namespace faltung::cpu
