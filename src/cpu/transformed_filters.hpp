// A transform with the spectra of the filters that its method multiplies by, 1 / N folded in.
#pragma once

#include <algorithm>
#include <cstdint>
#include <memory>
#include <utility>

#include "cpu/aligned_buffer.hpp"
#include "cpu/fftw.hpp"
#include "cpu/samples.hpp"
#include "cpu/spectral_product.hpp"
#include "cpu/transform_lane.hpp"
#include "plan/interruption.hpp"
#include "plan/transform_buffers.hpp"

namespace faltung::cpu {

template <class Type>
class transformed_filters {
 public:
  transformed_filters(const geometry& problem, const shape& lengths)
      : problem_(problem), buffers_(lengths, type_of<Type>), transform_(real_transform<Type>::of(lengths)) {}

  // Spectra of the parts of all filters, to be taken by `adopt`.
  [[nodiscard]] aligned_buffer<Type> transformed(const void* filters, interruption& stop) const {
    const int parts = problem_.filter.parts();
    aligned_buffer<Type> spectra(problem_.filter_count() * parts * spectrum_stride(), "filter spectra");
    aligned_buffer<Type> padded(buffers_.real_elements(), "padded filter");
    std::fill_n(padded.data(), buffers_.real_elements(), Type{0});
    // Scaled after the transform: 1 / N times a tap could be subnormal and lose digits that the sum still has.
    const auto scale = static_cast<Type>(1.0 / static_cast<double>(buffers_.real_elements()));
    Type* spectrum = spectra.data();
    for (std::int64_t entry = 0; entry < problem_.filter_count(); ++entry)
      for (int part = 0; part < parts; ++part, spectrum += spectrum_stride()) {
        if (spectrum != spectra.data()) stop.poll();
        read_filter(problem_, filters, entry, part, false, tap_order::full, buffers_.columns, padded.data());
        transform_->forward(padded.data(), spectrum);
        std::transform(spectrum, spectrum + 2 * buffers_.complex_elements(), spectrum,
                       [scale](Type value) { return value * scale; });
      }
    return spectra;
  }

  void adopt(aligned_buffer<Type> spectra) noexcept { spectra_ = std::move(spectra); }

  // The lane's real samples are part `part` of the signal.
  void forward(const transform_lane<Type>& lane, int part) const {
    transform_->forward(lane.real(), lane.spectrum(part));
  }

  // Makes the lane's real samples part `part` of the signal's circular convolution with the filter of `output_entry`.
  void backward(const transform_lane<Type>& lane, std::int64_t output_entry, int part) const {
    const Type* const filter =
        spectra_.data() + problem_.filter_of(output_entry) * problem_.filter.parts() * spectrum_stride();
    const std::int64_t count = buffers_.complex_elements();
    bool first = true;
    for (const component_product& product : problem_.products()) {
      if (product.output != part) continue;
      const Type* const spectrum = lane.spectrum(product.signal);
      const Type* const factor = filter + product.filter * spectrum_stride();
      if (first) {
        if (spectrum != lane.product()) std::copy_n(spectrum, 2 * count, lane.product());
        multiply_spectra(lane.product(), factor, count);
      } else {
        add_product(spectrum, factor, product.negative ? Type{-1} : Type{1}, count, lane.product());
      }
      first = false;
    }
    transform_->backward(lane.product(), lane.real());
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
