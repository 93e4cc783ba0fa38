#include <algorithm>
#include <memory>
#include <numeric>
#include <random>
#include <vector>

#include "fiber.hpp"
#include "grid.hpp"

namespace faltung::emulation {
namespace {

enum class state { ready, at_barrier, at_warp, exited };

// Fibers outlive blocks and launches: making 1024 stacks costs more than running most kernels.
class fiber_runner final : public block_services {
 public:
  std::string run(const grid& work, order turns, std::uint64_t seed) {
    work_ = &work;
    finding_.clear();
    random_.seed(seed);
    shared_memory shared(work.shared_bytes);
    shared_ = &shared;
    while (fibers_.size() < static_cast<std::size_t>(work.block_threads())) {
      fibers_.push_back(std::make_unique<fiber>([this] {
        work_->body();
        finished_ = true;
      }));
    }
    blockDim = work.threads;
    gridDim = work.blocks;
    running_block = this;
    for (std::uint64_t block = 0; block < work.block_count() && finding_.empty(); ++block) {
      blockIdx = work.block_index(block);
      shared.poison();
      run_block(turns);
    }
    running_block = nullptr;
    return finding_;
  }

  void barrier(const site& where) override {
    states_[current_] = state::at_barrier;
    sites_[current_] = where;
    ++at_barrier_;
    release_barrier();
    fibers_[current_]->suspend();
  }

  std::uint64_t exchange(const warp_request& request) override {
    const int self = lane();
    warp& mine = warps_[current_ / 32];
    if ((request.mask >> self & 1u) == 0) {
      find(describe_foreign_mask(self, request));
      states_[current_] = state::at_warp;
      fibers_[current_]->suspend();
    }
    states_[current_] = state::at_warp;
    sites_[current_] = request.where;
    wake(current_ / 32, mine.arrive(self, request));
    if (states_[current_] != state::ready) fibers_[current_]->suspend();
    return mine.result(self);
  }

  unsigned live_lanes() override { return warps_[current_ / 32].live(); }
  void* shared() override { return shared_->data(); }

 private:
  void run_block(order turns) {
    const auto threads = static_cast<std::size_t>(work_->block_threads());
    states_.assign(threads, state::ready);
    sites_.resize(threads);
    warps_.resize((threads + 31) / 32);
    for (std::size_t i = 0; i < warps_.size(); ++i) {
      warps_[i].start(static_cast<int>(std::min<std::size_t>(32, threads - 32 * i)));
    }
    live_ = threads;
    at_barrier_ = 0;
    turns_.resize(threads);
    std::iota(turns_.begin(), turns_.end(), std::size_t{0});
    if (turns == order::reverse) std::reverse(turns_.begin(), turns_.end());

    while (live_ > 0 && finding_.empty()) {
      if (turns == order::shuffled) std::shuffle(turns_.begin(), turns_.end(), random_);
      if (!pass() && finding_.empty()) find(describe_stall());
    }
    for (std::size_t i = 0; i < threads; ++i) {
      if (states_[i] != state::exited) fibers_[i]->abandon();
    }
  }

  // Gives every thread that can run one turn. An opened barrier ends the pass: the next phase starts in order again.
  bool pass() {
    bool moved = false;
    barrier_opened_ = false;
    for (const std::size_t thread : turns_) {
      if (states_[thread] != state::ready) continue;
      moved = true;
      current_ = thread;
      finished_ = false;
      threadIdx = work_->thread_index(static_cast<int>(thread));
      fibers_[thread]->resume();
      if (finished_) leave(thread);
      if (!finding_.empty() || barrier_opened_) break;
    }
    return moved;
  }

  void leave(std::size_t thread) {
    states_[thread] = state::exited;
    --live_;
    wake(thread / 32, warps_[thread / 32].leave(static_cast<int>(thread % 32)));
    release_barrier();
  }

  void wake(std::size_t warp, unsigned lanes) {
    for (std::size_t lane = 0; lane < 32; ++lane) {
      if ((lanes >> lane & 1u) != 0) states_[32 * warp + lane] = state::ready;
    }
  }

  void release_barrier() {
    if (at_barrier_ == 0 || at_barrier_ < live_) return;
    const std::size_t first = first_where([](std::size_t) { return true; });
    const std::size_t other = first_where([&](std::size_t i) { return !same_place(sites_[i], sites_[first]); });
    if (other != states_.size()) {
      find("threads wait at different barriers: " + describe_wait(first) + ", " + describe_wait(other));
      return;
    }
    std::replace(states_.begin(), states_.end(), state::at_barrier, state::ready);
    at_barrier_ = 0;
    barrier_opened_ = true;
  }

  template <class Predicate>
  std::size_t first_where(Predicate predicate) const {
    std::size_t i = 0;
    while (i < states_.size() && (states_[i] == state::exited || !predicate(i))) ++i;
    return i;
  }

  std::string describe_stall() const {
    const auto differs = [&](std::size_t a, std::size_t b) {
      return states_[a] != states_[b] || !same_place(sites_[a], sites_[b]) ||
             (states_[a] == state::at_warp && request(a).mask != request(b).mask);
    };
    const std::size_t first = first_where([](std::size_t) { return true; });
    const std::size_t other = first_where([&](std::size_t i) { return differs(first, i); });
    return "threads wait for each other: " + describe_wait(first) +
           (other == states_.size() ? std::string() : ", " + describe_wait(other));
  }

  const warp_request& request(std::size_t thread) const {
    return warps_[thread / 32].request(static_cast<int>(thread % 32));
  }

  std::string describe_wait(std::size_t thread) const {
    const std::string place = states_[thread] == state::at_barrier
                                  ? "the barrier "
                                  : "the warp operation with mask " + mask_text(request(thread).mask) + ' ';
    return "thread " + text(work_->thread_index(static_cast<int>(thread))) + " at " + place + text(sites_[thread]);
  }

  void find(const std::string& what) { finding_ = describe(*work_, blockIdx, what); }

  const grid* work_ = nullptr;
  shared_memory* shared_ = nullptr;
  std::vector<std::unique_ptr<fiber>> fibers_;
  std::vector<state> states_;
  std::vector<site> sites_;
  std::vector<warp> warps_;
  std::vector<std::size_t> turns_;
  std::mt19937_64 random_;
  std::size_t current_ = 0;
  std::size_t live_ = 0;
  std::size_t at_barrier_ = 0;
  bool barrier_opened_ = false;
  bool finished_ = false;
  std::string finding_;
};

}  // namespace

std::string run_as_fibers(const grid& work, order turns, std::uint64_t seed) {
  thread_local fiber_runner runner;
  return runner.run(work, turns, seed);
}

}  // namespace faltung::emulation
