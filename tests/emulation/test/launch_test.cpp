// Launching: indices, the order of blocks, and the configurations that the runtime refuses.
#include <atomic>
#include <cstring>
#include <string>
#include <thread>

#include "emulation/recording.hpp"
#include "fixture.hpp"

namespace faltung::emulation {
namespace {

using launches = emulated;

__global__ void mark(int* visits) {
  const unsigned block = blockIdx.x + gridDim.x * (blockIdx.y + gridDim.y * blockIdx.z);
  const unsigned thread = threadIdx.x + blockDim.x * (threadIdx.y + blockDim.y * threadIdx.z);
  visits[block * blockDim.x * blockDim.y * blockDim.z + thread] += 1;
}

TEST_F(launches, run_every_thread_of_every_block_once) {
  for (const runner how : {runner::fibers, runner::threads}) {
    run_on(how);
    const device_array<int> visits(std::vector<int>(std::size_t{2 * 3 * 5} * 7 * 3 * 2, 0));
    ASSERT_EQ(run({.blocks = dim3(2, 3, 5), .threads = dim3(7, 3, 2)}, mark, visits.data()), cudaSuccess);
    EXPECT_EQ(visits.values(), std::vector<int>(std::size_t{2 * 3 * 5} * 7 * 3 * 2, 1));
  }
  EXPECT_EQ(count().total_launches, 2);
  std::int64_t by_name = 0;
  for (const auto& [name, times] : count().launches) by_name += name.find("mark") != std::string::npos ? times : 0;
  EXPECT_EQ(by_name, 2);
}

__global__ void nothing() {}

cudaError_t launched(dim3 blocks, dim3 threads, std::size_t shared = 0) {
  return run({.blocks = blocks, .threads = threads, .shared = shared}, nothing);
}

TEST_F(launches, of_impossible_shapes_are_refused) {
  EXPECT_EQ(launched(1, 1024), cudaSuccess);
  EXPECT_EQ(launched(1, 1025), cudaErrorInvalidConfiguration);
  EXPECT_EQ(launched(1, dim3(41, 25)), cudaErrorInvalidConfiguration);
  EXPECT_EQ(launched(1, dim3(1, 1, 64)), cudaSuccess);
  EXPECT_EQ(launched(1, dim3(1, 1, 65)), cudaErrorInvalidConfiguration);
  EXPECT_EQ(launched(1, 0), cudaErrorInvalidConfiguration);
  EXPECT_EQ(launched(0, 1), cudaErrorInvalidConfiguration);
  EXPECT_EQ(launched(dim3(1, 0), 1), cudaErrorInvalidConfiguration);
  EXPECT_EQ(launched(dim3(1, 65535), 1), cudaSuccess);
  EXPECT_EQ(launched(dim3(1, 65536), 1), cudaErrorInvalidConfiguration);
  EXPECT_EQ(launched(dim3(1, 1, 65536), 1), cudaErrorInvalidConfiguration);
  EXPECT_EQ(launched(0x80000000u, 1), cudaErrorInvalidConfiguration);
  EXPECT_EQ(cudaPeekAtLastError(), cudaErrorInvalidConfiguration);
  EXPECT_EQ(cudaGetLastError(), cudaErrorInvalidConfiguration);
  EXPECT_EQ(cudaGetLastError(), cudaSuccess);
}

__global__ void opted_in() {}

TEST_F(launches, with_much_shared_memory_have_to_ask_for_it) {
  const auto with = [](std::size_t bytes) { return run({.shared = bytes}, opted_in); };
  EXPECT_EQ(with(48 * 1024), cudaSuccess);
  EXPECT_EQ(with(48 * 1024 + 1), cudaErrorInvalidValue);
  ASSERT_EQ(cudaFuncSetAttribute(opted_in, cudaFuncAttributeMaxDynamicSharedMemorySize, 100000), cudaSuccess);
  EXPECT_EQ(with(100000), cudaSuccess);
  EXPECT_EQ(with(100001), cudaErrorInvalidValue);
  EXPECT_EQ(cudaFuncSetAttribute(opted_in, cudaFuncAttributeMaxDynamicSharedMemorySize, 227 * 1024 + 1),
            cudaErrorInvalidValue);
  EXPECT_EQ(launched(1, 1, 48 * 1024 + 1), cudaErrorInvalidValue);
}

struct parameters {
  float4 wide;
  const int* values;
};

__global__ void read_parameters(const __grid_constant__ parameters by_value, long long offset, int* output) {
  output[threadIdx.x] = by_value.values[threadIdx.x] + static_cast<int>(by_value.wide.w) + static_cast<int>(offset);
}

TEST_F(launches, convert_arguments_as_a_call_does) {
  const device_array<int> values(std::vector<int>{1, 2, 3});
  const device_array<int> output(3);
  const short offset = -5;
  ASSERT_EQ(
      run({.threads = 3}, read_parameters, parameters{make_float4(0, 0, 0, 40), values.data()}, offset, output.data()),
      cudaSuccess);
  EXPECT_EQ(output.values(), (std::vector<int>{36, 37, 38}));
}

TEST_F(launches, do_nothing_but_fail_while_kernels_are_not_run) {
  const device_array<int> output(std::vector<int>{7, 7, 7});
  run_kernels(false);
  const auto launched = [&](unsigned threads) {
    return run({.threads = dim3(threads)}, read_parameters, parameters{make_float4(1, 2, 3, 4), output.data()},
               short{-2}, output.data());
  };
  EXPECT_EQ(launched(3), cudaSuccess);
  EXPECT_EQ(launched(2048), cudaErrorInvalidConfiguration);
  EXPECT_EQ(output.values(), (std::vector<int>{7, 7, 7}));
  run_kernels(true);
  EXPECT_EQ(launched(3), cudaSuccess);
  EXPECT_NE(output.values(), (std::vector<int>{7, 7, 7}));
}

TEST_F(launches, are_noted_instead_of_run_while_recording) {
  const device_array<int> output(std::vector<int>{7, 7, 7});
  record_launches(true);
  const cudaError_t error = run({.blocks = dim3(4, 2), .threads = 3, .shared = 96}, read_parameters,
                                parameters{make_float4(1, 2, 3, 4), output.data()}, short{-2}, output.data());
  record_launches(false);
  ASSERT_EQ(error, cudaSuccess);
  EXPECT_EQ(output.values(), (std::vector<int>{7, 7, 7}));
  const std::vector<recorded_launch> noted = take_recorded_launches();
  ASSERT_EQ(noted.size(), 1u);
  EXPECT_NE(noted[0].kernel.find("read_parameters"), std::string::npos);
  EXPECT_EQ(noted[0].blocks.x, 4u);
  EXPECT_EQ(noted[0].blocks.y, 2u);
  EXPECT_EQ(noted[0].threads.x, 3u);
  EXPECT_EQ(noted[0].shared_bytes, 96u);
  // The struct is 32 bytes with its padding, the offset converted to the parameter's type.
  ASSERT_EQ(noted[0].parameters.size(), 48u);
  long long offset = 0;
  std::memcpy(&offset, noted[0].parameters.data() + 32, sizeof offset);
  EXPECT_EQ(offset, -2);
  EXPECT_TRUE(take_recorded_launches().empty());
}

__global__ void rotate(int* output) {
  int* tile = arena<int>();
  tile[threadIdx.x] = static_cast<int>(threadIdx.x);
  __syncthreads();
  output[threadIdx.x] = tile[(threadIdx.x + 1) % blockDim.x];
}

TEST_F(launches, from_many_host_threads_do_not_meet) {
  std::atomic<int> wrong = 0;
  const auto work = [&] {
    int output[128];
    cudaStream_t stream = nullptr;
    if (cudaStreamCreateWithFlags(&stream, cudaStreamNonBlocking) != cudaSuccess) ++wrong;
    for (int repeat = 0; repeat < 20; ++repeat) {
      if (run({.threads = 128, .shared = 512, .stream = stream}, rotate, output) != cudaSuccess) ++wrong;
      for (int i = 0; i < 128; ++i) wrong += output[i] != (i + 1) % 128;
    }
    cudaStreamDestroy(stream);
  };
  std::vector<std::jthread> threads;
  for (int i = 0; i < 4; ++i) threads.emplace_back(work);
  threads.clear();
  EXPECT_EQ(wrong, 0);
}

}  // namespace
}  // namespace faltung::emulation
