#include <algorithm>
#include <barrier>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "grid.hpp"

namespace faltung::emulation {
namespace {

// Only what CUDA orders may be ordered here, or ThreadSanitizer sees too little: hence a lock of its own for each
// warp, and none for the block.
struct locked_warp {
  std::mutex mutex;
  std::condition_variable arrived;
  warp lanes;
};

class thread_runner final : public block_services {
 public:
  explicit thread_runner(const grid& work)
      : work_(work),
        shared_(work.shared_bytes),
        warps_(static_cast<std::size_t>((work.block_threads() + 31) / 32)),
        next_block_(work.block_threads(), start_block{this}) {}

  std::string run() {
    {
      std::vector<std::jthread> threads;
      for (int i = 0; i < work_.block_threads(); ++i) threads.emplace_back([this, i] { run_thread(i); });
    }
    return finding_;
  }

  void barrier(const site&) override { in_block_->arrive_and_wait(); }

  std::uint64_t exchange(const warp_request& request) override {
    const int self = lane();
    if ((request.mask >> self & 1u) == 0) {
      find(describe_foreign_mask(self, request));
      return ~std::uint64_t{0};
    }
    locked_warp& mine = own_warp();
    std::unique_lock lock(mine.mutex);
    if (mine.lanes.arrive(self, request) != 0) {
      mine.arrived.notify_all();
    } else {
      mine.arrived.wait(lock, [&] { return !mine.lanes.waits(self); });
    }
    return mine.lanes.result(self);
  }

  unsigned live_lanes() override {
    locked_warp& mine = own_warp();
    const std::lock_guard lock(mine.mutex);
    return mine.lanes.live();
  }

  void* shared() override { return shared_.data(); }

 private:
  struct start_block {
    thread_runner* runner;
    void operator()() const noexcept { runner->prepare(); }
  };

  // Runs on one thread while the others wait for the next block.
  void prepare() {
    if (started_ == work_.block_count() || !finding_.empty()) {
      done_ = true;
      return;
    }
    block_ = work_.block_index(started_++);
    shared_.poison();
    in_block_.emplace(work_.block_threads());
    for (std::size_t i = 0; i < warps_.size(); ++i) {
      warps_[i].lanes.start(std::min(32, work_.block_threads() - static_cast<int>(32 * i)));
    }
  }

  void run_thread(int index) {
    blockDim = work_.threads;
    gridDim = work_.blocks;
    threadIdx = work_.thread_index(index);
    running_block = this;
    for (;;) {
      next_block_.arrive_and_wait();
      if (done_) return;
      blockIdx = block_;
      work_.body();
      // A thread that has exited is waited for by no later barrier of its block.
      in_block_->arrive_and_drop();
      locked_warp& mine = own_warp();
      const std::lock_guard lock(mine.mutex);
      if (mine.lanes.leave(lane()) != 0) mine.arrived.notify_all();
    }
  }

  locked_warp& own_warp() {
    const unsigned linear = threadIdx.x + blockDim.x * (threadIdx.y + blockDim.y * threadIdx.z);
    return warps_[linear / 32];
  }

  void find(const std::string& what) {
    const std::lock_guard lock(finding_mutex_);
    if (finding_.empty()) finding_ = describe(work_, blockIdx, what);
  }

  const grid& work_;
  shared_memory shared_;
  std::deque<locked_warp> warps_;
  std::optional<std::barrier<>> in_block_;
  std::barrier<start_block> next_block_;
  std::uint64_t started_ = 0;
  uint3 block_{};
  bool done_ = false;
  std::mutex finding_mutex_;
  std::string finding_;
};

}  // namespace

std::string run_as_threads(const grid& work) { return thread_runner(work).run(); }

}  // namespace faltung::emulation
