#include "cuda/backend.hpp"

#include <string>

#include "cuda/check.hpp"
#include "cuda/device_buffer.hpp"
#include "cuda/direct.hpp"
#include "cuda/fft.hpp"
#include "cuda/overlap_save.hpp"
#include "cuda/plan_cache.hpp"
#include "cuda/staged.hpp"
#include "cuda/stream_2d_kernels.hpp"
#include "faltung/cuda.hpp"
#include "faltung/error.hpp"
#include "separable/executor.hpp"

namespace faltung::cuda {
namespace {

std::unique_ptr<executor> make_for_device_pointers(const executor_request& request);

void read_back(void* host, const void* from, std::size_t bytes, cuda_stream stream) {
  FALTUNG_CUDA_TRY(cudaMemcpyAsync(host, from, bytes, cudaMemcpyDeviceToHost, stream));
  FALTUNG_CUDA_TRY(cudaStreamSynchronize(stream));
}

void set_filter_from_host(executor& of, const void* host, std::size_t bytes, cuda_stream stream) {
  const device_buffer copy(bytes);
  const drain_on_failure drain(stream);
  FALTUNG_CUDA_TRY(cudaMemcpyAsync(copy.data(), host, bytes, cudaMemcpyHostToDevice, stream));
  of.set_filter(copy.data(), stream);
}

void separable_in_one_pass(const geometry& where, int multiprocessors, const void* host_taps, const void* signal,
                           void* output, cuda_stream stream) {
  const stream_2d_choice choice = separable_2d_choice_of(where);
  if (where.compute == float64) {
    enqueue_separable(choice, where, multiprocessors, signal, static_cast<const double*>(host_taps), output, stream);
  } else {
    enqueue_separable(choice, where, multiprocessors, signal, static_cast<const float*>(host_taps), output, stream);
  }
}

constexpr separable::backend_access in_device_memory{.make = &make_for_device_pointers,
                                                     .read = &read_back,
                                                     .set_filter = &set_filter_from_host,
                                                     .in_one_pass = &separable_in_one_pass};

std::unique_ptr<executor> make_for_device_pointers(const executor_request& request) {
  switch (request.candidate.method) {
    case method::direct: return make_direct(request);
    case method::separable: return separable::make_executor(request, in_device_memory);
    case method::fft: return make_fft(request);
    case method::overlap_save: return make_overlap_save(request);
    default: break;
  }
  throw unsupported("options.method", std::string(to_string(request.candidate.method)),
                    "the CUDA backend has no such method");
}

}  // namespace

std::unique_ptr<executor> make_executor(const executor_request& request) {
  if (request.memory == memory::device) return make_for_device_pointers(request);
  executor_request on_device = request;
  on_device.geometry = trimmed(request.geometry);
  return std::make_unique<staged>(make_for_device_pointers(on_device), request.geometry);
}

void release_caches() { release_idle_plans(); }

}  // namespace faltung::cuda
