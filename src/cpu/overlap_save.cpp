#ifdef FALTUNG_HAVE_FFTW
#include "cpu/overlap_save.hpp"

#include <algorithm>
#include <cstdint>

#include "cpu/spectral_executor.hpp"

namespace faltung::cpu {
namespace {

class overlapping_segments {
 public:
  overlapping_segments(const geometry& problem, std::int64_t length)
      : axis_(problem.columns), step_(length - axis_.filter + 1), count_((axis_.output + step_ - 1) / step_) {}

  [[nodiscard]] std::int64_t count() const noexcept { return count_; }
  [[nodiscard]] segment operator()(std::int64_t i) const noexcept {
    const std::int64_t first = i * step_;
    axis_geometry part = axis_;
    part.origin += first;
    part.output = std::min(step_, axis_.output - first);
    return {first, part.output, extended_frame(part)};
  }

 private:
  axis_geometry axis_;
  std::int64_t step_;
  std::int64_t count_;
};

}  // namespace

template <class Type>
std::unique_ptr<executor> make_overlap_save(const executor_request& request) {
  return std::make_unique<spectral_executor<Type, overlapping_segments>>(request);
}
template std::unique_ptr<executor> make_overlap_save<float>(const executor_request&);
template std::unique_ptr<executor> make_overlap_save<double>(const executor_request&);

}  // namespace faltung::cpu
#endif
