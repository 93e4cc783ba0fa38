#include "grid.hpp"

#include <cstdio>
#include <new>

constinit thread_local uint3 threadIdx{};
constinit thread_local uint3 blockIdx{};
constinit thread_local dim3 blockDim{};
constinit thread_local dim3 gridDim{};

namespace faltung::emulation {

constinit thread_local block_services* running_block = nullptr;

void barrier(const site& where) { running_block->barrier(where); }

std::uint64_t warp_exchange(warp_operation operation, unsigned mask, std::uint64_t value, int source,
                            const site& where) {
  return running_block->exchange({operation, mask, value, source, where});
}

unsigned live_lanes() { return running_block->live_lanes(); }

void* shared_arena() { return running_block->shared(); }

int lane() { return static_cast<int>((threadIdx.x + blockDim.x * (threadIdx.y + blockDim.y * threadIdx.z)) % 32u); }

uint3 grid::block_index(std::uint64_t block) const {
  return {static_cast<unsigned>(block % blocks.x), static_cast<unsigned>(block / blocks.x % blocks.y),
          static_cast<unsigned>(block / blocks.x / blocks.y)};
}

uint3 grid::thread_index(int thread) const {
  const auto linear = static_cast<unsigned>(thread);
  return {linear % threads.x, linear / threads.x % threads.y, linear / threads.x / threads.y};
}

shared_memory::shared_memory(std::size_t bytes) : bytes_(bytes) {
  void* memory = nullptr;
  if (::posix_memalign(&memory, 128, bytes) != 0) throw std::bad_alloc();
  memory_.reset(memory);
}

void shared_memory::poison() { std::memset(memory_.get(), 0xff, bytes_); }

std::string text(const site& where) { return std::string(where.file_name()) + ':' + std::to_string(where.line()); }

std::string text(uint3 index) {
  return '(' + std::to_string(index.x) + ", " + std::to_string(index.y) + ", " + std::to_string(index.z) + ')';
}

std::string mask_text(unsigned mask) {
  char digits[16];
  std::snprintf(digits, sizeof digits, "0x%08x", mask);
  return digits;
}

std::string describe(const grid& work, uint3 block, const std::string& what) {
  return what + ", in block " + text(block) + " of " + work.kernel;
}

std::string describe_foreign_mask(int lane, const warp_request& request) {
  return "lane " + std::to_string(lane) + " calls a warp operation with mask " + mask_text(request.mask) +
         ", which leaves it out, at " + text(request.where);
}

}  // namespace faltung::emulation
