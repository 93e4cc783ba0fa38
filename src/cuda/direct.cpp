#include "cuda/direct.hpp"

#include <cstdint>
#include <type_traits>
#include <vector>

#include "cuda/check.hpp"
#include "cuda/device_buffer.hpp"
#include "cuda/direct_kernels.hpp"
#include "cuda/stream_2d_kernels.hpp"
#include "cuda/stream_2d_narrow_kernels.hpp"
#include "cuda/tile_2d_complex_kernels.hpp"
#include "cuda/tile_2d_kernels.hpp"

namespace faltung::cuda {
namespace {

// Of all filters, as windows.
std::size_t count_taps(const geometry& where) {
  const long long windows = where.filter_count() * static_cast<long long>(where.products().size());
  return static_cast<std::size_t>(windows * where.filter_elements());
}

// By a kernel that reads the taps from device memory.
template <class Type>
class direct_executor final : public executor {
 public:
  direct_executor(const geometry& where, direct_kernel which, int multiprocessors) : where_(where), which_(which) {
    if constexpr (has_tiles)
      if (which == direct_kernel::tile_2d) tiling_ = usual_tile_2d_tiling<Type>(where, multiprocessors);
    if constexpr (std::is_floating_point_v<Type>)
      if (which == direct_kernel::tile_2d_complex) tiling_ = usual_tile_2d_complex_tiling<Type>(where, multiprocessors);
  }

  [[nodiscard]] std::size_t workspace_bytes() const noexcept override { return 0; }

  void set_filter(const void* filter, cuda_stream stream) override {
    device_buffer taps(count_taps(where_) * sizeof(Type));
    const drain_on_failure drain(stream);
    enqueue_direct_taps(where_, filter, taps.as<Type>(), stream);
    FALTUNG_CUDA_TRY(cudaStreamSynchronize(stream));
    taps_ = std::move(taps);
  }

  void execute(const void* signal, void* output, std::byte*, cuda_stream stream) const override {
    if (where_.rank == 1) {
      enqueue_direct_1d(which_, where_, signal, taps_.as<Type>(), output, stream);
      return;
    }
    if constexpr (has_tiles) {
      if (which_ == direct_kernel::tile_2d) {
        enqueue_tile_2d(where_, tiling_, signal, taps_.as<Type>(), output, stream);
        return;
      }
    }
    if constexpr (std::is_floating_point_v<Type>) {
      if (which_ == direct_kernel::tile_2d_complex &&
          enqueue_tile_2d_complex(where_, tiling_, signal, taps_.as<Type>(), output, stream))
        return;
    }
    enqueue_direct_2d(where_, signal, taps_.as<Type>(), output, stream);
  }

 private:
  static constexpr bool has_tiles = !std::is_same_v<Type, std::uint64_t>;

  geometry where_;
  direct_kernel which_;
  kernel::tile_2d_tiling tiling_{};
  device_buffer taps_;
};

// By a kernel to which the taps travel as a parameter of each launch.
template <class Type>
class streaming_executor final : public executor {
 public:
  streaming_executor(const geometry& where, const direct_choice& choice, int multiprocessors)
      : where_(where), choice_(choice), multiprocessors_(multiprocessors) {}

  [[nodiscard]] std::size_t workspace_bytes() const noexcept override { return 0; }

  void set_filter(const void* filter, cuda_stream stream) override {
    const device_buffer taps(count_taps(where_) * sizeof(Type));
    std::vector<Type> host_taps(count_taps(where_));
    const drain_on_failure drain(stream);
    enqueue_direct_taps(where_, filter, taps.as<Type>(), stream);
    FALTUNG_CUDA_TRY(cudaMemcpyAsync(host_taps.data(), taps.data(), taps.bytes(), cudaMemcpyDeviceToHost, stream));
    FALTUNG_CUDA_TRY(cudaStreamSynchronize(stream));
    host_taps_ = std::move(host_taps);
  }

  void execute(const void* signal, void* output, std::byte*, cuda_stream stream) const override {
    if (choice_.kernel == direct_kernel::stream_2d) {
      enqueue_direct(choice_.stream, where_, multiprocessors_, signal, host_taps_.data(), output, stream);
    } else if constexpr (sizeof(Type) == 4) {
      enqueue_stream_2d_narrow(choice_, where_, multiprocessors_, signal, host_taps_.data(), output, stream);
    }
  }

 private:
  geometry where_;
  direct_choice choice_;
  int multiprocessors_;
  std::vector<Type> host_taps_;
};

template <class Type>
std::unique_ptr<executor> make(const executor_request& request) {
  const geometry& where = request.geometry;
  const direct_choice choice = direct_choice_of(where);
  if (choice.stream.streams) return std::make_unique<streaming_executor<Type>>(where, choice, request.multiprocessors);
  return std::make_unique<direct_executor<Type>>(where, choice.kernel, request.multiprocessors);
}

}  // namespace

std::unique_ptr<executor> make_direct(const executor_request& request) {
  switch (request.geometry.compute) {
    case element_type::float32: return make<float>(request);
    case element_type::uint32: return make<std::uint32_t>(request);
    case element_type::uint64: return make<std::uint64_t>(request);
    default: return make<double>(request);
  }
}

}  // namespace faltung::cuda
