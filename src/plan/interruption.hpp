// The caller's wish to end a call before its end (options::interrupted), asked for between pieces of work.
#pragma once

#include <atomic>
#include <cstdint>
#include <limits>

namespace faltung {

class interruption {
 public:
  // Without anyone to ask, or with `asked` once for each piece of work.
  explicit interruption(bool (*asked)()) noexcept : asked_(asked) {}

  // Whether work must be cut into pieces of a few ms.
  [[nodiscard]] bool watched() const noexcept { return asked_ != nullptr; }

  // Throws faltung::interrupted. Worker 0 is the calling thread, which asks if it has not for a while; others hear it.
  void poll(int worker = 0) {
    if (watched()) ask(worker);
  }

  // Units of work, `seconds` each, that make a piece.
  [[nodiscard]] std::int64_t units_between(double seconds) const noexcept {
    constexpr double most_seconds = 2e-3;  // as estimated; a slow machine takes a few times that
    if (!watched() || seconds <= most_seconds / 1e9) return std::numeric_limits<std::int64_t>::max();
    return seconds >= most_seconds ? 1 : static_cast<std::int64_t>(most_seconds / seconds);
  }

 private:
  void ask(int worker);

  bool (*asked_)();
  std::atomic<bool> ended_{false};
};

}  // namespace faltung
