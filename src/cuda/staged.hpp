// Host pointers for an executor that takes device pointers: copies in, executes, copies out, waits.
#pragma once

#include <memory>
#include <mutex>

#include "cuda/device_buffer.hpp"
#include "plan/executor.hpp"

namespace faltung::cuda {

// Owns the device memory for one execution, so executions of it run one after another.
class staged final : public executor {
 public:
  staged(std::unique_ptr<executor> inner, const geometry& where);

  // The workspace is device memory and its own.
  [[nodiscard]] std::size_t workspace_bytes() const noexcept override { return 0; }
  void set_filter(const void* filter, cuda_stream stream) override;
  // A failure before the outputs are copied back, which is the last thing done, leaves them as they were.
  void execute(const void* signal, void* output, std::byte* workspace, cuda_stream stream) const override;

 private:
  std::unique_ptr<executor> inner_;
  std::size_t filter_bytes_;
  device_buffer signal_;
  device_buffer output_;
  device_buffer workspace_;
  mutable std::mutex mutex_;
};

}  // namespace faltung::cuda
