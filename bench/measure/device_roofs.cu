#include <cuda_runtime.h>

#include "measure/device.hpp"
#include "measure/device_buffer.hpp"

namespace faltung::bench {
namespace {

constexpr int chain_count = 8;
constexpr int chain_length = 1 << 14;
constexpr int threads_per_block = 256;
constexpr int blocks_per_multiprocessor = 8;

__device__ float fused(float a, float b, float c) { return __fmaf_rn(a, b, c); }
__device__ double fused(double a, double b, double c) { return __fma_rn(a, b, c); }

template <class Type>
__global__ void chains(Type factor, Type term, Type* sink) {
  Type sums[chain_count];
  for (int i = 0; i < chain_count; ++i) sums[i] = static_cast<Type>(threadIdx.x + i);
  for (int link = 0; link < chain_length; ++link) {
#pragma unroll
    for (int i = 0; i < chain_count; ++i) sums[i] = fused(sums[i], factor, term);
  }
  Type total = 0;
  for (int i = 0; i < chain_count; ++i) total += sums[i];
  if (total == Type(-1)) *sink = total;  // never; the compiler cannot know
}

// 16 bytes a lane from one row after the other of the block's shared memory. `volatile`, so that what is loaded need not
// be used.
__global__ void shared_loads(float* sink) {
  __shared__ float4 tile[2 * threads_per_block];
  tile[threadIdx.x] = tile[threadIdx.x + threads_per_block] = make_float4(0, 0, 0, 0);
  __syncthreads();
  const auto first = static_cast<unsigned>(__cvta_generic_to_shared(tile + threadIdx.x));
  float4 value;
  for (int link = 0; link < chain_length; ++link) {
#pragma unroll
    for (int i = 0; i < chain_count; ++i) {
      asm volatile("ld.volatile.shared.v4.f32 {%0, %1, %2, %3}, [%4];"
                   : "=f"(value.x), "=f"(value.y), "=f"(value.z), "=f"(value.w)
                   : "r"(first + 16u * 32u * static_cast<unsigned>(i)));
    }
  }
  if (value.x == 1) *sink = value.x;  // never
}

template <class Work>
double best_seconds(Work work) {
  event start, stop;
  double best = 1e300;
  work();
  for (int round = 0; round < 5; ++round) {
    start.record();
    work();
    stop.record();
    const double seconds = stop.seconds_since(start);
    best = seconds < best ? seconds : best;
  }
  return best;
}

template <class Type>
double multiply_add_rate(int blocks) {
  const device_buffer sink = allocate_on_device(sizeof(Type));
  const double seconds = best_seconds([&] {
    chains<Type><<<blocks, threads_per_block>>>(Type(0.999), Type(0.001), reinterpret_cast<Type*>(sink.get()));
    FALTUNG_BENCH_CUDA(cudaGetLastError());
  });
  return static_cast<double>(blocks) * threads_per_block * chain_count * chain_length / seconds;
}

double shared_rate(int blocks) {
  const device_buffer sink = allocate_on_device(sizeof(float));
  const double seconds = best_seconds([&] {
    shared_loads<<<blocks, threads_per_block>>>(reinterpret_cast<float*>(sink.get()));
    FALTUNG_BENCH_CUDA(cudaGetLastError());
  });
  return static_cast<double>(blocks) * threads_per_block * chain_count * chain_length * sizeof(float4) / seconds;
}

}  // namespace

roofs measure_device_roofs() {
  int device = 0;
  int multiprocessors = 0;
  FALTUNG_BENCH_CUDA(cudaGetDevice(&device));
  FALTUNG_BENCH_CUDA(cudaDeviceGetAttribute(&multiprocessors, cudaDevAttrMultiProcessorCount, device));
  const int blocks = multiprocessors * blocks_per_multiprocessor;

  roofs machine;
  machine.multiply_adds_per_second = multiply_add_rate<float>(blocks);
  machine.double_multiply_adds_per_second = multiply_add_rate<double>(blocks);
  machine.shared_bytes_per_second = shared_rate(blocks);
  // Well beyond any L2 cache; the study's data are kept out of it too, so that one size stands for all.
  const std::size_t bytes = std::size_t{1} << 29;
  const device_buffer from = allocate_on_device(bytes);
  const device_buffer into = allocate_on_device(bytes);
  FALTUNG_BENCH_CUDA(cudaMemset(from.get(), 1, bytes));
  const double seconds = best_seconds(
      [&] { FALTUNG_BENCH_CUDA(cudaMemcpyAsync(into.get(), from.get(), bytes, cudaMemcpyDeviceToDevice, nullptr)); });
  machine.copy_bytes_per_second[2 * bytes] = 2 * static_cast<double>(bytes) / seconds;
  return machine;
}

}  // namespace faltung::bench
