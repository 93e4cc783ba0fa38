// Packs stored to shared memory at addresses found by steps that are known at run time. Left to itself, nvcc stores
// each such pack as four words, with four times the instructions and wavefronts.
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

}  // namespace faltung::kernel
