#include "cuda/overlap_save.hpp"

#include "cuda/spectral_executor.hpp"
#include "faltung/error.hpp"

namespace faltung::cuda {

std::unique_ptr<executor> make_overlap_save(const executor_request& request) {
  const geometry& where = request.geometry;
  const axis_geometry& axis = where.columns;
  const shape& transform = request.candidate.transform;
  if (where.rank != 1) throw unsupported("options.method", "overlap_save", "it is for 1D signals");
  if (transform.rank() != 1 || transform[0] < axis.filter) {
    throw unsupported("candidate.transform", to_string(transform), "shorter than the filter");
  }
  const long long step = transform[0] - axis.filter + 1;
  const transform_scheme scheme{.transform = transform,
                                .per_pass = request.candidate.transforms_per_pass,
                                .segments = (axis.output + step - 1) / step,
                                .step = step,
                                .origin = axis.origin,
                                .first_row = 0,
                                .first_column = axis.filter - 1};
  if (where.type == float32) return std::make_unique<spectral_executor<float>>(where, scheme);
  return std::make_unique<spectral_executor<double>>(where, scheme);
}

}  // namespace faltung::cuda
