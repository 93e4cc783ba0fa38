// threadIdx.x and blockIdx.x read anew where they are used, where a register for what follows from them would be one too
// many.
#pragma once

#include "dialect.cuh"

namespace faltung::kernel {

#if defined(FALTUNG_EMULATION)
__device__ inline unsigned thread_read_anew() { return threadIdx.x; }
__device__ inline unsigned block_read_anew() { return blockIdx.x; }
#else
__device__ inline unsigned thread_read_anew() {
  unsigned thread;
  asm volatile("mov.u32 %0, %%tid.x;" : "=r"(thread));
  return thread;
}
__device__ inline unsigned block_read_anew() {
  unsigned block;
  asm volatile("mov.u32 %0, %%ctaid.x;" : "=r"(block));
  return block;
}
#endif

}  // namespace faltung::kernel
