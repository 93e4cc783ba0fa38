// A copy of elements that ends where memory ends: a read behind it stops the program.
#pragma once

#include <sys/mman.h>
#include <unistd.h>

#include <cstddef>
#include <cstring>
#include <new>
#include <vector>

namespace faltung::test {

template <class Type>
class fenced {
 public:
  explicit fenced(const std::vector<Type>& from) {
    const auto page = static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
    const std::size_t bytes = from.size() * sizeof(Type);
    size_ = (bytes + page - 1) / page * page + page;
    pages_ = mmap(nullptr, size_, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (pages_ == MAP_FAILED) throw std::bad_alloc();
    std::byte* const fence = static_cast<std::byte*>(pages_) + size_ - page;
    mprotect(fence, page, PROT_NONE);
    std::memcpy(fence - bytes, from.data(), bytes);
    data_ = reinterpret_cast<const Type*>(fence - bytes);
  }
  fenced(const fenced&) = delete;
  fenced& operator=(const fenced&) = delete;
  ~fenced() { munmap(pages_, size_); }

  [[nodiscard]] const Type* data() const { return data_; }

 private:
  void* pages_ = nullptr;
  std::size_t size_ = 0;
  const Type* data_ = nullptr;
};

}  // namespace faltung::test
