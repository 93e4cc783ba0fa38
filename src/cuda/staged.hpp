// Host pointers for an executor that takes device pointers: copies in, executes, copies out, waits.
#pragma once

#include <memory>
#include <mutex>

#include "cuda/device_buffer.hpp"
#include "plan/executor.hpp"

namespace faltung::cuda {

// The problem for operands of which only the elements [begin, end) are there, strides as they were.
geometry trimmed(geometry where);

// Owns the device memory for one execution, so executions of it run one after another.
class staged final : public executor {
 public:
  // `inner` is made for the trimmed problem.
  staged(std::unique_ptr<executor> inner, const geometry& where);

  // The workspace is device memory and its own.
  [[nodiscard]] std::size_t workspace_bytes() const noexcept override { return 0; }
  void set_filter(const void* filter, cuda_stream stream) override;
  void set_factors(const void* columns, const void* rows, cuda_stream stream) override;
  // A failure before the outputs are copied back, which is the last thing done, leaves them as they were.
  void execute(const void* signal, void* output, std::byte* workspace, cuda_stream stream) const override;

 private:
  // An operand's bytes in the caller's memory.
  struct extent {
    std::size_t offset;
    std::size_t bytes;
  };
  static extent extent_of(const operand& one);

  std::unique_ptr<executor> inner_;
  extent filter_at_;
  std::size_t columns_bytes_;  // of a filter's factors
  std::size_t rows_bytes_;
  extent signal_at_;
  extent output_at_;
  bool output_has_gaps_;
  device_buffer signal_;
  device_buffer output_;
  device_buffer workspace_;
  mutable std::mutex mutex_;
};

}  // namespace faltung::cuda
