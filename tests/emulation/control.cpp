#include "emulation/control.hpp"

#include <cstdlib>
#include <stdexcept>
#include <string>

#include "device.hpp"
#include "execution.hpp"

namespace faltung::emulation {
namespace {

std::string variable(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

// A value that means nothing is an error: a misspelt schedule must not pass for the one it was meant to be.
execution execution_at_start() {
  execution chosen;
  const std::string turns = variable("FALTUNG_EMULATION_SCHEDULE");
  const std::string shuffled = "shuffled:";
  if (turns == "reverse") {
    chosen.turns = order::reverse;
  } else if (turns.starts_with(shuffled)) {
    chosen.turns = order::shuffled;
    chosen.seed = std::stoull(turns.substr(shuffled.size()));
  } else if (!turns.empty() && turns != "forward") {
    throw std::invalid_argument("FALTUNG_EMULATION_SCHEDULE is '" + turns + "'");
  }
  const std::string how = variable("FALTUNG_EMULATION_RUNNER");
  if (how == "threads") {
    chosen.how = runner::threads;
  } else if (!how.empty() && how != "fibers") {
    throw std::invalid_argument("FALTUNG_EMULATION_RUNNER is '" + how + "'");
  }
  return chosen;
}

std::mutex execution_mutex;

execution& chosen_execution() {
  static execution chosen = execution_at_start();
  return chosen;
}

}  // namespace

execution current_execution() {
  const std::lock_guard lock(execution_mutex);
  return chosen_execution();
}

void schedule(order threads, std::uint64_t seed) {
  const std::lock_guard lock(execution_mutex);
  chosen_execution().turns = threads;
  chosen_execution().seed = seed;
}

void run_on(runner how) {
  const std::lock_guard lock(execution_mutex);
  chosen_execution().how = how;
}

void run_kernels(bool on) {
  device::get().locked([=](device& it) { it.runs_kernels = on; });
}

std::string last_finding() {
  return device::get().locked([](device& it) { return it.finding; });
}

void clear_finding() {
  device::get().locked([](device& it) { it.finding.clear(); });
}

counters count() {
  return device::get().locked([](device& it) { return it.counted; });
}

void reset_counters() {
  device::get().locked([](device& it) {
    counters fresh;
    fresh.live_allocations = it.counted.live_allocations;
    fresh.live_bytes = fresh.peak_bytes = it.counted.live_bytes;
    fresh.live_streams = it.counted.live_streams;
    fresh.live_events = it.counted.live_events;
    fresh.live_graphs = it.counted.live_graphs;
    fresh.live_plans = it.counted.live_plans;
    it.counted = fresh;
  });
}

void fail_at(std::int64_t n, bool persistent) {
  device::get().locked([=](device& it) {
    it.fail_in = n;
    it.fail_persistently = persistent;
    it.failing = false;
    it.failures = 0;
  });
}

std::int64_t failures_injected() {
  return device::get().locked([](device& it) { return it.failures; });
}

void set_device(device_state state) {
  device::get().locked([=](device& it) { it.state = state; });
}

void set_memory_limit(std::size_t bytes) {
  device::get().locked([=](device& it) { it.memory_limit = bytes; });
}

bool holds(const void* memory) { return device::get().holds(memory, 1); }

void set_cufft_present(bool present) {
  device::get().locked([=](device& it) { it.cufft = present; });
}

bool cufft_present() {
  return device::get().locked([](device& it) { return it.cufft; });
}

void reset() {
  {
    const std::lock_guard lock(execution_mutex);
    chosen_execution() = execution_at_start();
  }
  run_kernels(true);
  fail_at(0);
  set_device(device_state::present);
  set_memory_limit(default_memory_bytes);
  set_cufft_present(true);
  clear_finding();
  reset_counters();
}

}  // namespace faltung::emulation
