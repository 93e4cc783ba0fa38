#include "plan/interruption.hpp"

#include <chrono>

#include "faltung/error.hpp"

namespace faltung {

void interruption::ask(int worker) {
  using clock = std::chrono::steady_clock;
  constexpr auto least_pause = std::chrono::milliseconds(10);
  // Of the thread and not of the call, so that many short calls ask as rarely as a long one.
  thread_local clock::time_point last{};
  if (worker == 0 && !ended_.load(std::memory_order_relaxed)) {
    const clock::time_point now = clock::now();
    if (now - last < least_pause) return;
    last = now;
    if (asked_()) ended_.store(true, std::memory_order_relaxed);
  }
  if (ended_.load(std::memory_order_relaxed)) throw interrupted();
}

}  // namespace faltung
