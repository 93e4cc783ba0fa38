#ifdef FALTUNG_HAVE_FFTW
#include "cpu/fft.hpp"

#include <algorithm>
#include <cstdint>

#include "cpu/parallel.hpp"
#include "cpu/transformed_filters.hpp"

namespace faltung::cpu {
namespace {

template <class Type>
class fft final : public executor {
 public:
  explicit fft(const executor_request& request)
      : problem_(request.geometry),
        lanes_(request.candidate.transforms_per_pass),
        filters_(request.geometry, request.candidate.transform),
        workers_(worthwhile_threads(static_cast<int>(std::min<std::int64_t>(request.threads, lanes_)),
                                    filters_.estimated_seconds() * static_cast<double>(problem_.batch))) {}

  [[nodiscard]] std::size_t workspace_bytes() const noexcept override {
    return static_cast<std::size_t>(lanes_) * filters_.buffers().bytes();
  }

  void set_filter(const void* filter, cuda_stream) override { filters_.set(static_cast<const Type*>(filter)); }

  void execute(const void* signals, void* outputs, std::byte* workspace, cuda_stream) const override {
    parallel_for(workers_, problem_.batch, [&](int worker, std::int64_t begin, std::int64_t end) {
      const transform_lane<Type> lane(workspace, filters_.buffers(), worker);
      for (std::int64_t i = begin; i < end; ++i) {
        load(static_cast<const Type*>(signals) + i * problem_.signal_elements(), lane.real);
        filters_.convolve(lane, i);
        store(lane.real, static_cast<Type*>(outputs) + i * problem_.output_elements());
      }
    });
  }

 private:
  void load(const Type* signal, Type* real) const {
    const std::int64_t columns = filters_.buffers().columns;
    const std::int64_t used = problem_.columns.signal;
    for (std::int64_t row = 0; row < problem_.rows.signal; ++row) {
      std::copy_n(signal + row * used, used, real + row * columns);
      std::fill_n(real + row * columns + used, columns - used, Type{0});
    }
    std::fill_n(real + problem_.rows.signal * columns, (filters_.buffers().rows - problem_.rows.signal) * columns,
                Type{0});
  }

  // circular_length() keeps the outputs' places in the full result below the transform's length: none of them wraps.
  void store(const Type* real, Type* output) const {
    const std::int64_t columns = filters_.buffers().columns;
    const Type* first = real + problem_.rows.full_first() * columns + problem_.columns.full_first();
    for (std::int64_t row = 0; row < problem_.rows.output; ++row)
      std::copy_n(first + row * columns, problem_.columns.output, output + row * problem_.columns.output);
  }

  geometry problem_;
  std::int64_t lanes_;
  transformed_filters<Type> filters_;
  int workers_;
};

}  // namespace

template <class Type>
std::unique_ptr<executor> make_fft(const executor_request& request) {
  return std::make_unique<fft<Type>>(request);
}
template std::unique_ptr<executor> make_fft<float>(const executor_request&);
template std::unique_ptr<executor> make_fft<double>(const executor_request&);

}  // namespace faltung::cpu
#endif
