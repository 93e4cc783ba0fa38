#include "cuda/staged.hpp"

#include "cuda/check.hpp"

namespace faltung::cuda {
namespace {

std::size_t bytes_of(const geometry& where, long long elements) {
  return static_cast<std::size_t>(elements) * size_of(where.type);
}

}  // namespace

staged::staged(std::unique_ptr<executor> inner, const geometry& where)
    : inner_(std::move(inner)),
      filter_bytes_(bytes_of(where, where.filter_count() * where.filter_elements())),
      signal_(bytes_of(where, where.batch * where.signal_elements())),
      output_(bytes_of(where, where.batch * where.output_elements())),
      workspace_(inner_->workspace_bytes()) {}

void staged::set_filter(const void* filter, cuda_stream stream) {
  const std::lock_guard lock(mutex_);
  const device_buffer copy(filter_bytes_);
  const drain_on_failure drain(stream);
  FALTUNG_CUDA_TRY(cudaMemcpyAsync(copy.data(), filter, filter_bytes_, cudaMemcpyHostToDevice, stream));
  inner_->set_filter(copy.data(), stream);
}

void staged::execute(const void* signal, void* output, std::byte*, cuda_stream stream) const {
  const std::lock_guard lock(mutex_);
  const drain_on_failure drain(stream);
  FALTUNG_CUDA_TRY(cudaMemcpyAsync(signal_.data(), signal, signal_.bytes(), cudaMemcpyHostToDevice, stream));
  inner_->execute(signal_.data(), output_.data(), workspace_.data(), stream);
  FALTUNG_CUDA_TRY(cudaMemcpyAsync(output, output_.data(), output_.bytes(), cudaMemcpyDeviceToHost, stream));
  FALTUNG_CUDA_TRY(cudaStreamSynchronize(stream));
}

}  // namespace faltung::cuda
