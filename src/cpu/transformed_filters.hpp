// A transform with the spectra of the filters that its method multiplies by, 1 / N folded in.
#pragma once

#include <algorithm>
#include <cstdint>
#include <memory>
#include <utility>

#include "cpu/aligned_buffer.hpp"
#include "cpu/fftw.hpp"
#include "cpu/spectral_product.hpp"
#include "cpu/window.hpp"
#include "plan/executor.hpp"
#include "plan/transform_buffers.hpp"

namespace faltung::cpu {

// One transform's memory within the workspace.
template <class Type>
struct transform_lane {
  Type* real;
  Type* spectrum;

  transform_lane(std::byte* workspace, const transform_buffers& buffers, int lane)
      : real(reinterpret_cast<Type*>(workspace + static_cast<std::size_t>(lane) * buffers.bytes())),
        spectrum(reinterpret_cast<Type*>(reinterpret_cast<std::byte*>(real) + buffers.real_bytes())) {}
};

template <class Type>
class transformed_filters {
 public:
  transformed_filters(const geometry& problem, const shape& lengths)
      : problem_(problem), buffers_(lengths, type_of<Type>), transform_(real_transform<Type>::of(lengths)) {}

  [[nodiscard]] const transform_buffers& buffers() const noexcept { return buffers_; }

  // Strong guarantee.
  void set(const Type* filters) {
    const std::int64_t taps = problem_.filter_elements();
    const std::int64_t columns = problem_.columns.filter;
    aligned_buffer<Type> spectra(problem_.filter_count() * spectrum_stride(), "filter spectra");
    aligned_buffer<Type> ordered(taps, "filter");
    aligned_buffer<Type> padded(buffers_.real_elements(), "padded filter");
    // Scaled after the transform: 1 / N times a tap could be subnormal and lose digits that the sum still has.
    const auto scale = static_cast<Type>(1.0 / static_cast<double>(buffers_.real_elements()));
    for (std::int64_t i = 0; i < problem_.filter_count(); ++i) {
      to_full_order(filters + i * taps, problem_, ordered.data());
      std::fill_n(padded.data(), buffers_.real_elements(), Type{0});
      for (std::int64_t row = 0; row < problem_.rows.filter; ++row)
        std::copy_n(ordered.data() + row * columns, columns, padded.data() + row * buffers_.columns);
      Type* spectrum = spectra.data() + i * spectrum_stride();
      transform_->forward(padded.data(), spectrum);
      std::transform(spectrum, spectrum + 2 * buffers_.complex_elements(), spectrum,
                     [scale](Type value) { return value * scale; });
    }
    spectra_ = std::move(spectra);
  }

  // Replaces the lane's real samples by their circular convolution with the filter of that signal.
  void convolve(const transform_lane<Type>& lane, std::int64_t signal) const {
    const std::int64_t filter = problem_.filter_per_signal ? signal : 0;
    transform_->forward(lane.real, lane.spectrum);
    multiply_spectra(lane.spectrum, spectra_.data() + filter * spectrum_stride(), buffers_.complex_elements());
    transform_->backward(lane.spectrum, lane.real);
  }

  // One thread's time for one, to decide whether more threads pay: 3 ns a point with FFTW's AVX code.
  [[nodiscard]] double estimated_seconds() const noexcept {
    return static_cast<double>(buffers_.real_elements()) * 3e-9;
  }

 private:
  // Elements from one spectrum to the next, each starting aligned.
  [[nodiscard]] std::int64_t spectrum_stride() const noexcept {
    return static_cast<std::int64_t>(buffers_.complex_bytes() / sizeof(Type));
  }

  geometry problem_;
  transform_buffers buffers_;
  std::shared_ptr<const real_transform<Type>> transform_;
  aligned_buffer<Type> spectra_;
};

}  // namespace faltung::cpu
