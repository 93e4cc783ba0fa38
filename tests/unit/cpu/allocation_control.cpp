#include "allocation_control.hpp"

#include <cstddef>
#include <cstdlib>
#include <new>

namespace {

thread_local long allocations = 0;
thread_local long failing = -1;

void* allocate(std::size_t bytes, std::size_t alignment) noexcept {
  ++allocations;
  if (failing == 0) {
    failing = -1;
    return nullptr;
  }
  if (failing > 0) --failing;
  const std::size_t rounded = (bytes + alignment - 1) / alignment * alignment;
  return std::aligned_alloc(alignment, rounded == 0 ? alignment : rounded);
}

void* allocate_or_throw(std::size_t bytes, std::size_t alignment) {
  if (void* memory = allocate(bytes, alignment)) return memory;
  throw std::bad_alloc();
}

constexpr std::size_t ordinary = alignof(std::max_align_t);

}  // namespace

namespace allocation_control {

void reset() noexcept { allocations = 0; }
long count() noexcept { return allocations; }
void fail_at(long index) noexcept { failing = index; }

}  // namespace allocation_control

void* operator new(std::size_t bytes) { return allocate_or_throw(bytes, ordinary); }
void* operator new[](std::size_t bytes) { return allocate_or_throw(bytes, ordinary); }
void* operator new(std::size_t bytes, std::align_val_t alignment) {
  return allocate_or_throw(bytes, static_cast<std::size_t>(alignment));
}
void* operator new(std::size_t bytes, const std::nothrow_t&) noexcept { return allocate(bytes, ordinary); }
void* operator new(std::size_t bytes, std::align_val_t alignment, const std::nothrow_t&) noexcept {
  return allocate(bytes, static_cast<std::size_t>(alignment));
}
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete[](void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }
void operator delete[](void* memory, std::size_t) noexcept { std::free(memory); }
void operator delete(void* memory, std::align_val_t) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t, std::align_val_t) noexcept { std::free(memory); }
void operator delete(void* memory, std::align_val_t, const std::nothrow_t&) noexcept { std::free(memory); }
