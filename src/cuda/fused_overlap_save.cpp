#include "cuda/fused_overlap_save.hpp"

#include <algorithm>
#include <limits>
#include <string>

#include "cuda/check.hpp"
#include "cuda/device_buffer.hpp"
#include "cuda/direct_kernels.hpp"
#include "cuda/fused_overlap_save_kernels.hpp"
#include "cuda/fused_tables.hpp"
#include "cuda/operand_views.hpp"
#include "faltung/error.hpp"
#include "plan/fused_segments.hpp"

namespace faltung::cuda {
namespace {

using value = kernel::spectral_value<float>;
using wide_value = kernel::spectral_value<double>;

// Of the double-precision transforms of filters, which are made in runs of as many as fit.
constexpr long long scratch_bytes = 1 << 26;

template <class Element>
device_buffer copy_of(const std::vector<Element>& host, cudaStream_t stream) {
  device_buffer made(host.size() * sizeof(Element));
  FALTUNG_CUDA_TRY(cudaMemcpyAsync(made.data(), host.data(), made.bytes(), cudaMemcpyHostToDevice, stream));
  return made;
}

class fused_executor final : public executor {
 public:
  explicit fused_executor(const executor_request& request)
      : where_(request.geometry),
        segments_(where_.columns, request.candidate.transform[0]),
        contain_(where_.contains(request.non_finite)) {}

  [[nodiscard]] std::size_t workspace_bytes() const noexcept override { return 0; }
  void set_filter(const void* filter, cuda_stream stream) override;
  void execute(const void* signal, void* output, std::byte*, cuda_stream stream) const override;

 private:
  device_buffer spectra(const float* windows, cuda_stream stream) const;

  geometry where_;
  fused_segments segments_;
  bool contain_;
  device_buffer windows_;  // the direct method's taps; nothing where outputs are not contained
  device_buffer twiddles_;
  device_buffer spectra_;
};

device_buffer fused_executor::spectra(const float* windows, cuda_stream stream) const {
  const long long filters = where_.filter_count();
  const long long each = segments_.length * static_cast<long long>(sizeof(wide_value));
  const long long at_once = std::clamp<long long>(scratch_bytes / each, 1, filters);
  device_buffer made(static_cast<std::size_t>(filters * segments_.length) * sizeof(value));
  const drain_on_failure drain(stream);
  const device_buffer roots = copy_of(fused_tables_of(segments_.length).roots, stream);
  const device_buffer scratch(static_cast<std::size_t>(at_once * each));
  for (long long first = 0; first < filters; first += at_once) {
    enqueue_filter_spectrum(segments_.length,
                            {.windows = windows + first * where_.columns.filter,
                             .filter_length = where_.columns.filter,
                             .roots = roots.as<wide_value>(),
                             .scratch = scratch.as<wide_value>(),
                             .spectra = made.as<value>() + first * segments_.length},
                            std::min(at_once, filters - first), stream);
  }
  FALTUNG_CUDA_TRY(cudaStreamSynchronize(stream));  // the buffers end here
  return made;
}

void fused_executor::set_filter(const void* filter, cuda_stream stream) {
  device_buffer windows(static_cast<std::size_t>(where_.filter_count() * where_.columns.filter) * sizeof(float));
  const drain_on_failure drain(stream);
  enqueue_direct_taps(where_, filter, windows.as<float>(), stream);
  device_buffer twiddles = copy_of(fused_tables_of(segments_.length).twiddles, stream);
  spectra_ = spectra(windows.as<float>(), stream);
  twiddles_ = std::move(twiddles);
  windows_ = contain_ ? std::move(windows) : device_buffer();
}

void fused_executor::execute(const void* signal, void* output, std::byte*, cuda_stream stream) const {
  const axis_geometry& axis = where_.columns;
  const long long of_signal = segments_.pairs * where_.bank;
  const long long at_once = std::numeric_limits<std::int32_t>::max() / of_signal;
  const kernel::signal_view<float> source = signal_view_of<float>(where_, signal);
  const kernel::target_view target = view_of(where_.output, output);
  const kernel::chain_axis columns{.filter = axis.filter, .output = axis.output, .origin = axis.origin};
  const bool plain = source.at.column == 1 && target.column == 1;
  const kernel::fused_pairs pairs =
      plain ? kernel::fused_pairs_of(columns, axis.signal, segments_.length, segments_.step) : kernel::fused_pairs{};
  for (long long first = 0; first < where_.batch; first += at_once) {
    enqueue_fused_overlap_save(segments_.length,
                               {.direct = {.signal = source,
                                           .windows = windows_.as<float>(),
                                           .output = target,
                                           .flags = nullptr,
                                           .count = 0,
                                           .run = {.first = first, .available = where_.batch, .segments = 1},
                                           .pairs = {.products = {.count = 1, .list = {}},
                                                     .signal_parts = 1,
                                                     .filter_parts = 1,
                                                     .output_parts = 1,
                                                     .bank = where_.bank,
                                                     .filter_stride = where_.filter_per_signal ? where_.bank : 0},
                                           .rows = {.filter = 1, .output = 1, .origin = 0},
                                           .columns = columns,
                                           .step = segments_.step,
                                           .spread = 1,
                                           .groups = 1},
                                .twiddles = twiddles_.as<value>(),
                                .spectra = spectra_.as<value>(),
                                .pairs = static_cast<unsigned>(segments_.pairs),
                                .count = static_cast<unsigned>(std::min(at_once, where_.batch - first) * of_signal),
                                .first_inside = pairs.first_inside,
                                .inside = pairs.inside,
                                .whole = pairs.whole,
                                .plain = plain,
                                .zero = where_.boundary.rule == boundary_rule::zero},
                               stream);
  }
}

}  // namespace

std::unique_ptr<executor> make_fused_overlap_save(const executor_request& request) {
  const geometry& where = request.geometry;
  const shape& transform = request.candidate.transform;
  if (const std::string_view why = refused_by_fused_overlap_save(where); !why.empty())
    throw unsupported("options.method", "overlap_save", std::string(why));
  if (transform.rank() != 1 || !is_fused_length(transform[0]) ||
      !fused_segments(where.columns, transform[0]).countable(where.bank)) {
    throw unsupported("candidate.transform", to_string(transform), "no length of a fused kernel for this filter");
  }
  return std::make_unique<fused_executor>(request);
}

}  // namespace faltung::cuda
