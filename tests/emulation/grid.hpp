// One launch being run, and the two ways to run it.
#pragma once

#include <cstddef>
#include <cstdlib>
#include <functional>
#include <memory>
#include <string>

#include "emulation/control.hpp"
#include "emulation/device.hpp"
#include "warp.hpp"

namespace faltung::emulation {

struct grid {
  dim3 blocks;
  dim3 threads;
  std::size_t shared_bytes = 0;
  std::string kernel;
  std::function<void()> body;

  [[nodiscard]] int block_threads() const { return static_cast<int>(threads.x * threads.y * threads.z); }
  [[nodiscard]] std::uint64_t block_count() const { return std::uint64_t{blocks.x} * blocks.y * blocks.z; }
  [[nodiscard]] uint3 block_index(std::uint64_t block) const;
  [[nodiscard]] uint3 thread_index(int thread) const;
};

// What the CUDA thread that is running may ask of its block.
class block_services {
 public:
  virtual ~block_services() = default;
  virtual void barrier(const site& where) = 0;
  virtual std::uint64_t exchange(const warp_request& request) = 0;
  virtual unsigned live_lanes() = 0;
  virtual void* shared() = 0;
};

// Set while a kernel runs on this host thread.
extern constinit thread_local block_services* running_block;

// Exactly as long as the launch asked for, so that AddressSanitizer sees an overrun by one byte.
class shared_memory {
 public:
  explicit shared_memory(std::size_t bytes);
  void poison();
  [[nodiscard]] void* data() const { return memory_.get(); }

 private:
  std::unique_ptr<void, decltype(&std::free)> memory_{nullptr, &std::free};
  std::size_t bytes_;
};

// Both return what was wrong with the kernel, empty if nothing was.
std::string run_as_fibers(const grid& work, order turns, std::uint64_t seed);
std::string run_as_threads(const grid& work);

std::string text(const site& where);
std::string text(uint3 index);
std::string mask_text(unsigned mask);
std::string describe(const grid& work, uint3 block, const std::string& what);
std::string describe_foreign_mask(int lane, const warp_request& request);

}  // namespace faltung::emulation
