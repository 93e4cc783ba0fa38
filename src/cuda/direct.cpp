#include "cuda/direct.hpp"

#include <cstdint>
#include <vector>

#include "cuda/check.hpp"
#include "cuda/device_buffer.hpp"
#include "cuda/direct_kernels.hpp"
#include "cuda/stream_2d_kernels.hpp"

namespace faltung::cuda {
namespace {

std::size_t tap_count(const geometry& where) {
  const long long windows = where.filter_count() * static_cast<long long>(where.products().size());
  return static_cast<std::size_t>(windows * where.filter_elements());
}

template <class Type>
class direct_executor final : public executor {
 public:
  explicit direct_executor(const geometry& where) : where_(where) {}

  [[nodiscard]] std::size_t workspace_bytes() const noexcept override { return 0; }

  void set_filter(const void* filter, cuda_stream stream) override {
    device_buffer taps(tap_count(where_) * sizeof(Type));
    const drain_on_failure drain(stream);
    enqueue_direct_taps(where_, filter, taps.as<Type>(), stream);
    FALTUNG_CUDA_TRY(cudaStreamSynchronize(stream));
    taps_ = std::move(taps);
  }

  void execute(const void* signal, void* output, std::byte*, cuda_stream stream) const override {
    const auto enqueue = where_.rank == 1 ? &enqueue_direct_1d<Type> : &enqueue_direct_2d<Type>;
    enqueue(where_, signal, taps_.as<Type>(), output, stream);
  }

 private:
  geometry where_;
  device_buffer taps_;
};

// Taps are made on the device, and stay on the host: they travel as parameters of a launch.
template <class Type>
class streaming_executor final : public executor {
 public:
  streaming_executor(const geometry& where, const stream_2d_choice& choice) : where_(where), choice_(choice) {}

  [[nodiscard]] std::size_t workspace_bytes() const noexcept override { return 0; }

  void set_filter(const void* filter, cuda_stream stream) override {
    const device_buffer taps(tap_count(where_) * sizeof(Type));
    std::vector<Type> host_taps(tap_count(where_));
    const drain_on_failure drain(stream);
    enqueue_direct_taps(where_, filter, taps.as<Type>(), stream);
    FALTUNG_CUDA_TRY(cudaMemcpyAsync(host_taps.data(), taps.data(), taps.bytes(), cudaMemcpyDeviceToHost, stream));
    FALTUNG_CUDA_TRY(cudaStreamSynchronize(stream));
    host_taps_ = std::move(host_taps);
  }

  void execute(const void* signal, void* output, std::byte*, cuda_stream stream) const override {
    enqueue_direct(choice_, where_, signal, host_taps_.data(), output, stream);
  }

 private:
  geometry where_;
  stream_2d_choice choice_;
  std::vector<Type> host_taps_;
};

template <class Type>
std::unique_ptr<executor> make(const geometry& where) {
  if (where.rank == 2) {
    const stream_2d_choice choice = direct_2d_choice_of(where);
    if (choice.streams) return std::make_unique<streaming_executor<Type>>(where, choice);
  }
  return std::make_unique<direct_executor<Type>>(where);
}

}  // namespace

std::unique_ptr<executor> make_direct(const executor_request& request) {
  switch (request.geometry.compute) {
    case element_type::float32: return make<float>(request.geometry);
    case element_type::uint32: return make<std::uint32_t>(request.geometry);
    case element_type::uint64: return make<std::uint64_t>(request.geometry);
    default: return make<double>(request.geometry);
  }
}

}  // namespace faltung::cuda
