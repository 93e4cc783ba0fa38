#include "tune/data.hpp"

#include <algorithm>
#include <cstdint>

#include "cuda/direct_kernels.hpp"
#include "element.hpp"
#include "faltung/capabilities.hpp"
#include "material/noise.hpp"

namespace faltung::bench {
namespace {

constexpr std::size_t copies = 2;  // of the data, in turns: the sizes are beyond any cache

device_buffer on_device(const std::vector<std::byte>& values) {
  device_buffer copy = allocate_on_device(values.size());
  FALTUNG_BENCH_CUDA(cudaMemcpy(copy.get(), values.data(), values.size(), cudaMemcpyHostToDevice));
  return copy;
}

std::size_t size(std::int64_t count) { return static_cast<std::size_t>(count); }

std::vector<std::byte> noise_of(element_type type, std::int64_t elements, std::uint64_t seed) {
  const std::size_t count = size(elements) * (is_complex(type) ? 2 : 1);
  return kernel::with_storage(
      type, [&](auto* stored) { return repeated_noise<std::remove_pointer_t<decltype(stored)>>(count, seed); });
}

void enqueue_taps(const geometry& where, const void* filter, void* taps) {
  const auto enqueue = [&](auto* typed) { cuda::enqueue_direct_taps(where, filter, typed, nullptr); };
  switch (where.compute) {
    case element_type::float32: return enqueue(static_cast<float*>(taps));
    case element_type::uint32: return enqueue(static_cast<std::uint32_t*>(taps));
    case element_type::uint64: return enqueue(static_cast<std::uint64_t*>(taps));
    default: return enqueue(static_cast<double*>(taps));
  }
}

// In window order, the row's first.
std::vector<std::byte> window_of(const std::vector<std::byte>& column_and_row, std::size_t element) {
  std::vector<std::byte> window(column_and_row.size());
  for (std::size_t i = 0; i < window.size(); i += element)
    std::copy_n(column_and_row.end() - static_cast<std::ptrdiff_t>(i + element), element,
                window.begin() + static_cast<std::ptrdiff_t>(i));
  return window;
}

}  // namespace

tune_data::tune_data(const problem& description, bool separable)
    : description_(description),
      separable_(separable),
      where_(resolve(description)),
      output_bytes_(size(output_shape(description).elements() * description.batch * description.bank) *
                    size_of(output_type(description))),
      multiprocessors_(detect().cuda.multiprocessors) {
  const shape& filter = description.filter;
  if (separable) {
    const std::vector<std::byte> both = noise_of(description.type, filter[0] + filter[1], 2);
    filter_ = on_device(both);
    host_taps_ = window_of(both, size_of(description.type));
  } else {
    filter_ = on_device(noise_of(description.type, filter.elements() * description.bank, 2));
    const std::size_t windows = size(where_.filter_count()) * where_.products().size();
    host_taps_.resize(windows * size(where_.filter_elements()) * size_of(where_.compute));
    taps_ = allocate_on_device(host_taps_.size());
    enqueue_taps(where_, filter_.get(), taps_.get());
    FALTUNG_BENCH_CUDA(cudaMemcpy(host_taps_.data(), taps_.get(), host_taps_.size(), cudaMemcpyDeviceToHost));
  }
  const std::vector<std::byte> signal =
      noise_of(description.type, description.signal.elements() * description.batch, 1);
  for (std::size_t i = 0; i < copies; ++i) {
    signals_.push_back(on_device(signal));
    results_.push_back(allocate_on_device(output_bytes_));
  }
}

void tune_data::launch(const tune_candidate& one) {
  const std::size_t turn = turn_++ % copies;
  one.launch(where_, {signals_[turn].get(), taps_.get(), results_[turn].get(), host_taps_.data(), multiprocessors_},
             nullptr);
}

std::vector<std::byte> tune_data::result(const tune_candidate& one) {
  turn_ = 0;
  FALTUNG_BENCH_CUDA(cudaMemset(results_[0].get(), 0xff, output_bytes_));
  launch(one);
  return read_result();
}

std::vector<std::byte> tune_data::library_result() {
  plan library(
      description_,
      {.backend = backend::cuda, .method = separable_ ? method::separable : method::direct, .memory = memory::device});
  const auto filter = [&](std::int64_t first, std::int64_t count) {
    return plan::const_view{filter_.get() + size(first) * size_of(description_.type), size(count), description_.type};
  };
  const shape& extents = description_.filter;
  if (separable_) {
    library.set_filter(filter(0, extents[0]), filter(extents[0], extents[1]));
  } else {
    library.set_filter(filter(0, extents.elements() * description_.bank));
  }
  const device_buffer workspace = allocate_on_device(library.workspace_bytes());
  FALTUNG_BENCH_CUDA(cudaMemset(results_[0].get(), 0xff, output_bytes_));
  const element_type type = output_type(description_);
  library.execute(
      plan::const_view{signals_[0].get(), size(description_.signal.elements() * description_.batch), description_.type},
      plan::mutable_view{results_[0].get(), output_bytes_ / size_of(type), type},
      {workspace.get(), library.workspace_bytes()}, nullptr);
  return read_result();
}

std::vector<std::byte> tune_data::read_result() {
  std::vector<std::byte> values(output_bytes_);
  FALTUNG_BENCH_CUDA(cudaMemcpy(values.data(), results_[0].get(), output_bytes_, cudaMemcpyDeviceToHost));
  return values;
}

double tune_data::median_seconds(const tune_candidate& one, int repetitions) {
  event start, stop;
  const auto timed = [&](int executions) {
    start.record();
    for (int i = 0; i < executions; ++i) launch(one);
    stop.record();
    return stop.seconds_since(start) / executions;
  };
  // Enough between two events that the time of an event does not count.
  const int executions = static_cast<int>(std::clamp(200e-6 / timed(1), 1.0, 64.0));
  std::vector<double> seconds;
  for (int i = 0; i < repetitions; ++i) seconds.push_back(timed(executions));
  std::sort(seconds.begin(), seconds.end());
  return seconds[seconds.size() / 2];
}

}  // namespace faltung::bench
