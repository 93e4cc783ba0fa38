#include "warp.hpp"

#include <bit>

namespace faltung::emulation {

void warp::start(int lanes) {
  live_ = lanes >= 32 ? ~0u : (1u << lanes) - 1u;
  waiting_ = 0;
}

unsigned warp::arrive(int lane, const warp_request& request) {
  requests_[static_cast<unsigned>(lane)] = request;
  waiting_ |= 1u << lane;
  return complete(request);
}

unsigned warp::leave(int lane) {
  live_ &= ~(1u << lane);
  unsigned completed = 0;
  for (unsigned left = waiting_; left != 0; left &= left - 1) {
    const int other = std::countr_zero(left);
    if (waits(other)) completed |= complete(request(other));
  }
  return completed;
}

unsigned warp::complete(const warp_request& request) {
  const unsigned present = request.mask & live_;
  if ((present & ~waiting_) != 0) return 0;
  for (unsigned left = present; left != 0; left &= left - 1) {
    const warp_request& other = requests_[static_cast<unsigned>(std::countr_zero(left))];
    if (other.mask != request.mask || other.operation != request.operation || !same_place(other.where, request.where)) {
      return 0;
    }
  }
  for (unsigned left = present; left != 0; left &= left - 1) {
    const auto lane = static_cast<unsigned>(std::countr_zero(left));
    results_[lane] = answer(requests_[lane], present);
  }
  waiting_ &= ~present;
  return present;
}

std::uint64_t warp::answer(const warp_request& request, unsigned present) const {
  switch (request.operation) {
    case warp_operation::shuffle: {
      const auto source = static_cast<unsigned>(request.source) & 31u;
      return (present >> source & 1u) != 0 ? requests_[source].value : ~std::uint64_t{0};
    }
    case warp_operation::ballot: {
      std::uint64_t lanes = 0;
      for (unsigned left = present; left != 0; left &= left - 1) {
        const auto lane = static_cast<unsigned>(std::countr_zero(left));
        lanes |= (requests_[lane].value & 1u) << lane;
      }
      return lanes;
    }
    case warp_operation::synchronise: break;
  }
  return 0;
}

}  // namespace faltung::emulation
