#ifdef FALTUNG_HAVE_FFTW
#include "cpu/overlap_save.hpp"

#include <algorithm>
#include <cstdint>

#include "cpu/parallel.hpp"
#include "cpu/transformed_filters.hpp"

namespace faltung::cpu {
namespace {

template <class Type>
class overlap_save final : public executor {
 public:
  explicit overlap_save(const executor_request& request)
      : problem_(request.geometry),
        lanes_(request.candidate.transforms_per_pass),
        filters_(request.geometry, request.candidate.transform),
        step_(filters_.buffers().columns - problem_.columns.filter + 1),
        segments_((problem_.columns.output + step_ - 1) / step_),
        workers_(worthwhile_threads(static_cast<int>(std::min<std::int64_t>(request.threads, lanes_)),
                                    filters_.estimated_seconds() * static_cast<double>(problem_.batch * segments_))) {}

  [[nodiscard]] std::size_t workspace_bytes() const noexcept override {
    return static_cast<std::size_t>(lanes_) * filters_.buffers().bytes();
  }

  void set_filter(const void* filter, cuda_stream) override { filters_.set(static_cast<const Type*>(filter)); }

  void execute(const void* signals, void* outputs, std::byte* workspace, cuda_stream) const override {
    const axis_geometry& axis = problem_.columns;
    parallel_for(workers_, problem_.batch * segments_, [&](int worker, std::int64_t begin, std::int64_t end) {
      const transform_lane<Type> lane(workspace, filters_.buffers(), worker);
      for (std::int64_t i = begin; i < end; ++i) {
        const std::int64_t signal = i / segments_;
        const std::int64_t first = i % segments_ * step_;
        gather(static_cast<const Type*>(signals) + signal * axis.signal, axis.origin + first, lane.real);
        filters_.convolve(lane, signal);
        // What wrapped around lies in the first m - 1 places.
        std::copy_n(lane.real + axis.filter - 1, std::min(step_, axis.output - first),
                    static_cast<Type*>(outputs) + signal * axis.output + first);
      }
    });
  }

 private:
  // Samples `start` and following; zeros where the signal has none.
  void gather(const Type* signal, std::int64_t start, Type* real) const {
    const std::int64_t count = filters_.buffers().columns;
    const std::int64_t n = problem_.columns.signal;
    const std::int64_t from = std::clamp<std::int64_t>(start, 0, n);
    const std::int64_t to = std::clamp<std::int64_t>(start + count, from, n);
    const std::int64_t before = std::min(from - std::min(start, from), count);
    std::fill_n(real, before, Type{0});
    std::copy_n(signal + from, to - from, real + before);
    std::fill_n(real + before + (to - from), count - before - (to - from), Type{0});
  }

  geometry problem_;
  std::int64_t lanes_;
  transformed_filters<Type> filters_;
  std::int64_t step_;
  std::int64_t segments_;
  int workers_;
};

}  // namespace

template <class Type>
std::unique_ptr<executor> make_overlap_save(const executor_request& request) {
  return std::make_unique<overlap_save<Type>>(request);
}
template std::unique_ptr<executor> make_overlap_save<float>(const executor_request&);
template std::unique_ptr<executor> make_overlap_save<double>(const executor_request&);

}  // namespace faltung::cpu
#endif
