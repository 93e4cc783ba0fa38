/// Thrust vectors as arguments: device_vector in, device_vector out, host_vector in, host_vector out.
///
/// For repeated work make a plan: its set_filter and execute take a thrust::device_vector as they take any view.
#pragma once

#include <cuda_runtime_api.h>
#include <thrust/device_vector.h>
#include <thrust/host_vector.h>

#include <cstddef>

#include "faltung/convolve.hpp"
#include "faltung/cuda.hpp"
#include "faltung/error.hpp"
#include "faltung/plan.hpp"

namespace faltung {
namespace detail {

/// Plans, executes on the stream and waits for it: the plan and its workspace end here.
template <element Type, class Allocator>
thrust::device_vector<Type, Allocator> run_on_device(const problem& description,
                                                     const thrust::device_vector<Type, Allocator>& signal,
                                                     const thrust::device_vector<Type, Allocator>& filter,
                                                     cuda_stream stream, options request) {
  request.backend = backend::cuda;
  request.memory = memory::device;
  request.stream = stream;
  plan once(description, request);
  once.set_filter(filter);
  thrust::device_vector<Type, Allocator> output(static_cast<std::size_t>(once.output_shape().elements()));
  thrust::device_vector<unsigned char> workspace(once.workspace_bytes());
  once.execute(signal, output, workspace, stream);
  if (const cudaError_t answer = cudaStreamSynchronize(stream); answer != cudaSuccess)
    throw device_error("CUDA", answer, cudaGetErrorString(answer), "cudaStreamSynchronize(stream)", __FILE__, __LINE__);
  return output;
}

template <element Type, class Allocator>
thrust::host_vector<Type, Allocator> run_on_host(const problem& description,
                                                 const thrust::host_vector<Type, Allocator>& signal,
                                                 const thrust::host_vector<Type, Allocator>& filter,
                                                 const options& request) {
  thrust::host_vector<Type, Allocator> output(static_cast<std::size_t>(output_shape(description).elements()));
  run(description, {signal.data(), signal.size(), description.signal},
      {filter.data(), filter.size(), description.filter}, {output.data(), output.size()}, request);
  return output;
}

}  // namespace detail

/// faltung::convolve and faltung::correlate on device vectors, on the stream; done when they return. The inputs must be
/// ready on that stream. Of `request`, backend, memory and stream are set here.
template <element Type, class Allocator>
thrust::device_vector<Type, Allocator> convolve(const thrust::device_vector<Type, Allocator>& signal,
                                                const thrust::device_vector<Type, Allocator>& filter,
                                                const region& part = mode::full, cuda_stream stream = nullptr,
                                                const options& request = {}) {
  return detail::run_on_device(
      detail::describe<Type, Type, Type>(operation::convolution, signal.size(), filter.size(), part), signal, filter,
      stream, request);
}
template <element Type, class Allocator>
thrust::device_vector<Type, Allocator> correlate(const thrust::device_vector<Type, Allocator>& signal,
                                                 const thrust::device_vector<Type, Allocator>& filter,
                                                 const region& part = mode::valid, cuda_stream stream = nullptr,
                                                 const options& request = {}) {
  return detail::run_on_device(
      detail::describe<Type, Type, Type>(operation::correlation, signal.size(), filter.size(), part), signal, filter,
      stream, request);
}

/// The same in 2D; a vector does not know its height and width, so its shape stands beside it.
template <element Type, class Allocator>
thrust::device_vector<Type, Allocator> convolve2d(const thrust::device_vector<Type, Allocator>& signal,
                                                  const shape& signal_shape,
                                                  const thrust::device_vector<Type, Allocator>& filter,
                                                  const shape& filter_shape, const region& part = mode::full,
                                                  cuda_stream stream = nullptr, const options& request = {}) {
  return detail::run_on_device(
      detail::describe<Type, Type, Type>(operation::convolution, signal_shape, filter_shape, part), signal, filter,
      stream, request);
}
template <element Type, class Allocator>
thrust::device_vector<Type, Allocator> correlate2d(const thrust::device_vector<Type, Allocator>& signal,
                                                   const shape& signal_shape,
                                                   const thrust::device_vector<Type, Allocator>& filter,
                                                   const shape& filter_shape, const region& part = mode::full,
                                                   cuda_stream stream = nullptr, const options& request = {}) {
  return detail::run_on_device(
      detail::describe<Type, Type, Type>(operation::correlation, signal_shape, filter_shape, part), signal, filter,
      stream, request);
}

/// The functions of convolve.hpp, returning a host_vector.
template <element Type, class Allocator>
thrust::host_vector<Type, Allocator> convolve(const thrust::host_vector<Type, Allocator>& signal,
                                              const thrust::host_vector<Type, Allocator>& filter,
                                              const region& part = mode::full, const options& request = {}) {
  return detail::run_on_host(
      detail::describe<Type, Type, Type>(operation::convolution, signal.size(), filter.size(), part), signal, filter,
      request);
}
template <element Type, class Allocator>
thrust::host_vector<Type, Allocator> correlate(const thrust::host_vector<Type, Allocator>& signal,
                                               const thrust::host_vector<Type, Allocator>& filter,
                                               const region& part = mode::valid, const options& request = {}) {
  return detail::run_on_host(
      detail::describe<Type, Type, Type>(operation::correlation, signal.size(), filter.size(), part), signal, filter,
      request);
}

}  // namespace faltung
