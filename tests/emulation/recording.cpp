#include "emulation/recording.hpp"

#include <mutex>
#include <utility>

#include "kernel_name.hpp"

namespace faltung::emulation {
namespace {

std::mutex recording_mutex;
bool recording = false;
std::vector<recorded_launch>& kept() {
  static std::vector<recorded_launch> launches;
  return launches;
}

}  // namespace

void record_launches(bool on) {
  const std::lock_guard lock(recording_mutex);
  recording = on;
}

bool recording_launches() {
  const std::lock_guard lock(recording_mutex);
  return recording;
}

void record_launch(const cudaLaunchConfig_t& config, const void* kernel, std::vector<std::byte> parameters) {
  const std::lock_guard lock(recording_mutex);
  kept().push_back(
      {kernel_symbol(kernel), config.gridDim, config.blockDim, config.dynamicSmemBytes, std::move(parameters)});
}

std::vector<recorded_launch> take_recorded_launches() {
  const std::lock_guard lock(recording_mutex);
  return std::exchange(kept(), {});
}

}  // namespace faltung::emulation
