#include "cuda/overlap_save.hpp"

#include "cuda/fused_overlap_save.hpp"
#include "cuda/spectral_executor.hpp"
#include "faltung/error.hpp"
#include "plan/fused_segments.hpp"

namespace faltung::cuda {

std::unique_ptr<executor> make_overlap_save(const executor_request& request) {
  if (request.candidate.kernel == fused_overlap_save_name) return make_fused_overlap_save(request);
  const geometry& where = request.geometry;
  const axis_geometry& axis = where.columns;
  const shape& transform = request.candidate.transform;
  if (where.rank != 1) throw unsupported("options.method", "overlap_save", "it is for 1D signals");
  if (transform.rank() != 1 || transform[0] < axis.filter) {
    throw unsupported("candidate.transform", to_string(transform), "shorter than the filter");
  }
  const long long step = transform[0] - axis.filter + 1;
  transform_frame segment = extended_frame(axis);
  segment.length = axis.filter;
  return make_spectral(
      request,
      {.segments = (axis.output + step - 1) / step, .step = step, .rows = bare_frame(where.rows), .columns = segment});
}

}  // namespace faltung::cuda
