// The exchange between the 32 lanes of a warp, without any waiting: a runner decides how a lane waits.
#pragma once

#include <array>
#include <cstdint>

#include "emulation/device.hpp"

namespace faltung::emulation {

inline bool same_place(const site& a, const site& b) {
  return a.line() == b.line() && a.column() == b.column() && std::strcmp(a.file_name(), b.file_name()) == 0;
}

struct warp_request {
  warp_operation operation = warp_operation::synchronise;
  unsigned mask = 0;
  std::uint64_t value = 0;
  int source = 0;
  site where;
};

class warp {
 public:
  void start(int lanes);

  // Both return the lanes whose exchange is complete by it. CUDA asks only of lanes that have not exited that they
  // arrive, and it asks all of them for the same operation with the same mask.
  unsigned arrive(int lane, const warp_request& request);
  unsigned leave(int lane);

  [[nodiscard]] bool waits(int lane) const { return (waiting_ >> lane & 1u) != 0; }
  [[nodiscard]] const warp_request& request(int lane) const { return requests_[static_cast<unsigned>(lane)]; }
  [[nodiscard]] std::uint64_t result(int lane) const { return results_[static_cast<unsigned>(lane)]; }
  [[nodiscard]] unsigned live() const { return live_; }

 private:
  unsigned complete(const warp_request& request);
  [[nodiscard]] std::uint64_t answer(const warp_request& request, unsigned present) const;

  unsigned live_ = 0;
  unsigned waiting_ = 0;
  std::array<warp_request, 32> requests_;
  std::array<std::uint64_t, 32> results_{};
};

}  // namespace faltung::emulation
