// The two 16-bit floating-point formats to float and back. Device code has instructions for it, which give the bits of
// include/faltung/float16.hpp but for NaN, whose sign and payload they drop. Without a CUDA name: host code uses it too.
#pragma once

#include <bit>
#include <cstdint>
#include <type_traits>

#include "faltung/float16.hpp"

namespace faltung::kernel {

template <class Type>
inline constexpr bool is_half = std::is_same_v<Type, float16_t> || std::is_same_v<Type, bfloat16_t>;

// Half `Place` of a word: the one that memory has first is 0.
template <class Half, int Place>
constexpr float float_of_half(std::uint32_t word) {
  if constexpr (std::is_same_v<Half, bfloat16_t>) {
    return std::bit_cast<float>(Place == 0 ? word << 16 : word & 0xffff0000u);
  } else {
#if defined(__CUDA_ARCH__)
    float value;
    if constexpr (Place == 0) {
      asm("{.reg .b16 low, high; mov.b32 {low, high}, %1; cvt.f32.f16 %0, low;}" : "=f"(value) : "r"(word));
    } else {
      asm("{.reg .b16 low, high; mov.b32 {low, high}, %1; cvt.f32.f16 %0, high;}" : "=f"(value) : "r"(word));
    }
    return value;
#else
    Half half;
    half.bits = static_cast<std::uint16_t>(word >> (16 * Place));
    return half;
#endif
  }
}

// Rounded to nearest, ties to even, the first to the lower half of the word. What becomes of NaN is for the caller.
template <class Half>
constexpr std::uint32_t halves_of_floats(float first, float second) {
#if defined(__CUDA_ARCH__)
  std::uint32_t word = 0;
#if __CUDA_ARCH__ >= 800
  if constexpr (std::is_same_v<Half, bfloat16_t>) {
    asm("cvt.rn.bf16x2.f32 %0, %1, %2;" : "=r"(word) : "f"(second), "f"(first));
  } else {
    asm("cvt.rn.f16x2.f32 %0, %1, %2;" : "=r"(word) : "f"(second), "f"(first));
  }
#else
  if constexpr (std::is_same_v<Half, bfloat16_t>) {
    const auto rounded = [](float value) {
      const auto bits = std::bit_cast<std::uint32_t>(value);
      return bits + 0x7fffu + (bits >> 16 & 1u);
    };
    word = (rounded(first) >> 16) | (rounded(second) & 0xffff0000u);
  } else {
    asm("{.reg .b16 low, high; cvt.rn.f16.f32 low, %1; cvt.rn.f16.f32 high, %2; mov.b32 %0, {low, high};}"
        : "=r"(word)
        : "f"(first), "f"(second));
  }
#endif
  return word;
#else
  const auto rounded = [](float value) { return value != value ? std::uint32_t{0x7fff} : Half(double{value}).bits; };
  return rounded(first) | rounded(second) << 16;
#endif
}

// A NaN keeps its sign and nothing else, as Half(double) has it.
template <class Half>
constexpr Half half_of_float(float value) {
#if defined(__CUDA_ARCH__)
  constexpr std::uint32_t nan = std::is_same_v<Half, bfloat16_t> ? 0x7fc0 : 0x7e00;
  Half half;
  half.bits = static_cast<std::uint16_t>(value != value ? std::bit_cast<std::uint32_t>(value) >> 31 << 15 | nan
                                                        : halves_of_floats<Half>(value, 0.0F));
  return half;
#else
  return Half(double{value});
#endif
}

}  // namespace faltung::kernel
