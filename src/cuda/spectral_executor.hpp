// Convolution through transforms, whole signals or segments of them: gather, forward, multiply, inverse, crop.
#pragma once

#include <memory>

#include "cuda/device_buffer.hpp"
#include "cuda/plan_cache.hpp"
#include "plan/executor.hpp"
#include "plan/transform_buffers.hpp"

namespace faltung::cuda {

// How the outputs of a convolution are spread over transforms.
struct transform_scheme {
  shape transform;
  long long per_pass = 1;
  long long segments = 1;   // transforms for one signal
  long long step = 0;       // outputs that each yields in a row, and columns from one segment to the next
  long long origin = 0;     // signal column that becomes column 0 of segment 0
  long long first_row = 0;  // where the outputs lie in a transform
  long long first_column = 0;
};

// Pointers are device pointers.
template <class Type>
class spectral_executor final : public executor {
 public:
  spectral_executor(const geometry& where, const transform_scheme& scheme);

  [[nodiscard]] std::size_t workspace_bytes() const noexcept override;
  void set_filter(const void* filter, cuda_stream stream) override;
  void execute(const void* signal, void* output, std::byte* workspace, cuda_stream stream) const override;

 private:
  [[nodiscard]] cufft_plan_key key(direction way, long long batch) const;
  [[nodiscard]] std::size_t real_bytes(long long count) const;
  [[nodiscard]] std::size_t spectrum_bytes(long long count) const;
  [[nodiscard]] std::size_t work_bytes() const;

  geometry where_;
  transform_scheme scheme_;
  transform_buffers size_;
  int device_;
  plan_lease forward_;
  plan_lease inverse_;
  device_buffer filter_;  // spectra, divided by the transform's length
};

extern template class spectral_executor<float>;
extern template class spectral_executor<double>;

}  // namespace faltung::cuda
