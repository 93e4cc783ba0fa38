// What the transform methods have in common: load, transform, multiply, transform back, crop; and where that gave
// something that is not finite, the direct method instead.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>

#include "cpu/direct_outputs.hpp"
#include "cpu/non_finite.hpp"
#include "cpu/parallel.hpp"
#include "cpu/transformed_filters.hpp"
#include "plan/executor.hpp"
#include "plan/transform_frame.hpp"

namespace faltung::cpu {

// Output columns [first, first + count) of a signal, of one transform.
struct segment {
  std::int64_t first;
  std::int64_t count;
  transform_frame frame;
};

// Segments is constructed from geometry and the transform's length along a row; count() is how many a signal has, and
// (*this)(i) the i-th.
template <class Type, class Segments>
class spectral_executor final : public executor {
 public:
  explicit spectral_executor(const executor_request& request)
      : problem_(request.geometry),
        lanes_(request.candidate.transforms_per_pass),
        memory_(request.candidate.transform, request.geometry),
        segments_(request.geometry, memory_.one.columns),
        rows_(frame_of(problem_.rows, problem_.boundary.rule, memory_.one.rows)),
        filters_(request.geometry, request.candidate.transform),
        lane_bytes_(memory_.lane_bytes()),
        interrupted_(request.interrupted),
        seconds_(1.5e-9 * static_cast<double>(memory_.one.real_elements() * (memory_.forward + memory_.inverse))),
        workers_(worthwhile_threads(static_cast<int>(std::min<std::int64_t>(request.threads, lanes_)),
                                    seconds_ * static_cast<double>(problem_.batch * segments_.count()))) {
    if (request.non_finite == non_finite::propagate || is_integer(problem_.compute)) return;
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
    const std::int64_t count = segments_.count();
    const std::int64_t units = problem_.batch * count;
    interruption stop(interrupted_);
    parallel_for(workers_, units, stop, seconds_, [&](int worker, std::int64_t begin, std::int64_t end) {
      const transform_lane<Type> lane(workspace + static_cast<std::size_t>(worker) * lane_bytes_, memory_);
      for (std::int64_t i = begin; i < end; ++i) {
        const std::int64_t signal = i / count;
        const segment one = segments_(i % count);
        bool transformed = false;
        for (std::int64_t entry = signal * problem_.bank; entry < (signal + 1) * problem_.bank; ++entry) {
          if (entry > signal * problem_.bank) stop.poll(worker);
          if (!transformed) forward(signals, signal, one, lane);
          transformed = convolve(lane, one, entry, outputs);
          // Takes the whole lane; should there be more filters, the signal is transformed again.
          if (!transformed) contain(signals, outputs, entry, one, lane.start(), stop, worker);
        }
      }
    });
  }

 private:
  void forward(const void* signals, std::int64_t signal, const segment& one, const transform_lane<Type>& lane) const {
    const transform_frame& columns = one.frame;
    const std::int64_t pitch = memory_.one.columns;
    for (int part = 0; part < problem_.signal.parts(); ++part) {
      Type* real = lane.real();
      for (std::int64_t row = 0; row < rows_.samples; ++row, real += pitch) {
        read_row(problem_, signals, signal, part, rows_.first + row, columns.first, columns.samples, real);
        std::fill_n(real + columns.samples, pitch - columns.samples, Type{0});
      }
      std::fill_n(real, (memory_.one.rows - rows_.samples) * pitch, Type{0});
      filters_.forward(lane, part);
    }
  }

  // False where a part of the outputs is not finite; then some of them may be missing.
  bool convolve(const transform_lane<Type>& lane, const segment& one, std::int64_t entry, void* outputs) const {
    for (int part = 0; part < problem_.output_parts(); ++part) {
      filters_.backward(lane, entry, part);
      const Type* real = lane.real() + rows_.output * memory_.one.columns + one.frame.output;
      for (std::int64_t row = 0; row < problem_.rows.output; ++row, real += memory_.one.columns) {
        if (direct_ && !all_finite(real, one.count)) return false;
        write_row(problem_, outputs, entry, part, row, one.first, one.count, real);
      }
    }
    return true;
  }

  // The outputs of a transform that is not finite, by the direct method.
  void contain(const void* signals, void* outputs, std::int64_t entry, const segment& one, std::byte* lane,
               interruption& stop, int worker) const {
    cut_outputs pieces = direct_->cut(problem_.rows.output, one.count, stop);
    pieces.columns = one.count;
    for (std::int64_t i = 0, count = pieces.count(); i < count; ++i) {
      stop.poll(worker);
      rectangle area = pieces(i);
      area.first_column += one.first;
      area.last_column += one.first;
      direct_->compute(signals, outputs, entry, area, lane);
    }
  }

  geometry problem_;
  std::int64_t lanes_;
  spectral_memory memory_;
  Segments segments_;
  transform_frame rows_;
  transformed_filters<Type> filters_;
  std::size_t lane_bytes_;  ///< a multiple of workspace_alignment
  bool (*interrupted_)();
  double seconds_;  ///< of one signal's or segment's transforms on one thread, 1.5 ns a point with FFTW's AVX code
  int workers_;
  std::optional<direct_outputs<Type>> direct_;  ///< where there is something to contain
};

}  // namespace faltung::cpu
