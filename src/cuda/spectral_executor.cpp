#include "cuda/spectral_executor.hpp"

#include <algorithm>

#include "cuda/check.hpp"
#include "cuda/device_buffer.hpp"
#include "cuda/direct_kernels.hpp"
#include "cuda/operand_views.hpp"
#include "cuda/plan_cache.hpp"
#include "cuda/spectral_kernels.hpp"
#include "faltung/error.hpp"
#include "plan/transform_buffers.hpp"

namespace faltung::cuda {
namespace {

int current_device() {
  int device = 0;
  FALTUNG_CUDA_TRY(cudaGetDevice(&device));
  return device;
}

kernel::pairing pairing_of(const geometry& where) {
  kernel::pairing made{.products = {},
                       .signal_parts = where.signal.parts(),
                       .filter_parts = where.filter.parts(),
                       .output_parts = where.output_parts(),
                       .bank = where.bank,
                       .filter_stride = where.filter_per_signal ? where.bank : 0};
  for (const component_product& one : where.products()) {
    const bool conjugated = where.conjugated && one.filter == 1;
    made.products.list[made.products.count++] = {one.output, one.signal, one.filter, one.negative != conjugated};
  }
  return made;
}

// The filters as signals: the transforms convolve, so for a correlation rows and columns are turned round.
template <class Type>
kernel::signal_view<Type> filters_of(const geometry& where, const void* filters) {
  kernel::source_view at = view_of(where.filter, filters);
  if (!where.reversed) {
    at.offset += (where.rows.filter - 1) * at.row + (where.columns.filter - 1) * at.column;
    at.row = -at.row;
    at.column = -at.column;
  }
  return {
      .at = at, .rows = where.rows.filter, .columns = where.columns.filter, .rule = boundary_rule::zero, .outside = {}};
}

// A workspace or the size of one, buffer after buffer.
class arena {
 public:
  explicit arena(std::byte* start) : start_(start) {}
  template <class Type>
  Type* take(std::size_t bytes) {
    std::byte* const at = start_ == nullptr ? nullptr : start_ + used_;
    used_ += transform_buffers::rounded(bytes);
    return reinterpret_cast<Type*>(at);
  }
  [[nodiscard]] std::size_t used() const { return used_; }

 private:
  std::byte* start_;
  std::size_t used_ = 0;
};

template <class Type>
class spectral_executor final : public executor {
 public:
  spectral_executor(const executor_request& request, const transform_scheme& scheme)
      : where_(request.geometry),
        scheme_(scheme),
        transform_(request.candidate.transform),
        size_(transform_, type_of<Type>),
        memory_(transform_, where_),
        pairs_(pairing_of(where_)),
        units_(where_.batch * scheme.segments),
        per_pass_(std::clamp<long long>(request.candidate.transforms_per_pass, 1, units_)),
        contain_(where_.contains(request.non_finite)),
        device_(current_device()),
        forward_(check_out(key(direction::forward, per_pass_ * memory_.forward))),
        inverse_(check_out(key(direction::inverse, per_pass_ * memory_.inverse))) {}

  [[nodiscard]] std::size_t workspace_bytes() const noexcept override { return buffers(this, nullptr).bytes; }
  void set_filter(const void* filter, cuda_stream stream) override;
  void execute(const void* signal, void* output, std::byte* workspace, cuda_stream stream) const override;

 private:
  using value = kernel::spectral_value<Type>;

  // Of a pass.
  struct buffers {
    Type* real;
    value* spectra;
    value* products;
    std::byte* work;  // forward and inverse come one after the other and share it
    int* flags;
    std::size_t bytes;

    buffers(const spectral_executor* of, std::byte* workspace) {
      const spectral_memory& memory = of->memory_;
      arena from(workspace);
      real = from.take<Type>(of->real_bytes(of->per_pass_ * std::max(memory.forward, memory.inverse)));
      spectra = from.take<value>(of->spectrum_bytes(of->per_pass_ * memory.forward));
      products = memory.in_place() ? spectra : from.take<value>(of->spectrum_bytes(of->per_pass_ * memory.inverse));
      work = from.take<std::byte>(std::max(of->forward_->work_bytes(), of->inverse_->work_bytes()));
      const auto transforms = static_cast<std::size_t>(of->per_pass_ * memory.inverse);
      flags = of->contain_ ? from.take<int>(transforms * sizeof(int)) : nullptr;
      bytes = from.used();
    }
  };

  [[nodiscard]] cufft_plan_key key(direction way, long long batch) const {
    return {device_, way, type_of<Type>, transform_.rank(), size_.rows, size_.columns, batch};
  }
  [[nodiscard]] std::size_t real_bytes(long long count) const {
    return static_cast<std::size_t>(count * size_.real_elements()) * sizeof(Type);
  }
  [[nodiscard]] std::size_t spectrum_bytes(long long count) const {
    return static_cast<std::size_t>(count * size_.complex_elements()) * sizeof(value);
  }
  device_buffer spectra(const void* filter, cuda_stream stream) const;

  geometry where_;
  transform_scheme scheme_;
  shape transform_;
  transform_buffers size_;
  spectral_memory memory_;
  kernel::pairing pairs_;
  long long units_;
  long long per_pass_;
  bool contain_;
  int device_;
  plan_lease forward_;
  plan_lease inverse_;
  device_buffer filter_;   // spectra, divided by the transform's length
  device_buffer windows_;  // the direct method's taps; nothing where outputs are not contained
};

template <class Type>
device_buffer spectral_executor<Type>::spectra(const void* filter, cuda_stream stream) const {
  const long long filters = where_.filter_count();
  const long long parts = pairs_.filter_parts;
  const long long room = per_pass_ * memory_.forward;
  const long long at_once = std::clamp<long long>(room / parts, 1, filters);
  const long long passes = (filters + at_once - 1) / at_once;
  const bool fits = at_once * parts == room;
  const plan_lease other = fits ? plan_lease() : check_out(key(direction::forward, at_once * parts));
  cufft_plan* const forward = (fits ? forward_ : other).operator->();

  // The last pass transforms as many as the others, so there is room for them.
  device_buffer made(spectrum_bytes(passes * at_once * parts));
  const device_buffer padded(real_bytes(at_once * parts));
  const device_buffer work(forward->work_bytes());
  const drain_on_failure drain(stream);
  for (long long first = 0; first < filters; first += at_once) {
    value* const to = made.as<value>() + first * parts * size_.complex_elements();
    enqueue_gather(kernel::gather_problem<Type>{.source = filters_of<Type>(where_, filter),
                                                .padded = padded.as<Type>(),
                                                .run = {.first = first, .available = filters, .segments = 1},
                                                .rows = {0, where_.rows.filter, size_.rows},
                                                .columns = {0, where_.columns.filter, size_.columns},
                                                .step = 0,
                                                .tiles = 0},
                   at_once, stream);
    forward->execute(padded.data(), to, work.data(), stream);
    // After the transform: 1 / N times a tap could be subnormal and lose digits that the sum still has.
    enqueue_scale(kernel::scale_problem<Type>{.values = to,
                                              .factor = Type{1} / static_cast<Type>(size_.real_elements()),
                                              .elements = at_once * parts * size_.complex_elements(),
                                              .tiles = 0},
                  stream);
  }
  FALTUNG_CUDA_TRY(cudaStreamSynchronize(stream));  // the buffers end here
  return made;
}

template <class Type>
void spectral_executor<Type>::set_filter(const void* filter, cuda_stream stream) {
  const drain_on_failure drain(stream);
  const long long windows = contain_ ? where_.filter_count() * pairs_.products.count : 0;
  device_buffer taps(static_cast<std::size_t>(windows * where_.filter_elements()) * sizeof(Type));
  if (contain_) enqueue_direct_taps(where_, filter, taps.as<Type>(), stream);
  filter_ = spectra(filter, stream);
  windows_ = std::move(taps);
}

template <class Type>
void spectral_executor<Type>::execute(const void* signal, void* output, std::byte* workspace,
                                      cuda_stream stream) const {
  const buffers room(this, workspace);
  const kernel::signal_view<Type> source = signal_view_of<Type>(where_, signal);
  const kernel::target_view target = view_of(where_.output, output);
  for (long long first = 0; first < units_; first += per_pass_) {
    const kernel::unit_run run{.first = first, .available = units_, .segments = scheme_.segments};
    enqueue_gather(
        kernel::gather_problem<Type>{.source = source,
                                     .padded = room.real,
                                     .run = run,
                                     .rows = {scheme_.rows.first, scheme_.rows.samples, size_.rows},
                                     .columns = {scheme_.columns.first, scheme_.columns.samples, size_.columns},
                                     .step = scheme_.step,
                                     .tiles = 0},
        per_pass_, stream);
    forward_->execute(room.real, room.spectra, room.work, stream);
    enqueue_multiply(kernel::multiply_problem<Type>{.signals = room.spectra,
                                                    .filters = filter_.as<value>(),
                                                    .outputs = room.products,
                                                    .flags = room.flags,
                                                    .run = run,
                                                    .pairs = pairs_,
                                                    .elements = size_.complex_elements(),
                                                    .tiles = 0},
                     per_pass_, stream);
    inverse_->execute(room.products, room.real, room.work, stream);
    enqueue_crop(kernel::crop_problem<Type>{.circular = room.real,
                                            .output = target,
                                            .flags = room.flags,
                                            .run = run,
                                            .bank = where_.bank,
                                            .output_rows = where_.rows.output,
                                            .output_columns = where_.columns.output,
                                            .first_row = scheme_.rows.output,
                                            .first_column = scheme_.columns.output,
                                            .step = scheme_.step,
                                            .rows = size_.rows,
                                            .columns = size_.columns,
                                            .tiles = 0},
                 per_pass_, stream);
    if (!contain_) continue;
    const auto axis = [](const axis_geometry& one) { return kernel::chain_axis{one.filter, one.output, one.origin}; };
    enqueue_chain(kernel::chain_problem<Type>{.signal = source,
                                              .windows = windows_.as<Type>(),
                                              .output = target,
                                              .flags = room.flags,
                                              .count = per_pass_ * memory_.inverse,
                                              .run = run,
                                              .pairs = pairs_,
                                              .rows = axis(where_.rows),
                                              .columns = axis(where_.columns),
                                              .step = scheme_.step,
                                              .spread = 0,
                                              .groups = 0},
                  stream);
  }
}

}  // namespace

std::unique_ptr<executor> make_spectral(const executor_request& request, const transform_scheme& scheme) {
  const geometry& where = request.geometry;
  const shape& transform = request.candidate.transform;
  const transform_buffers size(transform, where.spectral);
  if (transform.rank() != where.rank || size.rows < scheme.rows.length || size.columns < scheme.columns.length)
    throw unsupported("candidate.transform", to_string(transform), "too short for signal and filter");
  if (where.spectral == float32) return std::make_unique<spectral_executor<float>>(request, scheme);
  return std::make_unique<spectral_executor<double>>(request, scheme);
}

}  // namespace faltung::cuda
