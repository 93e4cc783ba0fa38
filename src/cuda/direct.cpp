#include "cuda/direct.hpp"

#include <cstdint>
#include <vector>

#include "cuda/check.hpp"
#include "cuda/device_buffer.hpp"
#include "cuda/direct_kernels.hpp"
#include "cuda/stream_2d_kernels.hpp"

namespace faltung::cuda {
namespace {

template <class Type>
class direct_executor final : public executor {
 public:
  explicit direct_executor(const geometry& where)
      : where_(where), choice_(where.rank == 2 ? direct_2d_choice_of(where) : stream_2d_choice{}) {}

  [[nodiscard]] std::size_t workspace_bytes() const noexcept override { return 0; }

  void set_filter(const void* filter, cuda_stream stream) override {
    const long long windows = where_.filter_count() * static_cast<long long>(where_.products().size());
    const auto count = static_cast<std::size_t>(windows * where_.filter_elements());
    device_buffer taps(count * sizeof(Type));
    std::vector<Type> host_taps(choice_.streams ? count : 0);
    const drain_on_failure drain(stream);
    enqueue_direct_taps(where_, filter, taps.as<Type>(), stream);
    if (choice_.streams)
      FALTUNG_CUDA_TRY(cudaMemcpyAsync(host_taps.data(), taps.data(), taps.bytes(), cudaMemcpyDeviceToHost, stream));
    FALTUNG_CUDA_TRY(cudaStreamSynchronize(stream));
    taps_ = std::move(taps);
    host_taps_ = std::move(host_taps);
  }

  void execute(const void* signal, void* output, std::byte*, cuda_stream stream) const override {
    if (choice_.streams) {
      enqueue_direct(choice_, where_, signal, host_taps_.data(), output, stream);
      return;
    }
    const auto enqueue = where_.rank == 1 ? &enqueue_direct_1d<Type> : &enqueue_direct_2d<Type>;
    enqueue(where_, signal, taps_.as<Type>(), output, stream);
  }

 private:
  geometry where_;
  stream_2d_choice choice_;
  device_buffer taps_;
  std::vector<Type> host_taps_;  // what travels as parameters of a launch
};

}  // namespace

std::unique_ptr<executor> make_direct(const executor_request& request) {
  switch (request.geometry.compute) {
    case element_type::float32: return std::make_unique<direct_executor<float>>(request.geometry);
    case element_type::uint32: return std::make_unique<direct_executor<std::uint32_t>>(request.geometry);
    case element_type::uint64: return std::make_unique<direct_executor<std::uint64_t>>(request.geometry);
    default: return std::make_unique<direct_executor<double>>(request.geometry);
  }
}

}  // namespace faltung::cuda
