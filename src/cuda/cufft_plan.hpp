// One cuFFT plan: real transforms of one shape, one after another, in one direction.
#pragma once

#include <cuda_runtime_api.h>
#include <cufft.h>

#include <atomic>
#include <cstddef>
#include <mutex>

#include "cuda/cufft_library.hpp"
#include "faltung/types.hpp"

namespace faltung::cuda {

enum class direction : unsigned char { forward, inverse };

struct cufft_plan_key {
  int device = 0;
  direction way = direction::forward;
  element_type type = float32;
  int rank = 1;
  long long rows = 1;
  long long columns = 1;
  long long batch = 1;

  friend bool operator==(const cufft_plan_key&, const cufft_plan_key&) = default;
};

class cufft_plan {
 public:
  // Allocates no work area. Throws unsupported where cuFFT cannot be opened or the plan's size is beyond it.
  explicit cufft_plan(const cufft_plan_key& key);
  cufft_plan(const cufft_plan&) = delete;
  cufft_plan& operator=(const cufft_plan&) = delete;

  [[nodiscard]] const cufft_plan_key& key() const noexcept { return key_; }
  [[nodiscard]] std::size_t work_bytes() const noexcept { return work_bytes_; }
  // A plan whose execution failed once may go on failing: it is not kept for others.
  [[nodiscard]] bool failed() const noexcept { return failed_; }

  // Enqueues. [batch, rows, columns] reals and [batch, rows, columns / 2 + 1] complex numbers, contiguous; the inverse
  // overwrites its input. Threads may share a plan as long as each brings a work area of its own: stream and work area
  // belong to a cuFFT plan, so they are set and used under a lock.
  void execute(void* from, void* to, void* work, cudaStream_t stream);

 private:
  struct owned_handle {
    owned_handle();
    owned_handle(const owned_handle&) = delete;
    owned_handle& operator=(const owned_handle&) = delete;
    ~owned_handle();
    const cufft_library& library;
    cufftHandle value = 0;
  };
  void enqueue(void* from, void* to, void* work, cudaStream_t stream);

  cufft_plan_key key_;
  owned_handle handle_;
  std::size_t work_bytes_ = 0;
  std::atomic<bool> failed_ = false;
  std::mutex mutex_;
};

}  // namespace faltung::cuda
