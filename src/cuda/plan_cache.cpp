#include "cuda/plan_cache.hpp"

#include <algorithm>
#include <mutex>
#include <vector>

namespace faltung::cuda {
namespace {

struct idle_plans {
  std::mutex mutex;
  std::vector<std::unique_ptr<cufft_plan>> plans;  // least recently used first

  idle_plans() { plans.reserve(max_idle_plans + 1); }
};

// Never destroyed: at the end of the process the driver may be gone before us, and destroying a plan then is not safe.
idle_plans& idle() {
  static idle_plans& instance = *new idle_plans;
  return instance;
}

}  // namespace

plan_lease::~plan_lease() {
  if (plan_ == nullptr || plan_->failed()) return;
  std::unique_ptr<cufft_plan> displaced;  // destroyed after the lock is given up
  idle_plans& kept = idle();
  const std::lock_guard lock(kept.mutex);
  kept.plans.push_back(std::move(plan_));
  if (kept.plans.size() > max_idle_plans) {
    displaced = std::move(kept.plans.front());
    kept.plans.erase(kept.plans.begin());
  }
}

plan_lease check_out(const cufft_plan_key& key) {
  {
    idle_plans& kept = idle();
    const std::lock_guard lock(kept.mutex);
    // The most recently used of its kind.
    const auto found =
        std::find_if(kept.plans.rbegin(), kept.plans.rend(), [&](const auto& plan) { return plan->key() == key; });
    if (found != kept.plans.rend()) {
      plan_lease lease(std::move(*found));
      kept.plans.erase(std::next(found).base());
      return lease;
    }
  }
  return plan_lease(std::make_unique<cufft_plan>(key));
}

void release_idle_plans() noexcept {
  idle_plans& kept = idle();
  const std::lock_guard lock(kept.mutex);
  kept.plans.clear();  // keeps its capacity: giving a plan back never allocates
}

}  // namespace faltung::cuda
