// Events: work is done when it is enqueued, so an event is over as soon as it is recorded.
#include <chrono>
#include <memory>
#include <mutex>
#include <set>

#include "device.hpp"

using faltung::emulation::device;
using faltung::emulation::enqueue;
using faltung::emulation::finish;

struct CUevent_st {
  bool timed = true;
  bool recorded = false;
  std::chrono::steady_clock::time_point when;
};

namespace {

struct events {
  std::mutex mutex;
  std::set<cudaEvent_t> created;

  static events& get() {
    static events& only = *new events;
    return only;
  }
};

bool exists(cudaEvent_t event) {
  events& all = events::get();
  const std::lock_guard lock(all.mutex);
  return all.created.contains(event);
}

cudaError_t create(const char* function, cudaEvent_t* event, unsigned flags) {
  device& it = device::get();
  if (const cudaError_t error = it.enter(function, cudaErrorMemoryAllocation)) return finish(error);
  if (event == nullptr) return finish(cudaErrorInvalidValue);
  auto made = std::make_unique<CUevent_st>();
  made->timed = (flags & cudaEventDisableTiming) == 0;
  events& all = events::get();
  const std::lock_guard lock(all.mutex);
  all.created.insert(made.get());
  *event = made.release();
  it.locked([](device& counts) { ++counts.counted.live_events; });
  return finish(cudaSuccess);
}

}  // namespace

cudaError_t cudaEventCreate(cudaEvent_t* event) { return create("cudaEventCreate", event, cudaEventDefault); }

cudaError_t cudaEventCreateWithFlags(cudaEvent_t* event, unsigned int flags) {
  return create("cudaEventCreateWithFlags", event, flags);
}

cudaError_t cudaEventDestroy(cudaEvent_t event) {
  device& it = device::get();
  const cudaError_t injected = it.enter("cudaEventDestroy", cudaErrorUnknown);
  events& all = events::get();
  const std::lock_guard lock(all.mutex);
  if (all.created.erase(event) == 0) return finish(cudaErrorInvalidResourceHandle);
  delete event;
  it.locked([](device& counts) { --counts.counted.live_events; });
  return finish(injected);
}

cudaError_t cudaEventRecord(cudaEvent_t event, cudaStream_t stream) {
  if (const cudaError_t error = device::get().enter("cudaEventRecord", cudaErrorLaunchFailure)) return finish(error);
  if (!exists(event)) return finish(cudaErrorInvalidResourceHandle);
  return finish(enqueue(stream, [event] {
    event->recorded = true;
    event->when = std::chrono::steady_clock::now();
    return cudaSuccess;
  }));
}

cudaError_t cudaStreamWaitEvent(cudaStream_t stream, cudaEvent_t event, unsigned int) {
  if (const cudaError_t error = device::get().enter("cudaStreamWaitEvent", cudaErrorUnknown)) return finish(error);
  if (!exists(event)) return finish(cudaErrorInvalidResourceHandle);
  return finish(enqueue(stream, [] { return cudaSuccess; }));
}

cudaError_t cudaEventQuery(cudaEvent_t event) {
  if (const cudaError_t error = device::get().enter("cudaEventQuery", cudaErrorLaunchFailure)) return finish(error);
  return finish(exists(event) ? cudaSuccess : cudaErrorInvalidResourceHandle);
}

cudaError_t cudaEventSynchronize(cudaEvent_t event) {
  device& it = device::get();
  if (const cudaError_t error = it.enter("cudaEventSynchronize", cudaErrorLaunchFailure)) return finish(error);
  it.locked([](device& counts) { ++counts.counted.synchronisations; });
  return finish(exists(event) ? cudaSuccess : cudaErrorInvalidResourceHandle);
}

cudaError_t cudaEventElapsedTime(float* milliseconds, cudaEvent_t start, cudaEvent_t stop) {
  if (const cudaError_t error = device::get().enter("cudaEventElapsedTime", cudaErrorUnknown)) return finish(error);
  if (milliseconds == nullptr) return finish(cudaErrorInvalidValue);
  if (!exists(start) || !exists(stop) || !start->timed || !stop->timed || !start->recorded || !stop->recorded) {
    return finish(cudaErrorInvalidResourceHandle);
  }
  *milliseconds = std::chrono::duration<float, std::milli>(stop->when - start->when).count();
  return finish(cudaSuccess);
}
