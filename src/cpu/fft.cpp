#ifdef FALTUNG_HAVE_FFTW
#include "cpu/fft.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>

#include "cpu/direct_outputs.hpp"
#include "cpu/non_finite.hpp"
#include "cpu/parallel.hpp"
#include "cpu/transformed_filters.hpp"
#include "plan/transform_frame.hpp"

namespace faltung::cpu {
namespace {

// Where the transform gave something that is not finite, the direct method's outputs instead.
template <class Type>
class whole_signals final : public executor {
 public:
  explicit whole_signals(const executor_request& request)
      : problem_(request.geometry),
        lanes_(request.candidate.transforms_per_pass),
        memory_(request.candidate.transform, request.geometry),
        columns_(frame_of(problem_.columns, problem_.boundary.rule, memory_.one.columns)),
        rows_(frame_of(problem_.rows, problem_.boundary.rule, memory_.one.rows)),
        filters_(request.geometry, request.candidate.transform),
        lane_bytes_(memory_.lane_bytes()),
        interrupted_(request.interrupted),
        seconds_(1.5e-9 * static_cast<double>(memory_.one.real_elements() * (memory_.forward + memory_.inverse))),
        workers_(worthwhile_threads(static_cast<int>(std::min<std::int64_t>(request.threads, lanes_)),
                                    seconds_ * static_cast<double>(problem_.batch))) {
    if (!problem_.contains(request.non_finite)) return;
    direct_.emplace(problem_, lane_bytes_);
    lane_bytes_ = std::max(lane_bytes_, direct_->lane_bytes());
  }

  [[nodiscard]] std::size_t workspace_bytes() const noexcept override {
    return static_cast<std::size_t>(lanes_) * lane_bytes_;
  }

  void set_filter(const void* filter, cuda_stream) override {
    interruption stop(interrupted_);
    aligned_buffer<Type> spectra = filters_.transformed(filter, stop);
    if (direct_) direct_->set_filter(filter);
    filters_.adopt(std::move(spectra));
  }

  void execute(const void* signals, void* outputs, std::byte* workspace, cuda_stream) const override {
    interruption stop(interrupted_);
    parallel_for(workers_, problem_.batch, stop, seconds_, [&](int worker, std::int64_t begin, std::int64_t end) {
      const transform_lane<Type> lane(workspace + static_cast<std::size_t>(worker) * lane_bytes_, memory_);
      for (std::int64_t signal = begin; signal < end; ++signal) {
        bool transformed = false;
        for (std::int64_t entry = signal * problem_.bank; entry < (signal + 1) * problem_.bank; ++entry) {
          if (entry > signal * problem_.bank) stop.poll(worker);
          if (!transformed) forward(signals, signal, lane);
          transformed = convolve(lane, entry, outputs);
          // Takes the whole lane; should there be more filters, the signal is transformed again.
          if (!transformed) contain(signals, outputs, entry, lane.start(), stop, worker);
        }
      }
    });
  }

 private:
  void forward(const void* signals, std::int64_t signal, const transform_lane<Type>& lane) const {
    const std::int64_t pitch = memory_.one.columns;
    for (int part = 0; part < problem_.signal.parts(); ++part) {
      Type* real = lane.real();
      for (std::int64_t row = 0; row < rows_.samples; ++row, real += pitch) {
        read_row(problem_, signals, signal, part, rows_.first + row, columns_.first, columns_.samples, real);
        std::fill_n(real + columns_.samples, pitch - columns_.samples, Type{0});
      }
      std::fill_n(real, (memory_.one.rows - rows_.samples) * pitch, Type{0});
      filters_.forward(lane, part);
    }
  }

  // False where a part of the outputs is not finite; then some of them may be missing.
  bool convolve(const transform_lane<Type>& lane, std::int64_t entry, void* outputs) const {
    const std::int64_t count = problem_.columns.output;
    for (int part = 0; part < problem_.output_parts(); ++part) {
      filters_.backward(lane, entry, part);
      const Type* real = lane.real() + rows_.output * memory_.one.columns + columns_.output;
      for (std::int64_t row = 0; row < problem_.rows.output; ++row, real += memory_.one.columns) {
        if (direct_ && !all_finite(real, count)) return false;
        write_row(problem_, outputs, entry, part, row, 0, count, real);
      }
    }
    return true;
  }

  // The outputs of a transform that is not finite, by the direct method.
  void contain(const void* signals, void* outputs, std::int64_t entry, std::byte* lane, interruption& stop,
               int worker) const {
    direct_->compute_by_pieces(signals, outputs, entry, {0, problem_.rows.output, 0, problem_.columns.output}, lane,
                               stop, worker);
  }

  geometry problem_;
  std::int64_t lanes_;
  spectral_memory memory_;
  transform_frame columns_;
  transform_frame rows_;
  transformed_filters<Type> filters_;
  std::size_t lane_bytes_;  ///< a multiple of workspace_alignment
  bool (*interrupted_)();
  double seconds_;  ///< of one signal's transforms on one thread, 1.5 ns a point with FFTW's AVX code
  int workers_;
  std::optional<direct_outputs<Type>> direct_;  ///< where there is something to contain
};

}  // namespace

template <class Type>
std::unique_ptr<executor> make_fft(const executor_request& request) {
  return std::make_unique<whole_signals<Type>>(request);
}
template std::unique_ptr<executor> make_fft<float>(const executor_request&);
template std::unique_ptr<executor> make_fft<double>(const executor_request&);

}  // namespace faltung::cpu
#endif
