// Stores of packs that stay one access. Left to itself, nvcc takes some of them apart into four words, with four times
// the instructions and, since lanes then write every fourth word, wavefronts or sectors: those to shared memory at
// addresses found by steps that are known at run time, and those of numbers put together of their parts.
#pragma once

#include "pack.cuh"

namespace faltung::kernel {

template <class Type>
__device__ inline void write_shared_pack(Type* to, const pack<Type>& value) {
#if defined(__CUDA_ARCH__)
  const uint4& words = *reinterpret_cast<const uint4*>(&value);
  asm volatile("st.shared.v4.b32 [%0], {%1, %2, %3, %4};"
               :
               : "r"(static_cast<unsigned>(__cvta_generic_to_shared(to))), "r"(words.x), "r"(words.y), "r"(words.z),
                 "r"(words.w)
               : "memory");
#else
  write_pack(to, value);
#endif
}

// To global memory, which is not said to change: for outputs, of which the kernel reads none again.
template <class Type>
__device__ inline void write_output_pack(Type* to, const pack<Type>& value) {
#if defined(__CUDA_ARCH__)
  const uint4& words = *reinterpret_cast<const uint4*>(&value);
  asm volatile("st.global.v4.b32 [%0], {%1, %2, %3, %4};"
               :
               : "l"(__cvta_generic_to_global(to)), "r"(words.x), "r"(words.y), "r"(words.z), "r"(words.w));
#else
  write_pack(to, value);
#endif
}

}  // namespace faltung::kernel
