// What a test sees of the emulated device: how kernels are scheduled, what was called, what is made to fail.
// All of it is process-wide and may be called from any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>

namespace faltung::emulation {

// `fibers` runs the CUDA threads of a block in turns on the launching thread and finds divergence. `threads` gives
// each its own std::thread, so that ThreadSanitizer sees what no barrier orders; it presumes a kernel that passes
// under fibers, and a divergent one hangs there.
enum class runner { fibers, threads };
enum class order { forward, reverse, shuffled };

// At start: FALTUNG_EMULATION_SCHEDULE=forward|reverse|shuffled:SEED and FALTUNG_EMULATION_RUNNER=fibers|threads,
// or else forward, with fibers.
void schedule(order threads, std::uint64_t seed = 0);
void run_on(runner how);
// While it is off, a launch that may be made does nothing.
void run_kernels(bool on);

// What was wrong with the last kernel that ended its launch, empty if none did.
std::string last_finding();
void clear_finding();

struct counters {
  std::map<std::string, std::int64_t> calls;     // runtime and cuFFT functions, by name
  std::map<std::string, std::int64_t> launches;  // kernels, by demangled name
  std::int64_t total_calls = 0;
  std::int64_t total_launches = 0;
  std::int64_t synchronisations = 0;  // calls that make the host wait
  std::int64_t host_to_device_copies = 0;
  std::int64_t device_to_host_copies = 0;
  std::int64_t live_allocations = 0;  // device memory, cuFFT's own included
  std::int64_t live_bytes = 0;
  std::int64_t peak_bytes = 0;
  std::int64_t live_streams = 0;
  std::int64_t live_events = 0;
  std::int64_t live_graphs = 0;
  std::int64_t live_plans = 0;
};
counters count();
// What is live stays counted.
void reset_counters();

// The n-th (from 1) runtime or cuFFT call from now on fails; if persistent, so does every later one. Calls that
// release something still release it. n = 0 takes the order back.
void fail_at(std::int64_t n, bool persistent = false);
// How many calls failed by that order: 0 at the end of a run says that it made fewer than n calls.
std::int64_t failures_injected();

enum class device_state { present, no_device, insufficient_driver };
void set_device(device_state state);
// Allocations beyond it fail, as on a full device.
void set_memory_limit(std::size_t bytes);
// Whether this is an address in device memory.
bool holds(const void* memory);

// Whether the cuFFT library is there to be opened.
void set_cufft_present(bool present);
bool cufft_present();

// Everything above as at start. What is live stays.
void reset();

}  // namespace faltung::emulation
