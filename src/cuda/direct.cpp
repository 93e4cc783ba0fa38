#include "cuda/direct.hpp"

#include "cuda/check.hpp"
#include "cuda/device_buffer.hpp"
#include "cuda/direct_kernels.hpp"
#include "cuda/spectral_kernels.hpp"

namespace faltung::cuda {
namespace {

template <class Type>
class direct_executor final : public executor {
 public:
  explicit direct_executor(const geometry& where) : where_(where) {}

  [[nodiscard]] std::size_t workspace_bytes() const noexcept override { return 0; }

  void set_filter(const void* filter, cuda_stream stream) override {
    const long long filters = where_.filter_count();
    device_buffer taps(static_cast<std::size_t>(filters * where_.filter_elements()) * sizeof(Type));
    const drain_on_failure drain(stream);
    // Into window order: a copy that may turn rows and columns round.
    enqueue_gather(kernel::gather_problem<Type>{.source = static_cast<const Type*>(filter),
                                                .padded = taps.as<Type>(),
                                                .run = {.first = 0, .available = filters, .segments = 1},
                                                .source_rows = where_.rows.filter,
                                                .source_columns = where_.columns.filter,
                                                .origin = 0,
                                                .step = 0,
                                                .rows = where_.rows.filter,
                                                .columns = where_.columns.filter,
                                                .tiles = 0,
                                                .scale = Type{1},
                                                .reversed = where_.reversed},
                   filters, stream);
    FALTUNG_CUDA_TRY(cudaStreamSynchronize(stream));
    taps_ = std::move(taps);
  }

  void execute(const void* signal, void* output, std::byte*, cuda_stream stream) const override {
    const auto enqueue = where_.rank == 1 ? &enqueue_direct_1d<Type> : &enqueue_direct_2d<Type>;
    enqueue(where_, static_cast<const Type*>(signal), taps_.as<Type>(), static_cast<Type*>(output), stream);
  }

 private:
  geometry where_;
  device_buffer taps_;  // in window order
};

}  // namespace

std::unique_ptr<executor> make_direct(const executor_request& request) {
  if (request.geometry.type == float32) return std::make_unique<direct_executor<float>>(request.geometry);
  return std::make_unique<direct_executor<double>>(request.geometry);
}

}  // namespace faltung::cuda
