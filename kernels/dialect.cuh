// What g++ cannot be given as a plain name, so that the kernels compile as C++ under the emulator too.
#pragma once

#include <cuda_runtime.h>
#if !defined(FALTUNG_EMULATION)
#include <cuda_pipeline_primitives.h>
#endif

#include <cmath>
#include <cstdint>
#include <type_traits>

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
template <class Type>
__device__ inline void pin_global(Type&) {}
template <class Type>
__device__ inline void pin_shared(Type&) {}
#else
__device__ inline void pin(int& value) { asm volatile("" : "+r"(value)); }
__device__ inline void pin(float& value) { asm volatile("" : "+f"(value)); }
__device__ inline void pin(double& value) { asm volatile("" : "+d"(value)); }
__device__ inline void pin(std::uint32_t& value) { asm volatile("" : "+r"(value)); }
template <class Type>
__device__ inline void pin(Type*& value) {
  asm volatile("" : "+l"(value));
}
// For pointers that the compiler is to go on knowing to point to global or to shared memory.
template <class Type>
__device__ inline void pin_global(Type*& value) {
  std::size_t address = __cvta_generic_to_global(value);
  asm volatile("" : "+l"(address));
  value = static_cast<Type*>(__cvta_global_to_generic(address));
}
template <class Type>
__device__ inline void pin_shared(Type*& value) {
  auto address = static_cast<std::uint32_t>(__cvta_generic_to_shared(value));
  asm volatile("" : "+r"(address));
  value = static_cast<Type*>(__cvta_shared_to_generic(address));
}
#endif

// 4, 8 or 16 bytes from global to shared memory, on their way until the thread waits for all of its own; at once below
// compute capability 8.0 and under the emulator.
#if defined(FALTUNG_EMULATION)
template <class Type>
__device__ inline void copy_async(Type* to, const Type* from) {
  *to = *from;
}
__device__ inline void wait_for_copies() {}
#else
template <class Type>
__device__ inline void copy_async(Type* to, const Type* from) {
  __pipeline_memcpy_async(to, from, sizeof(Type));
}
__device__ inline void wait_for_copies() {
  __pipeline_commit();
  __pipeline_wait_prior(0);
}
#endif

// Bytes of low and high, by a hexadecimal digit each, the last for the lowest: digit d < 8 is byte d of the two words
// taken as one, 8 + d the sign of that byte eight times.
__host__ __device__ inline std::uint32_t permute_bytes(std::uint32_t low, std::uint32_t high, std::uint32_t digits) {
#if defined(__CUDA_ARCH__)
  std::uint32_t made;
  asm("prmt.b32 %0, %1, %2, %3;" : "=r"(made) : "r"(low), "r"(high), "r"(digits));
  return made;
#else
  const std::uint64_t both = std::uint64_t{high} << 32 | low;
  std::uint32_t made = 0;
  for (int i = 0; i < 4; ++i) {
    const std::uint32_t digit = digits >> (4 * i) & 15u;
    const auto byte = static_cast<std::uint32_t>(both >> (8 * (digit & 7u)) & 0xffu);
    made |= (digit < 8 ? byte : (byte >> 7) * 0xffu) << (8 * i);
  }
  return made;
#endif
}

// The sum and the products of the four bytes of both words modulo 2^32. Bytes are signed where their word is said to be.
template <bool SignedA, bool SignedB = SignedA>
__device__ inline std::uint32_t add_products(std::uint32_t a, std::uint32_t b, std::uint32_t sum) {
#if defined(__CUDA_ARCH__)
  if constexpr (SignedA && SignedB) {
    return static_cast<std::uint32_t>(__dp4a(static_cast<int>(a), static_cast<int>(b), static_cast<int>(sum)));
  } else if constexpr (!SignedA && !SignedB) {
    return __dp4a(a, b, sum);
  } else {
    static_assert(SignedB);
    std::uint32_t made;
    asm("dp4a.u32.s32 %0, %1, %2, %3;" : "=r"(made) : "r"(a), "r"(b), "r"(sum));
    return made;
  }
#else
  using byte_a = std::conditional_t<SignedA, std::int8_t, std::uint8_t>;
  using byte_b = std::conditional_t<SignedB, std::int8_t, std::uint8_t>;
  for (int i = 0; i < 4; ++i)
    sum += static_cast<std::uint32_t>(static_cast<byte_a>(a >> (8 * i)) * static_cast<byte_b>(b >> (8 * i)));
  return sum;
#endif
}

}  // namespace faltung::kernel
