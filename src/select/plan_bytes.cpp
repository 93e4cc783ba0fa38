#include "select/plan_bytes.hpp"

#include <algorithm>

#include "plan/transform_buffers.hpp"

namespace faltung {

std::size_t window_bytes(const geometry& problem) {
  return static_cast<std::size_t>(problem.filter_count() * problem.filter_elements()) * problem.products().size() *
         size_of(problem.compute);
}

std::size_t contained_bytes(const selection_context& context) {
  const geometry& problem = context.problem;
  return problem.contains(context.request.non_finite) ? window_bytes(problem) : 0;
}

std::size_t spectra_bytes(const shape& transform, const selection_context& context) {
  const geometry& problem = context.problem;
  return static_cast<std::size_t>(problem.filter_count() * problem.filter.parts()) *
             transform_buffers(transform, problem.spectral).complex_bytes() +
         contained_bytes(context);
}

std::int64_t per_pass(std::int64_t transforms, std::size_t bytes_of_one, std::size_t limit) {
  const auto fitting = std::max<std::int64_t>(1, static_cast<std::int64_t>(limit / bytes_of_one));
  transforms = std::max<std::int64_t>(1, transforms);  // of an empty batch
  const std::int64_t passes = (transforms + fitting - 1) / fitting;
  return (transforms + passes - 1) / passes;
}

}  // namespace faltung
