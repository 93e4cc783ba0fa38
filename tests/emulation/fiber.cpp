#include "fiber.hpp"

#include <sys/mman.h>
#include <unistd.h>

#include <new>
#include <utility>

#if defined(__SANITIZE_ADDRESS__)
#include <sanitizer/asan_interface.h>
#include <sanitizer/common_interface_defs.h>
#endif
#if defined(__SANITIZE_THREAD__)
#include <sanitizer/tsan_interface.h>
#endif

namespace faltung::emulation {
namespace {

// Kernels keep their register arrays here, and AddressSanitizer pads every one; untouched pages cost nothing.
constexpr std::size_t stack_bytes = 256 * 1024;

// Each switch is announced before it happens and confirmed after it, on the other stack.
void announce([[maybe_unused]] void** save, [[maybe_unused]] const void* stack, [[maybe_unused]] std::size_t bytes,
              [[maybe_unused]] void* tsan) {
#if defined(__SANITIZE_ADDRESS__)
  __sanitizer_start_switch_fiber(save, stack, bytes);
#endif
#if defined(__SANITIZE_THREAD__)
  __tsan_switch_to_fiber(tsan, 0);
#endif
}

void confirm([[maybe_unused]] void* saved, [[maybe_unused]] const void** from, [[maybe_unused]] std::size_t* bytes) {
#if defined(__SANITIZE_ADDRESS__)
  __sanitizer_finish_switch_fiber(saved, from, bytes);
#endif
}

std::size_t guard_bytes() { return static_cast<std::size_t>(::sysconf(_SC_PAGESIZE)); }

}  // namespace

fiber::fiber(std::function<void()> body) : body_(std::move(body)) {
  void* mapping = ::mmap(nullptr, guard_bytes() + stack_bytes, PROT_READ | PROT_WRITE,
                         MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (mapping == MAP_FAILED) throw std::bad_alloc();
  mapping_ = static_cast<std::byte*>(mapping);
  // A stack that grows too far ends in a fault, not in its neighbour.
  ::mprotect(mapping_, guard_bytes(), PROT_NONE);
  prepare();
}

fiber::~fiber() {
#if defined(__SANITIZE_ADDRESS__)
  __asan_unpoison_memory_region(mapping_ + guard_bytes(), stack_bytes);
#endif
#if defined(__SANITIZE_THREAD__)
  __tsan_destroy_fiber(inside_tsan_);
#endif
  ::munmap(mapping_, guard_bytes() + stack_bytes);
}

void fiber::prepare() {
  inside_ = boost::context::detail::make_fcontext(mapping_ + guard_bytes() + stack_bytes, stack_bytes, &fiber::enter);
  inside_fake_stack_ = nullptr;
#if defined(__SANITIZE_THREAD__)
  inside_tsan_ = __tsan_create_fiber(0);
#endif
}

void fiber::enter(boost::context::detail::transfer_t transfer) {
  auto& self = *static_cast<fiber*>(transfer.data);
  confirm(nullptr, &self.outside_stack_, &self.outside_stack_bytes_);
  self.outside_ = transfer.fctx;
  for (;;) {
    self.body_();
    self.suspend();
  }
}

void fiber::resume() {
#if defined(__SANITIZE_THREAD__)
  outside_tsan_ = __tsan_get_current_fiber();
#endif
  void* outside_fake_stack = nullptr;
  announce(&outside_fake_stack, mapping_ + guard_bytes(), stack_bytes, inside_tsan_);
  inside_ = boost::context::detail::jump_fcontext(inside_, this).fctx;
  confirm(outside_fake_stack, nullptr, nullptr);
}

void fiber::suspend() {
  announce(&inside_fake_stack_, outside_stack_, outside_stack_bytes_, outside_tsan_);
  outside_ = boost::context::detail::jump_fcontext(outside_, nullptr).fctx;
  confirm(inside_fake_stack_, &outside_stack_, &outside_stack_bytes_);
}

void fiber::abandon() {
#if defined(__SANITIZE_ADDRESS__)
  __asan_unpoison_memory_region(mapping_ + guard_bytes(), stack_bytes);
#endif
#if defined(__SANITIZE_THREAD__)
  __tsan_destroy_fiber(inside_tsan_);
#endif
  prepare();
}

}  // namespace faltung::emulation
