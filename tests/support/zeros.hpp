// Zeros that take memory only where they are written: operands of any length, of which a test touches a few pages.
#pragma once

#include <sys/mman.h>

#include <cstddef>
#include <cstdint>
#include <new>
#include <span>

namespace faltung::test {

template <class Type>
class zeros {
 public:
  explicit zeros(std::size_t count)
      : count_(count),
        data_(mmap(nullptr, count * sizeof(Type), PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE,
                   -1, 0)) {
    if (data_ == MAP_FAILED) throw std::bad_alloc();
  }
  zeros(const zeros&) = delete;
  zeros& operator=(const zeros&) = delete;
  ~zeros() { munmap(data_, count_ * sizeof(Type)); }

  [[nodiscard]] std::span<Type> view() { return {static_cast<Type*>(data_), count_}; }
  [[nodiscard]] Type& operator[](std::int64_t index) { return view()[static_cast<std::size_t>(index)]; }

 private:
  std::size_t count_;
  void* data_;
};

}  // namespace faltung::test
