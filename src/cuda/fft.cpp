#include "cuda/fft.hpp"

#include "cuda/spectral_executor.hpp"
#include "faltung/error.hpp"

namespace faltung::cuda {

std::unique_ptr<executor> make_fft(const executor_request& request) {
  const geometry& where = request.geometry;
  const shape& transform = request.candidate.transform;
  const transform_buffers size(transform, where.type);
  if (transform.rank() != where.rank || size.rows < where.rows.circular_length() ||
      size.columns < where.columns.circular_length()) {
    throw unsupported("candidate.transform", to_string(transform), "too short for signal and filter");
  }
  const transform_scheme scheme{.transform = transform,
                                .per_pass = request.candidate.transforms_per_pass,
                                .segments = 1,
                                .step = where.columns.output,
                                .origin = 0,
                                .first_row = where.rows.full_first(),
                                .first_column = where.columns.full_first()};
  if (where.type == float32) return std::make_unique<spectral_executor<float>>(where, scheme);
  return std::make_unique<spectral_executor<double>>(where, scheme);
}

}  // namespace faltung::cuda
