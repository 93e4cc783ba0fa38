// A context of its own on a stack of its own, switched to and from within one host thread.
#pragma once

#include <boost/context/detail/fcontext.hpp>
#include <cstddef>
#include <functional>

namespace faltung::emulation {

class fiber {
 public:
  // Each resume from idle runs `body` once more.
  explicit fiber(std::function<void()> body);
  fiber(const fiber&) = delete;
  fiber& operator=(const fiber&) = delete;
  ~fiber();

  // Runs the body until it suspends or ends.
  void resume();
  // Called inside the body.
  void suspend();
  // Forgets a suspended body without unwinding its stack: kernels own nothing, and may be noexcept.
  void abandon();

 private:
  static void enter(boost::context::detail::transfer_t transfer);
  void prepare();

  std::function<void()> body_;
  std::byte* mapping_ = nullptr;
  boost::context::detail::fcontext_t inside_ = nullptr;
  boost::context::detail::fcontext_t outside_ = nullptr;
  // What AddressSanitizer and ThreadSanitizer have to be told about each switch.
  const void* outside_stack_ = nullptr;
  std::size_t outside_stack_bytes_ = 0;
  void* inside_fake_stack_ = nullptr;
  void* inside_tsan_ = nullptr;
  void* outside_tsan_ = nullptr;
};

}  // namespace faltung::emulation
