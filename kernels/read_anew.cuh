// Values found anew where they are used, not kept in registers from an earlier use or told apart at each use.
#pragma once

#include "dialect.cuh"

namespace faltung::kernel {

// threadIdx.x and blockIdx.x read anew, where a register for what follows from them would be one too many.
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

// Hides where a pointer to global memory comes from, but not that it is one: that would make its accesses generic.
template <class Type>
__device__ __forceinline__ void pin_global(Type*& pointer) {
  pin(pointer);
#if !defined(FALTUNG_EMULATION)
  __builtin_assume(__isGlobal(pointer));
#endif
}

}  // namespace faltung::kernel
