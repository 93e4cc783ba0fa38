// Streams run their work at once and in order; one that captures keeps it for a graph instead.
#include <algorithm>
#include <memory>
#include <set>
#include <utility>
#include <vector>

#include "device.hpp"

using faltung::emulation::device;
using faltung::emulation::enqueue;
using faltung::emulation::finish;

using graph_work = std::vector<std::function<cudaError_t()>>;

struct CUstream_st {
  bool blocking = true;  // orders itself with the legacy stream
  cudaStreamCaptureStatus capture = cudaStreamCaptureStatusNone;
  graph_work captured;
  std::mutex running;  // work of one stream never overlaps, whatever threads it comes from
};

struct CUgraph_st {
  graph_work work;
};

struct CUgraphExec_st {
  graph_work work;
};

namespace {

struct streams {
  std::mutex mutex;
  std::set<cudaStream_t> created;
  CUstream_st legacy;

  static streams& get() {
    static streams& only = *new streams;
    return only;
  }
};

bool is_default(cudaStream_t stream) {
  return stream == nullptr || stream == cudaStreamLegacy || stream == cudaStreamPerThread;
}

// Null for what is not a stream. Expects the lock.
CUstream_st* find(streams& all, cudaStream_t stream) {
  if (is_default(stream)) return &all.legacy;
  return all.created.contains(stream) ? stream : nullptr;
}

cudaError_t spoil_captures(streams& all, bool blocking_only) {
  bool capturing = false;
  for (CUstream_st* stream : all.created) {
    if (stream->capture == cudaStreamCaptureStatusNone || (blocking_only && !stream->blocking)) continue;
    stream->capture = cudaStreamCaptureStatusInvalidated;
    capturing = true;
  }
  if (!capturing) return cudaSuccess;
  return blocking_only ? cudaErrorStreamCaptureImplicit : cudaErrorStreamCaptureUnsupported;
}

cudaError_t create(const char* function, cudaStream_t* stream, unsigned flags) {
  device& it = device::get();
  if (const cudaError_t error = it.enter(function, cudaErrorMemoryAllocation)) return finish(error);
  if (stream == nullptr || flags > cudaStreamNonBlocking) return finish(cudaErrorInvalidValue);
  auto made = std::make_unique<CUstream_st>();
  made->blocking = flags == cudaStreamDefault;
  streams& all = streams::get();
  const std::lock_guard lock(all.mutex);
  all.created.insert(made.get());
  *stream = made.release();
  it.locked([](device& counts) { ++counts.counted.live_streams; });
  return finish(cudaSuccess);
}

}  // namespace

namespace faltung::emulation {

cudaError_t refuse_during_capture() {
  streams& all = streams::get();
  const std::lock_guard lock(all.mutex);
  return spoil_captures(all, false);
}

cudaError_t enqueue(cudaStream_t handle, std::function<cudaError_t()> work) {
  streams& all = streams::get();
  CUstream_st* stream = nullptr;
  {
    const std::lock_guard lock(all.mutex);
    stream = find(all, handle);
    if (stream == nullptr) return cudaErrorInvalidResourceHandle;
    if (stream == &all.legacy) {
      if (const cudaError_t error = spoil_captures(all, true)) return error;
    }
    if (stream->capture == cudaStreamCaptureStatusInvalidated) return cudaErrorStreamCaptureInvalidated;
    if (stream->capture == cudaStreamCaptureStatusActive) {
      stream->captured.push_back(std::move(work));
      return cudaSuccess;
    }
  }
  const std::lock_guard lock(stream->running);
  return work();
}

}  // namespace faltung::emulation

cudaError_t cudaStreamCreate(cudaStream_t* stream) { return create("cudaStreamCreate", stream, cudaStreamDefault); }

cudaError_t cudaStreamCreateWithFlags(cudaStream_t* stream, unsigned int flags) {
  return create("cudaStreamCreateWithFlags", stream, flags);
}

// Destroyed even where the call is made to fail, so that what stays alive was leaked by the caller.
cudaError_t cudaStreamDestroy(cudaStream_t stream) {
  device& it = device::get();
  const cudaError_t injected = it.enter("cudaStreamDestroy", cudaErrorLaunchFailure);
  streams& all = streams::get();
  const std::lock_guard lock(all.mutex);
  if (all.created.erase(stream) == 0) return finish(cudaErrorInvalidResourceHandle);
  delete stream;
  it.locked([](device& counts) { --counts.counted.live_streams; });
  return finish(injected);
}

cudaError_t cudaStreamSynchronize(cudaStream_t stream) {
  device& it = device::get();
  if (const cudaError_t error = it.enter("cudaStreamSynchronize", cudaErrorLaunchFailure)) return finish(error);
  it.locked([](device& counts) { ++counts.counted.synchronisations; });
  streams& all = streams::get();
  const std::lock_guard lock(all.mutex);
  CUstream_st* found = find(all, stream);
  if (found == nullptr) return finish(cudaErrorInvalidResourceHandle);
  if (found == &all.legacy) return finish(spoil_captures(all, true));
  if (found->capture == cudaStreamCaptureStatusNone) return finish(cudaSuccess);
  found->capture = cudaStreamCaptureStatusInvalidated;
  return finish(cudaErrorStreamCaptureUnsupported);
}

cudaError_t cudaStreamQuery(cudaStream_t stream) {
  if (const cudaError_t error = device::get().enter("cudaStreamQuery", cudaErrorLaunchFailure)) return finish(error);
  streams& all = streams::get();
  const std::lock_guard lock(all.mutex);
  return finish(find(all, stream) == nullptr ? cudaErrorInvalidResourceHandle : cudaSuccess);
}

cudaError_t cudaStreamIsCapturing(cudaStream_t stream, cudaStreamCaptureStatus* status) {
  if (const cudaError_t error = device::get().enter("cudaStreamIsCapturing", cudaErrorUnknown)) return finish(error);
  streams& all = streams::get();
  const std::lock_guard lock(all.mutex);
  const CUstream_st* found = find(all, stream);
  if (found == nullptr) return finish(cudaErrorInvalidResourceHandle);
  if (status == nullptr) return finish(cudaErrorInvalidValue);
  *status = found->capture;
  return finish(cudaSuccess);
}

cudaError_t cudaStreamBeginCapture(cudaStream_t stream, cudaStreamCaptureMode) {
  if (const cudaError_t error = device::get().enter("cudaStreamBeginCapture", cudaErrorUnknown)) return finish(error);
  streams& all = streams::get();
  const std::lock_guard lock(all.mutex);
  CUstream_st* found = find(all, stream);
  if (found == nullptr) return finish(cudaErrorInvalidResourceHandle);
  if (found == &all.legacy) return finish(cudaErrorStreamCaptureUnsupported);
  if (found->capture != cudaStreamCaptureStatusNone) return finish(cudaErrorIllegalState);
  found->capture = cudaStreamCaptureStatusActive;
  return finish(cudaSuccess);
}

cudaError_t cudaStreamEndCapture(cudaStream_t stream, cudaGraph_t* graph) {
  device& it = device::get();
  if (const cudaError_t error = it.enter("cudaStreamEndCapture", cudaErrorUnknown)) return finish(error);
  streams& all = streams::get();
  const std::lock_guard lock(all.mutex);
  CUstream_st* found = find(all, stream);
  if (found == nullptr) return finish(cudaErrorInvalidResourceHandle);
  if (graph == nullptr) return finish(cudaErrorInvalidValue);
  *graph = nullptr;
  if (found->capture == cudaStreamCaptureStatusNone) return finish(cudaErrorIllegalState);
  const bool spoiled = found->capture == cudaStreamCaptureStatusInvalidated;
  found->capture = cudaStreamCaptureStatusNone;
  graph_work captured = std::exchange(found->captured, {});
  if (spoiled) return finish(cudaErrorStreamCaptureInvalidated);
  *graph = new CUgraph_st{std::move(captured)};
  it.locked([](device& counts) { ++counts.counted.live_graphs; });
  return finish(cudaSuccess);
}

cudaError_t cudaGraphInstantiate(cudaGraphExec_t* executable, cudaGraph_t graph, unsigned long long) {
  device& it = device::get();
  if (const cudaError_t error = it.enter("cudaGraphInstantiate", cudaErrorMemoryAllocation)) return finish(error);
  if (executable == nullptr || graph == nullptr) return finish(cudaErrorInvalidValue);
  *executable = new CUgraphExec_st{graph->work};
  it.locked([](device& counts) { ++counts.counted.live_graphs; });
  return finish(cudaSuccess);
}

cudaError_t cudaGraphLaunch(cudaGraphExec_t executable, cudaStream_t stream) {
  if (const cudaError_t error = device::get().enter("cudaGraphLaunch", cudaErrorLaunchFailure)) return finish(error);
  if (executable == nullptr) return finish(cudaErrorInvalidValue);
  return finish(enqueue(stream, [work = executable->work] {
    for (const auto& step : work) {
      if (const cudaError_t error = step()) return error;
    }
    return cudaSuccess;
  }));
}

cudaError_t cudaGraphExecDestroy(cudaGraphExec_t executable) {
  device& it = device::get();
  const cudaError_t injected = it.enter("cudaGraphExecDestroy", cudaErrorUnknown);
  if (executable == nullptr) return finish(cudaErrorInvalidValue);
  delete executable;
  it.locked([](device& counts) { --counts.counted.live_graphs; });
  return finish(injected);
}

cudaError_t cudaGraphDestroy(cudaGraph_t graph) {
  device& it = device::get();
  const cudaError_t injected = it.enter("cudaGraphDestroy", cudaErrorUnknown);
  if (graph == nullptr) return finish(cudaErrorInvalidValue);
  delete graph;
  it.locked([](device& counts) { --counts.counted.live_graphs; });
  return finish(injected);
}
