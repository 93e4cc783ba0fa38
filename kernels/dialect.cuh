// What g++ cannot be given as a plain name, so that the kernels compile as C++ under the emulator too.
#pragma once

#include <cuda_runtime.h>

#include <cmath>
#include <cstdint>

#include "arithmetic.hpp"

#if defined(FALTUNG_EMULATION)
#define FALTUNG_UNROLL
#define FALTUNG_NOINLINE
#else
#define FALTUNG_UNROLL _Pragma("unroll")
#define FALTUNG_NOINLINE __noinline__
#endif

namespace faltung::kernel {

// The block's dynamic shared memory, aligned to 16 bytes.
#if defined(FALTUNG_EMULATION)
template <class Type>
__device__ inline Type* shared_arena() {
  return static_cast<Type*>(faltung::emulation::shared_arena());
}
#else
template <class Type>
__device__ inline Type* shared_arena() {
  extern __shared__ __align__(16) unsigned char faltung_shared_arena[];
  return reinterpret_cast<Type*>(faltung_shared_arena);
}
#endif

__device__ inline float multiply_add(float a, float b, float c) { return fmaf(a, b, c); }
__device__ inline double multiply_add(double a, double b, double c) { return fma(a, b, c); }
__device__ inline std::uint32_t multiply_add(std::uint32_t a, std::uint32_t b, std::uint32_t c) { return a * b + c; }
__device__ inline std::uint64_t multiply_add(std::uint64_t a, std::uint64_t b, std::uint64_t c) { return a * b + c; }

// Keeps the compiler from seeing through a value: what it is, or that it is another's plus a constant.
#if defined(FALTUNG_EMULATION)
template <class Type>
__device__ inline void pin(Type&) {}
#else
__device__ inline void pin(int& value) { asm volatile("" : "+r"(value)); }
__device__ inline void pin(float& value) { asm volatile("" : "+f"(value)); }
__device__ inline void pin(double& value) { asm volatile("" : "+d"(value)); }
__device__ inline void pin(std::uint32_t& value) { asm volatile("" : "+r"(value)); }
#endif

}  // namespace faltung::kernel
