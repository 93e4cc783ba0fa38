// What a backend makes of a chosen candidate: the only thing a plan holds of it.
#pragma once

#include <cstddef>
#include <memory>

#include "faltung/explanation.hpp"
#include "faltung/types.hpp"
#include "plan/workspace.hpp"
#include "problem/geometry.hpp"

namespace faltung {

// There is none for an empty batch.
class executor {
 public:
  executor() = default;
  executor(const executor&) = delete;
  executor& operator=(const executor&) = delete;
  virtual ~executor() = default;

  // Exact. A workspace handed to execute starts at a multiple of workspace_alignment and has at least this size.
  [[nodiscard]] virtual std::size_t workspace_bytes() const noexcept = 0;

  // Prepares the filters, which lie as geometry.filter says. Done when it returns.
  // Strong guarantee: after a failure the filter before it is still in force.
  virtual void set_filter(const void* filter, cuda_stream stream) = 0;

  // The same with the filter as column filters [rank, height] and row filters [rank, width], contiguous, of the filter's
  // type. Only where the method is separable.
  virtual void set_factors(const void* columns, const void* rows, cuda_stream stream);

  // Thread-safe. `workspace` may be null where workspace_bytes() is 0.
  virtual void execute(const void* signal, void* output, std::byte* workspace, cuda_stream stream) const = 0;
};

struct executor_request {
  faltung::geometry geometry;
  faltung::candidate candidate;
  faltung::memory memory = faltung::memory::host;
  cuda_stream stream = nullptr;
  faltung::non_finite non_finite = faltung::non_finite::contain;
  int threads = 1;
  int multiprocessors = 0;  // of the CUDA device
  bool (*interrupted)() = nullptr;
};

}  // namespace faltung
