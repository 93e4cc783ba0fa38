// The runtime's double: ordered failures, absent devices, capture, counters.
#include "fixture.hpp"

namespace faltung::emulation {
namespace {

using runtime = emulated;

__global__ void add_one(int* value) { *value += 1; }

// A small client that gives back whatever it got, whichever call fails.
cudaError_t client() {
  cudaStream_t stream = nullptr;
  int* value = nullptr;
  int result = 0;
  cudaError_t error = cudaStreamCreate(&stream);
  if (!error) error = cudaMalloc(&value, sizeof(int));
  if (!error) error = cudaMemsetAsync(value, 0, sizeof(int), stream);
  if (!error) error = run({.threads = 1, .stream = stream}, add_one, value);
  if (!error) error = cudaMemcpyAsync(&result, value, sizeof(int), cudaMemcpyDeviceToHost, stream);
  if (!error) error = cudaStreamSynchronize(stream);
  if (!error && result != 1) error = cudaErrorUnknown;
  if (value != nullptr) {
    const cudaError_t freed = cudaFree(value);
    if (!error) error = freed;
  }
  if (stream != nullptr) {
    const cudaError_t destroyed = cudaStreamDestroy(stream);
    if (!error) error = destroyed;
  }
  return error;
}

TEST_F(runtime, fails_each_call_in_turn_and_leaks_nothing) {
  constexpr std::int64_t calls = 8;
  const cudaError_t expected[calls] = {cudaErrorMemoryAllocation,     cudaErrorMemoryAllocation, cudaErrorLaunchFailure,
                                       cudaErrorLaunchOutOfResources, cudaErrorLaunchFailure,    cudaErrorLaunchFailure,
                                       cudaErrorLaunchFailure,        cudaErrorLaunchFailure};
  for (const bool persistent : {false, true}) {
    for (std::int64_t n = 1; n <= calls; ++n) {
      fail_at(n, persistent);
      EXPECT_EQ(client(), expected[n - 1]) << "call " << n;
      EXPECT_GE(failures_injected(), 1);
      if (!persistent) {
        EXPECT_EQ(failures_injected(), 1);
      }
      EXPECT_EQ(count().live_allocations, 0) << "call " << n;
      EXPECT_EQ(count().live_streams, 0) << "call " << n;
    }
    fail_at(calls + 1, persistent);
    EXPECT_EQ(client(), cudaSuccess);
    EXPECT_EQ(failures_injected(), 0);
  }
}

TEST_F(runtime, fails_once_or_from_then_on) {
  const auto answers = [](bool persistent) {
    fail_at(2, persistent);
    int ordinal = 0;
    std::vector<bool> failed;
    for (int i = 0; i < 4; ++i) failed.push_back(cudaGetDevice(&ordinal) != cudaSuccess);
    return failed;
  };
  EXPECT_EQ(answers(false), (std::vector<bool>{false, true, false, false}));
  EXPECT_EQ(failures_injected(), 1);
  EXPECT_EQ(answers(true), (std::vector<bool>{false, true, true, true}));
  EXPECT_EQ(failures_injected(), 3);
  fail_at(0);
  EXPECT_EQ(client(), cudaSuccess);
}

TEST_F(runtime, counts_what_is_called) {
  reset_counters();
  ASSERT_EQ(client(), cudaSuccess);
  const counters now = count();
  EXPECT_EQ(now.total_calls, 8);
  EXPECT_EQ(now.calls.at("cudaMalloc"), 1);
  EXPECT_EQ(now.calls.at("cudaLaunchKernelEx"), 1);
  EXPECT_EQ(now.device_to_host_copies, 1);
  EXPECT_EQ(now.host_to_device_copies, 0);
  EXPECT_EQ(now.peak_bytes, 4);
  EXPECT_EQ(now.synchronisations, 2);  // the stream's, and cudaFree
}

TEST_F(runtime, counts_leaks) {
  void* kept = nullptr;
  cudaStream_t stream = nullptr;
  ASSERT_EQ(cudaMalloc(&kept, 100), cudaSuccess);
  ASSERT_EQ(cudaStreamCreate(&stream), cudaSuccess);
  EXPECT_EQ(count().live_allocations, 1);
  EXPECT_EQ(count().live_bytes, 100);
  EXPECT_EQ(count().live_streams, 1);
  ASSERT_EQ(cudaFree(kept), cudaSuccess);
  ASSERT_EQ(cudaStreamDestroy(stream), cudaSuccess);
  EXPECT_EQ(cudaStreamSynchronize(stream), cudaErrorInvalidResourceHandle);
}

TEST_F(runtime, without_a_device_or_a_driver_every_call_says_so) {
  int value = 0;
  void* memory = nullptr;
  set_device(device_state::no_device);
  EXPECT_EQ(cudaGetDeviceCount(&value), cudaErrorNoDevice);
  EXPECT_EQ(cudaMalloc(&memory, 4), cudaErrorNoDevice);
  EXPECT_EQ(run({}, add_one, &value), cudaErrorNoDevice);
  set_device(device_state::insufficient_driver);
  EXPECT_EQ(cudaGetDeviceCount(&value), cudaErrorInsufficientDriver);
  EXPECT_EQ(value, 0);
  EXPECT_EQ(cudaDeviceSynchronize(), cudaErrorInsufficientDriver);
  EXPECT_EQ(cudaDriverGetVersion(&value), cudaSuccess);
  EXPECT_EQ(value, 0);
  EXPECT_NE(std::string(cudaGetErrorString(cudaErrorInsufficientDriver)).find("insufficient"), std::string::npos);
  EXPECT_STREQ(cudaGetErrorName(cudaErrorNoDevice), "cudaErrorNoDevice");
}

TEST_F(runtime, a_capture_keeps_the_work_for_the_graph) {
  cudaStream_t stream = nullptr;
  ASSERT_EQ(cudaStreamCreateWithFlags(&stream, cudaStreamNonBlocking), cudaSuccess);
  {
    const device_array<int> value(std::vector<int>{0});
    cudaGraph_t graph = nullptr;
    cudaGraphExec_t executable = nullptr;
    cudaStreamCaptureStatus status = cudaStreamCaptureStatusNone;
    ASSERT_EQ(cudaStreamBeginCapture(stream, cudaStreamCaptureModeGlobal), cudaSuccess);
    ASSERT_EQ(cudaStreamIsCapturing(stream, &status), cudaSuccess);
    EXPECT_EQ(status, cudaStreamCaptureStatusActive);
    ASSERT_EQ(run({.threads = 1, .stream = stream}, add_one, value.data()), cudaSuccess);
    ASSERT_EQ(run({.threads = 1, .stream = stream}, add_one, value.data()), cudaSuccess);
    ASSERT_EQ(cudaStreamEndCapture(stream, &graph), cudaSuccess);
    EXPECT_EQ(*value.data(), 0);
    ASSERT_EQ(cudaGraphInstantiate(&executable, graph), cudaSuccess);
    for (int i = 1; i <= 3; ++i) {
      ASSERT_EQ(cudaGraphLaunch(executable, stream), cudaSuccess);
      EXPECT_EQ(*value.data(), 2 * i);
    }
    EXPECT_EQ(cudaGraphExecDestroy(executable), cudaSuccess);
    EXPECT_EQ(cudaGraphDestroy(graph), cudaSuccess);
  }
  EXPECT_EQ(cudaStreamDestroy(stream), cudaSuccess);
}

TEST_F(runtime, what_may_not_be_captured_spoils_the_capture) {
  cudaStream_t stream = nullptr;
  ASSERT_EQ(cudaStreamCreate(&stream), cudaSuccess);
  int* memory = nullptr;
  ASSERT_EQ(cudaMalloc(&memory, 4), cudaSuccess);
  const auto spoiled = [&](auto call, cudaError_t expected) {
    cudaGraph_t graph = nullptr;
    ASSERT_EQ(cudaStreamBeginCapture(stream, cudaStreamCaptureModeGlobal), cudaSuccess);
    EXPECT_EQ(call(), expected);
    EXPECT_EQ(cudaStreamEndCapture(stream, &graph), cudaErrorStreamCaptureInvalidated);
    EXPECT_EQ(graph, nullptr);
  };
  int* more = nullptr;
  int host = 0;
  spoiled([&] { return cudaMalloc(&more, 4); }, cudaErrorStreamCaptureUnsupported);
  spoiled([&] { return cudaStreamSynchronize(stream); }, cudaErrorStreamCaptureUnsupported);
  spoiled([&] { return cudaDeviceSynchronize(); }, cudaErrorStreamCaptureUnsupported);
  spoiled([&] { return cudaMemcpy(&host, memory, 4, cudaMemcpyDeviceToHost); }, cudaErrorStreamCaptureUnsupported);
  spoiled([&] { return run({.threads = 1}, add_one, memory); }, cudaErrorStreamCaptureImplicit);
  EXPECT_EQ(more, nullptr);
  EXPECT_EQ(cudaFree(memory), cudaSuccess);
  EXPECT_EQ(cudaStreamDestroy(stream), cudaSuccess);
}

TEST_F(runtime, events_measure) {
  cudaEvent_t start = nullptr, stop = nullptr;
  float milliseconds = -1;
  ASSERT_EQ(cudaEventCreate(&start), cudaSuccess);
  ASSERT_EQ(cudaEventCreateWithFlags(&stop, cudaEventDefault), cudaSuccess);
  ASSERT_EQ(cudaEventRecord(start), cudaSuccess);
  EXPECT_EQ(cudaEventElapsedTime(&milliseconds, start, stop), cudaErrorInvalidResourceHandle);
  ASSERT_EQ(cudaEventRecord(stop), cudaSuccess);
  ASSERT_EQ(cudaEventSynchronize(stop), cudaSuccess);
  ASSERT_EQ(cudaEventElapsedTime(&milliseconds, start, stop), cudaSuccess);
  EXPECT_GE(milliseconds, 0);
  EXPECT_EQ(cudaEventDestroy(start), cudaSuccess);
  EXPECT_EQ(cudaEventDestroy(stop), cudaSuccess);
}

}  // namespace
}  // namespace faltung::emulation
