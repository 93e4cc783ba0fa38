// A cuFFT plan: what was asked for, where its elements lie, and its execution.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "cufftXt.h"

namespace faltung::emulation {

// Where element (i0, ..., ik) of transform b lies: b * distance + stride * (i0 * embed[1] * ... + ... + ik).
struct fft_layout {
  std::vector<std::int64_t> extent;  // of one transform's elements on this side
  std::vector<std::int64_t> embed;
  std::int64_t stride = 1;
  std::int64_t distance = 0;

  [[nodiscard]] std::int64_t elements() const;
  [[nodiscard]] std::int64_t span(std::int64_t batch) const;  // from the first to past the last element
  template <class Visit>
  void each(std::int64_t transform, Visit visit) const;
};

struct fft_plan {
  bool automatic_area = true;
  bool made = false;
  cudaStream_t stream = nullptr;

  cufftType type = CUFFT_C2C;
  std::vector<std::int64_t> lengths;
  std::int64_t batch = 0;
  bool basic_layout = true;
  fft_layout input;
  fft_layout output;

  std::size_t work_bytes = 0;
  void* area = nullptr;
  bool owns_area = false;

  [[nodiscard]] bool is_double() const { return type == CUFFT_Z2Z || type == CUFFT_D2Z || type == CUFFT_Z2D; }
  [[nodiscard]] bool real_input() const { return type == CUFFT_R2C || type == CUFFT_D2Z; }
  [[nodiscard]] bool real_output() const { return type == CUFFT_C2R || type == CUFFT_Z2D; }
  [[nodiscard]] std::size_t scalar_bytes() const { return is_double() ? sizeof(double) : sizeof(float); }

  // The shape, which is then complete; CUFFT_SUCCESS or why it cannot be.
  cufftResult shape(int rank, const long long* n, const long long* inembed, long long istride, long long idist,
                    const long long* onembed, long long ostride, long long odist, cufftType kind, long long count);
  // What is wrong with these pointers, before anything is enqueued.
  [[nodiscard]] cufftResult check(const void* in, const void* out) const;
  void execute(void* in, void* out, int direction) const;
};

}  // namespace faltung::emulation
