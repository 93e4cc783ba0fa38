// cuFFT plans between uses: making one takes from half a millisecond to 150, so a plan that is given back is kept for
// the next executor that needs its like. Bounded; the least recently used goes first.
#pragma once

#include <cstddef>
#include <memory>

#include "cuda/cufft_plan.hpp"

namespace faltung::cuda {

inline constexpr std::size_t max_idle_plans = 16;

// Exclusive use of a plan, from check_out to destruction.
class plan_lease {
 public:
  plan_lease() = default;
  explicit plan_lease(std::unique_ptr<cufft_plan> plan) noexcept : plan_(std::move(plan)) {}
  plan_lease(plan_lease&&) noexcept = default;
  plan_lease& operator=(plan_lease&& other) noexcept {
    plan_.swap(other.plan_);
    return *this;
  }
  ~plan_lease();

  cufft_plan* operator->() const noexcept { return plan_.get(); }

 private:
  std::unique_ptr<cufft_plan> plan_;
};

// An idle plan or a new one. Throws what cufft_plan throws.
plan_lease check_out(const cufft_plan_key& key);

// Destroys the idle plans.
void release_idle_plans() noexcept;

}  // namespace faltung::cuda
