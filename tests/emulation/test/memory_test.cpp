// Memory: unwritten memory shows, overruns are caught, copies and limits behave as the runtime's.
#include <bit>
#include <cstdint>

#include "fixture.hpp"

namespace faltung::emulation {
namespace {

using memory = emulated;

__global__ void read_shared(unsigned char* output, int bytes) {
  const auto* shared = arena<unsigned char>();
  for (int i = 0; i < bytes; ++i) output[bytes * static_cast<int>(blockIdx.x) + i] = shared[i];
  for (int i = 0; i < bytes; ++i) arena<unsigned char>()[i] = 1;
}

TEST_F(memory, shared_memory_is_poisoned_before_each_block_and_aligned) {
  for (const runner how : {runner::fibers, runner::threads}) {
    run_on(how);
    const device_array<unsigned char> output(3 * 17);
    ASSERT_EQ(cudaMemset(output.data(), 0, 3 * 17), cudaSuccess);
    ASSERT_EQ(run({.blocks = 3, .threads = 1, .shared = 17}, read_shared, output.data(), 17), cudaSuccess);
    EXPECT_EQ(output.values(), std::vector<unsigned char>(3 * 17, 0xff));
  }
}

__global__ void address_of_shared(std::uintptr_t* output) { *output = std::bit_cast<std::uintptr_t>(shared_arena()); }

TEST_F(memory, shared_memory_is_aligned) {
  const device_array<std::uintptr_t> output(1);
  for (const std::size_t bytes : {1, 100, 4000}) {
    ASSERT_EQ(run({.threads = 1, .shared = bytes}, address_of_shared, output.data()), cudaSuccess);
    EXPECT_EQ(*output.data() % 128, 0u);
  }
}

TEST_F(memory, device_memory_is_poisoned_and_aligned) {
  const device_array<unsigned char> fresh(1000);
  EXPECT_EQ(fresh.values(), std::vector<unsigned char>(1000, 0xff));
  EXPECT_EQ(std::bit_cast<std::uintptr_t>(fresh.data()) % 256, 0u);
}

TEST_F(memory, copies_between_the_wrong_sides_are_refused) {
  const device_array<int> device(4);
  std::vector<int> host(4, 7);
  constexpr std::size_t bytes = 4 * sizeof(int);
  EXPECT_EQ(cudaMemcpy(host.data(), device.data(), bytes, cudaMemcpyHostToDevice), cudaErrorInvalidValue);
  EXPECT_EQ(cudaMemcpy(device.data(), host.data(), bytes, cudaMemcpyDeviceToDevice), cudaErrorInvalidValue);
  EXPECT_EQ(cudaMemcpy(device.data(), host.data(), bytes + 1, cudaMemcpyHostToDevice), cudaErrorInvalidValue);
  EXPECT_EQ(cudaMemset(host.data(), 0, bytes), cudaErrorInvalidValue);
  EXPECT_EQ(cudaFree(host.data()), cudaErrorInvalidValue);
  EXPECT_EQ(host, std::vector<int>(4, 7));
  EXPECT_EQ(cudaMemcpy(device.data(), host.data(), bytes, cudaMemcpyDefault), cudaSuccess);
  EXPECT_EQ(device.values(), host);
  EXPECT_EQ(count().host_to_device_copies, 1);
  EXPECT_EQ(count().device_to_host_copies, 0);
  ASSERT_EQ(cudaMemcpyAsync(host.data(), device.data(), bytes, cudaMemcpyDeviceToHost), cudaSuccess);
  EXPECT_EQ(count().device_to_host_copies, 1);
}

TEST_F(memory, pointers_know_their_side) {
  const device_array<int> device(4);
  int host = 0;
  cudaPointerAttributes attributes{};
  ASSERT_EQ(cudaPointerGetAttributes(&attributes, device.data() + 2), cudaSuccess);
  EXPECT_EQ(attributes.type, cudaMemoryTypeDevice);
  ASSERT_EQ(cudaPointerGetAttributes(&attributes, device.data() + 4), cudaSuccess);
  EXPECT_EQ(attributes.type, cudaMemoryTypeUnregistered);
  ASSERT_EQ(cudaPointerGetAttributes(&attributes, &host), cudaSuccess);
  EXPECT_EQ(attributes.type, cudaMemoryTypeUnregistered);
}

TEST_F(memory, runs_out_at_the_limit) {
  set_memory_limit(1000);
  void* first = nullptr;
  void* second = nullptr;
  ASSERT_EQ(cudaMalloc(&first, 600), cudaSuccess);
  std::size_t free = 0, total = 0;
  ASSERT_EQ(cudaMemGetInfo(&free, &total), cudaSuccess);
  EXPECT_EQ(free, 400u);
  EXPECT_EQ(total, 1000u);
  EXPECT_EQ(cudaMalloc(&second, 401), cudaErrorMemoryAllocation);
  EXPECT_EQ(second, nullptr);
  EXPECT_EQ(cudaMalloc(&second, 400), cudaSuccess);
  EXPECT_EQ(cudaFree(first), cudaSuccess);
  EXPECT_EQ(cudaFree(second), cudaSuccess);
  EXPECT_EQ(cudaFree(nullptr), cudaSuccess);
}

#if defined(__SANITIZE_ADDRESS__)
__global__ void write_shared(int elements) {
  auto* shared = static_cast<volatile unsigned char*>(shared_arena());
  shared[elements - 1] = 1;
}

__global__ void write_global(volatile unsigned char* output, int elements) { output[elements - 1] = 1; }

TEST_F(memory, overruns_by_one_are_caught) {
  constexpr int elements = 37;
  ASSERT_EQ(run({.threads = 1, .shared = elements}, write_shared, elements), cudaSuccess);
  EXPECT_DEATH(run({.threads = 1, .shared = elements}, write_shared, elements + 1), "heap-buffer-overflow");
  EXPECT_DEATH(run({.threads = 1, .shared = elements}, write_shared, 0), "heap-buffer-overflow");
  const device_array<unsigned char> output(elements);
  ASSERT_EQ(run({.threads = 1}, write_global, output.data(), elements), cudaSuccess);
  EXPECT_DEATH(run({.threads = 1}, write_global, output.data(), elements + 1), "heap-buffer-overflow");
  EXPECT_DEATH(run({.threads = 1}, write_global, output.data(), 0), "heap-buffer-overflow");
}

TEST_F(memory, freed_memory_is_caught) {
  unsigned char* output = nullptr;
  ASSERT_EQ(cudaMalloc(&output, 1), cudaSuccess);
  ASSERT_EQ(cudaFree(output), cudaSuccess);
  EXPECT_DEATH(run({.threads = 1}, write_global, output, 1), "heap-use-after-free");
}

__global__ void write_local(int* output, int at) {
  volatile int local[4] = {};
  local[at] = 1;
  __syncthreads();
  *output = local[at];
}

TEST_F(memory, overruns_of_a_local_array_are_caught_in_a_fiber) {
  const device_array<int> output(1);
  ASSERT_EQ(run({.threads = 64}, write_local, output.data(), 3), cudaSuccess);
  EXPECT_DEATH(run({.threads = 64}, write_local, output.data(), 4), "stack-buffer-overflow|index 4 out of bounds");
}
#endif

}  // namespace
}  // namespace faltung::emulation
