#include "cuda/spectral_executor.hpp"

#include <algorithm>

#include "cuda/check.hpp"
#include "cuda/spectral_kernels.hpp"

namespace faltung::cuda {
namespace {

int current_device() {
  int device = 0;
  FALTUNG_CUDA_TRY(cudaGetDevice(&device));
  return device;
}

transform_scheme bounded(transform_scheme scheme, const geometry& where) {
  scheme.per_pass = std::clamp(scheme.per_pass, 1LL, where.batch * scheme.segments);
  return scheme;
}

}  // namespace

template <class Type>
spectral_executor<Type>::spectral_executor(const geometry& where, const transform_scheme& scheme)
    : where_(where),
      scheme_(bounded(scheme, where)),
      size_(scheme.transform, type_of<Type>),
      device_(current_device()),
      forward_(check_out(key(direction::forward, scheme_.per_pass))),
      inverse_(check_out(key(direction::inverse, scheme_.per_pass))) {}

template <class Type>
cufft_plan_key spectral_executor<Type>::key(direction way, long long batch) const {
  return {device_, way, type_of<Type>, scheme_.transform.rank(), size_.rows, size_.columns, batch};
}

template <class Type>
std::size_t spectral_executor<Type>::real_bytes(long long count) const {
  return transform_buffers::rounded(static_cast<std::size_t>(count * size_.real_elements()) * sizeof(Type));
}

template <class Type>
std::size_t spectral_executor<Type>::spectrum_bytes(long long count) const {
  return transform_buffers::rounded(static_cast<std::size_t>(count * size_.complex_elements()) * 2 * sizeof(Type));
}

// Forward and inverse come one after the other and share their work area.
template <class Type>
std::size_t spectral_executor<Type>::work_bytes() const {
  return transform_buffers::rounded(std::max(forward_->work_bytes(), inverse_->work_bytes()));
}

template <class Type>
std::size_t spectral_executor<Type>::workspace_bytes() const noexcept {
  return real_bytes(scheme_.per_pass) + spectrum_bytes(scheme_.per_pass) + work_bytes();
}

template <class Type>
void spectral_executor<Type>::set_filter(const void* filter, cuda_stream stream) {
  const long long filters = where_.filter_count();
  const long long at_once = std::min(filters, scheme_.per_pass);
  const long long passes = (filters + at_once - 1) / at_once;
  const plan_lease smaller = at_once == scheme_.per_pass ? plan_lease() : check_out(key(direction::forward, at_once));
  cufft_plan* const forward = (at_once == scheme_.per_pass ? forward_ : smaller).operator->();

  // The last pass transforms as many as the others, so there is room for them.
  device_buffer spectra(spectrum_bytes(passes * at_once));
  const device_buffer padded(real_bytes(at_once));
  const device_buffer work(forward->work_bytes());
  const drain_on_failure drain(stream);
  for (long long first = 0; first < filters; first += at_once) {
    const kernel::gather_problem<Type> taps{
        .source = static_cast<const Type*>(filter),
        .padded = padded.as<Type>(),
        .run = {.first = first, .available = filters, .segments = 1},
        .source_rows = where_.rows.filter,
        .source_columns = where_.columns.filter,
        .origin = 0,
        .step = 0,
        .rows = size_.rows,
        .columns = size_.columns,
        .tiles = 0,
        .scale = Type{1} / static_cast<Type>(size_.real_elements()),
        // The transforms convolve; for a correlation the filter is reversed beforehand.
        .reversed = !where_.reversed};
    enqueue_gather(taps, at_once, stream);
    forward->execute(padded.data(), spectra.as<kernel::spectral_value<Type>>() + first * size_.complex_elements(),
                     work.data(), stream);
  }
  FALTUNG_CUDA_TRY(cudaStreamSynchronize(stream));
  filter_ = std::move(spectra);
}

template <class Type>
void spectral_executor<Type>::execute(const void* signal, void* output, std::byte* workspace,
                                      cuda_stream stream) const {
  Type* const real = reinterpret_cast<Type*>(workspace);
  std::byte* const spectra = workspace + real_bytes(scheme_.per_pass);
  std::byte* const work = spectra + spectrum_bytes(scheme_.per_pass);
  auto* const values = reinterpret_cast<kernel::spectral_value<Type>*>(spectra);
  const long long transforms = where_.batch * scheme_.segments;
  for (long long first = 0; first < transforms; first += scheme_.per_pass) {
    const kernel::transform_run run{.first = first, .available = transforms, .segments = scheme_.segments};
    enqueue_gather(kernel::gather_problem<Type>{.source = static_cast<const Type*>(signal),
                                                .padded = real,
                                                .run = run,
                                                .source_rows = where_.rows.signal,
                                                .source_columns = where_.columns.signal,
                                                .origin = scheme_.origin,
                                                .step = scheme_.step,
                                                .rows = size_.rows,
                                                .columns = size_.columns,
                                                .tiles = 0,
                                                .scale = Type{1},
                                                .reversed = false},
                   scheme_.per_pass, stream);
    forward_->execute(real, spectra, work, stream);
    enqueue_multiply(
        kernel::multiply_problem<Type>{.spectra = values,
                                       .filters = filter_.as<kernel::spectral_value<Type>>(),
                                       .run = run,
                                       .elements = size_.complex_elements(),
                                       .filter_stride = where_.filter_per_signal ? size_.complex_elements() : 0,
                                       .tiles = 0},
        scheme_.per_pass, stream);
    inverse_->execute(spectra, real, work, stream);
    enqueue_crop(kernel::crop_problem<Type>{.circular = real,
                                            .output = static_cast<Type*>(output),
                                            .run = run,
                                            .output_rows = where_.rows.output,
                                            .output_columns = where_.columns.output,
                                            .first_row = scheme_.first_row,
                                            .first_column = scheme_.first_column,
                                            .step = scheme_.step,
                                            .rows = size_.rows,
                                            .columns = size_.columns,
                                            .tiles = 0},
                 scheme_.per_pass, stream);
  }
}

template class spectral_executor<float>;
template class spectral_executor<double>;

}  // namespace faltung::cuda
