#include "cuda/staged.hpp"

#include "cuda/check.hpp"

namespace faltung::cuda {

geometry trimmed(geometry where) {
  for (operand* one : {&where.signal, &where.filter, &where.output}) {
    one->at.offset -= one->begin;
    one->end -= one->begin;
    one->begin = 0;
  }
  return where;
}

staged::extent staged::extent_of(const operand& one) {
  const std::size_t size = size_of(one.type);
  return {static_cast<std::size_t>(one.begin) * size, static_cast<std::size_t>(one.end - one.begin) * size};
}

staged::staged(std::unique_ptr<executor> inner, const geometry& where)
    : inner_(std::move(inner)),
      filter_at_(extent_of(where.filter)),
      columns_bytes_(static_cast<std::size_t>(where.filter_rank * where.rows.filter) * size_of(where.filter.type)),
      rows_bytes_(static_cast<std::size_t>(where.filter_rank * where.columns.filter) * size_of(where.filter.type)),
      signal_at_(extent_of(where.signal)),
      output_at_(extent_of(where.output)),
      output_has_gaps_(where.output.end - where.output.begin != where.output_count() * where.output_elements()),
      signal_(signal_at_.bytes),
      output_(output_at_.bytes),
      workspace_(inner_->workspace_bytes()) {}

void staged::set_filter(const void* filter, cuda_stream stream) {
  const std::lock_guard lock(mutex_);
  const device_buffer copy(filter_at_.bytes);
  const drain_on_failure drain(stream);
  FALTUNG_CUDA_TRY(cudaMemcpyAsync(copy.data(), static_cast<const std::byte*>(filter) + filter_at_.offset,
                                   filter_at_.bytes, cudaMemcpyHostToDevice, stream));
  inner_->set_filter(copy.data(), stream);
}

void staged::set_factors(const void* columns, const void* rows, cuda_stream stream) {
  const std::lock_guard lock(mutex_);
  const device_buffer columns_copy(columns_bytes_);
  const device_buffer rows_copy(rows_bytes_);
  const drain_on_failure drain(stream);
  FALTUNG_CUDA_TRY(cudaMemcpyAsync(columns_copy.data(), columns, columns_bytes_, cudaMemcpyHostToDevice, stream));
  FALTUNG_CUDA_TRY(cudaMemcpyAsync(rows_copy.data(), rows, rows_bytes_, cudaMemcpyHostToDevice, stream));
  inner_->set_factors(columns_copy.data(), rows_copy.data(), stream);
}

void staged::execute(const void* signal, void* output, std::byte*, cuda_stream stream) const {
  const std::lock_guard lock(mutex_);
  const drain_on_failure drain(stream);
  const std::byte* const from = static_cast<const std::byte*>(signal) + signal_at_.offset;
  std::byte* const to = static_cast<std::byte*>(output) + output_at_.offset;
  FALTUNG_CUDA_TRY(cudaMemcpyAsync(signal_.data(), from, signal_at_.bytes, cudaMemcpyHostToDevice, stream));
  if (output_has_gaps_)  // what lies in them comes back as it was
    FALTUNG_CUDA_TRY(cudaMemcpyAsync(output_.data(), to, output_at_.bytes, cudaMemcpyHostToDevice, stream));
  inner_->execute(signal_.data(), output_.data(), workspace_.data(), stream);
  FALTUNG_CUDA_TRY(cudaMemcpyAsync(to, output_.data(), output_at_.bytes, cudaMemcpyDeviceToHost, stream));
  FALTUNG_CUDA_TRY(cudaStreamSynchronize(stream));
}

}  // namespace faltung::cuda
