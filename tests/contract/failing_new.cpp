#include "contract/failing_new.hpp"

#include <atomic>
#include <cstddef>
#include <cstdlib>
#include <new>

namespace faltung::test {
namespace {

std::atomic<std::int64_t> until_failure{0};  // 1: the next one fails; 0 and below: none
std::atomic<bool> persistent{false};
std::atomic<std::int64_t> failed{0};
std::atomic<std::int64_t> alive{0};

void* allocate(std::size_t bytes, std::size_t alignment) {
  const std::int64_t left = until_failure.load() > 0 ? until_failure.fetch_sub(1) : 0;
  if (left == 1) {
    ++failed;
    if (persistent) until_failure = 1;
    return nullptr;
  }
  const std::size_t rounded = (bytes + alignment - 1) / alignment * alignment;
  void* memory = std::aligned_alloc(alignment, rounded == 0 ? alignment : rounded);
  if (memory != nullptr) ++alive;
  return memory;
}

void* allocate_or_throw(std::size_t bytes, std::size_t alignment) {
  void* memory = allocate(bytes, alignment);
  if (memory == nullptr) throw std::bad_alloc();
  return memory;
}

void release(void* memory) noexcept {
  if (memory != nullptr) --alive;
  std::free(memory);
}

}  // namespace

void fail_allocation(std::int64_t n, bool from_then_on) {
  failed = 0;
  persistent = from_then_on;
  until_failure = n;
}
std::int64_t allocations_failed() { return failed; }
std::int64_t allocations_alive() { return alive; }

}  // namespace faltung::test

namespace test = faltung::test;
constexpr std::size_t usual = __STDCPP_DEFAULT_NEW_ALIGNMENT__;

void* operator new(std::size_t bytes) { return test::allocate_or_throw(bytes, usual); }
void* operator new[](std::size_t bytes) { return test::allocate_or_throw(bytes, usual); }
void* operator new(std::size_t bytes, const std::nothrow_t&) noexcept { return test::allocate(bytes, usual); }
void* operator new[](std::size_t bytes, const std::nothrow_t&) noexcept { return test::allocate(bytes, usual); }
void* operator new(std::size_t bytes, std::align_val_t alignment) {
  return test::allocate_or_throw(bytes, static_cast<std::size_t>(alignment));
}
void* operator new[](std::size_t bytes, std::align_val_t alignment) {
  return test::allocate_or_throw(bytes, static_cast<std::size_t>(alignment));
}
void* operator new(std::size_t bytes, std::align_val_t alignment, const std::nothrow_t&) noexcept {
  return test::allocate(bytes, static_cast<std::size_t>(alignment));
}
void* operator new[](std::size_t bytes, std::align_val_t alignment, const std::nothrow_t&) noexcept {
  return test::allocate(bytes, static_cast<std::size_t>(alignment));
}
void operator delete(void* memory) noexcept { test::release(memory); }
void operator delete[](void* memory) noexcept { test::release(memory); }
void operator delete(void* memory, std::size_t) noexcept { test::release(memory); }
void operator delete[](void* memory, std::size_t) noexcept { test::release(memory); }
void operator delete(void* memory, std::align_val_t) noexcept { test::release(memory); }
void operator delete[](void* memory, std::align_val_t) noexcept { test::release(memory); }
void operator delete(void* memory, std::size_t, std::align_val_t) noexcept { test::release(memory); }
void operator delete[](void* memory, std::size_t, std::align_val_t) noexcept { test::release(memory); }
