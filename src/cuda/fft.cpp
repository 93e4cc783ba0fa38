#include "cuda/fft.hpp"

#include "cuda/spectral_executor.hpp"
#include "plan/transform_buffers.hpp"

namespace faltung::cuda {

std::unique_ptr<executor> make_fft(const executor_request& request) {
  const geometry& where = request.geometry;
  const boundary_rule rule = where.boundary.rule;
  const transform_buffers size(request.candidate.transform, where.spectral);
  return make_spectral(request, {.segments = 1,
                                 .step = where.columns.output,
                                 .rows = frame_of(where.rows, rule, size.rows),
                                 .columns = frame_of(where.columns, rule, size.columns)});
}

}  // namespace faltung::cuda
